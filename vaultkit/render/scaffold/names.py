"""Russian names in Latin letters, and names that a programming language takes."""

from __future__ import annotations

import re
import unicodedata

# ICAO Doc 9303 part 3, table of Cyrillic, as passports use it; hard and soft signs left out.
_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia").split(), strict=True))
_KEYWORDS = frozenset("""
and as assert async await break case catch class const continue def default del do else enum except export extends false
finally fn for func function global go if impl import in interface is lambda let loop match mod module new nil none
nonlocal not null or pass private pub public raise return select self static struct super switch table this throw trait
true try type union use var void while with yield
""".split())


def latin(text: str) -> str:
    """``text`` with Cyrillic letters in Latin ones: ``Петля памяти`` → ``Petlia pamiati``."""
    letters = []
    for sign in unicodedata.normalize("NFC", text):
        found = _LETTERS.get(sign.lower(), sign).replace("_", "")
        letters.append(found.capitalize() if sign.isupper() else found)
    return "".join(letters)


def identifier(text: str) -> str:
    """A name in snake_case for a file or function: ASCII letters, digits and ``_``, never a keyword, never empty."""
    plain = unicodedata.normalize("NFKD", latin(text)).encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain)
    name = re.sub(r"\W+", "_", name).strip("_").lower()[:60].strip("_")
    if not name:
        return "concept"
    return f"{name}_" if name in _KEYWORDS else f"_{name}" if name[0].isdigit() else name
