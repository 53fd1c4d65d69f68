"""Finding a template, the vault's own first, and filling it in the sandbox."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

from vaultkit.errors import UsageError
from vaultkit.storage.files import read_regular

FOLDER = "vaultkit-templates"
LARGEST = 1_000_000
_SUFFIX = ".j2"


def languages() -> list[str]:
    """The endings of source files that vaultkit has a stub for."""
    return sorted(item.name.removesuffix(_SUFFIX).removeprefix("code.") for item in _own().iterdir()
                  if item.name.startswith("code."))


def render(name: str, folder: Path, /, **values: Any) -> str:
    """The template ``name`` (``algorithm.md``, ``code.py``) of ``folder``, else vaultkit's own, filled with ``values``.

    It runs in Jinja2's sandbox (https://jinja.palletsprojects.com/sandbox/) and can load nothing outside of the two
    folders; its time and size are bounded. Raises UsageError with file and line for a template that is faulty or does
    what it may not."""
    from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError

    from vaultkit.render.scaffold.bounded import BoundedEnvironment, deadline, joined

    env = BoundedEnvironment(loader=FunctionLoader(lambda asked: _source(asked, folder)), undefined=StrictUndefined,
                             trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False)
    try:
        with deadline():
            return joined(env.get_template(name).generate(**values))
    except TemplateSyntaxError as error:
        where = f"{folder / ((error.name or name) + _SUFFIX)}:{error.lineno}"
        raise UsageError(f"{where}: the template is faulty: {error.message}", "mend it or remove it") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError,
            MemoryError) as error:
        where = f"{folder / (name + _SUFFIX)}:{_line(error)}"
        raise UsageError(f"{where}: the template can't be filled: {error}", "mend it or remove it") from error


def _source(name: str, folder: Path) -> tuple[str, str, None] | None:
    if "/" in name or "\\" in name or name.startswith("."):
        return None
    path = folder / (name + _SUFFIX)
    # The folder itself may be a link that git carried.
    if path.is_file() and path.resolve().is_relative_to(folder.parent.resolve() / folder.name):
        try:
            return read_regular(path, LARGEST).decode("utf-8"), str(path), None
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError(f"{path}:1: the template can't be read ({why})", "save it as UTF-8") from error
    own = _own() / (name + _SUFFIX)
    return (own.read_text("utf-8"), str(own), None) if own.is_file() else None


def _own() -> Any:
    return files("vaultkit.render.scaffold") / "templates"


def _line(error: BaseException) -> int:
    """The template's line that an error comes from: Jinja2 writes it into the traceback."""
    trace, line = error.__traceback__, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(_SUFFIX) or "<template>" in trace.tb_frame.f_code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


# ICAO Doc 9303 part 3, table of Cyrillic, as passports use it; hard and soft signs left out.
_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia").split(), strict=True))
_KEYWORDS = frozenset("""
and as assert async await break case catch class const continue def default del do else enum except export extends false
finally fn for func function global go if impl import in interface is lambda let loop match mod module new nil none
nonlocal not null or pass private pub public raise return select self static struct super switch table this throw trait
true try type union use var void while with yield
""".split())


def transliterate(text: str) -> str:
    """``text`` with Cyrillic letters in Latin ones: ``Петля памяти`` → ``Petlia pamiati``."""
    letters = []
    for sign in unicodedata.normalize("NFC", text):
        found = _LETTERS.get(sign.lower(), sign).replace("_", "")
        letters.append(found.capitalize() if sign.isupper() else found)
    return "".join(letters)


def identifier(text: str) -> str:
    """A name in snake_case for a file or function: ASCII letters, digits and ``_``, never a keyword, never empty."""
    plain = unicodedata.normalize("NFKD", transliterate(text)).encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain)
    name = re.sub(r"\W+", "_", name).strip("_").lower()[:60].strip("_")
    if not name:
        return "concept"
    return f"{name}_" if name in _KEYWORDS else f"_{name}" if name[0].isdigit() else name
