"""Parts of a query that are meant as they are typed: what stands in quotes, identifiers, paths, versions, emoji.

Words are cut at every sign and brought to their stems, so ``src/a/b.py`` is found wherever its parts are; what holds it
letter by letter comes before that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.search.chunks import ChunkIndex
    from vaultkit.search.filters import Filters
    from vaultkit.search.lexical import Lexical

_QUOTED = lazy_pattern(r"«([^«»]{2,})»|“([^“”]{2,})”|„([^„“”]{2,})[“”]|\"([^\"]{2,})\"|`([^`]{2,})`"
                       r"|(?<!\w)'([^']{2,})'(?!\w)")
_TOKEN = lazy_pattern(r"\S+")
_AROUND = "?!,;:.…()[]{}<>\"'«»“”„`*"
# A sign between word characters (a_b, a/b, a.b, a::b, a@b, v1.2), an option, a tag, a hump, letters that meet digits.
_TYPED = lazy_pattern(r"\w[_/\\@#=+]\w|\w\.\w|\w::\w|\w->\w|^--?[A-Za-z]|^[~./#@]\S*\w|[a-zа-яё][A-ZА-ЯЁ]|^\w+\(\)$"
                      r"|[^\W\d_]-?\d|\d[^\W\d_]|[A-ZА-ЯЁ]{2,}-\w")
_ORDINAL = lazy_pattern(r"\d+(?:-?(?:й|я|е|го|му|м|х|st|nd|rd|th))")
# Hits of the engine that are looked at letter by letter; where it has none, all passages are.
_LOOKED = 300


def literals(query: str) -> list[str]:
    """The parts of ``query`` that are to be found as typed, each once."""
    found = [next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(query)]
    rest = _QUOTED.sub(" ", query)
    for word in _TOKEN.findall(rest):
        bare = word.strip(_AROUND)
        if bare and (_only_signs(bare) or (_TYPED.search(bare) and not _ORDINAL.fullmatch(bare))):
            found.append(bare)
    return list(dict.fromkeys(part for part in found if part))


def holding(chunks: ChunkIndex, lexical: Lexical, literal: str, filters: Filters | None) -> set[int]:
    """Ids of the passages that have ``literal`` letter by letter, in their text, headings, title, aliases or tags, or
    in the path of their note; case is set aside."""
    tokens = lexical.stemmer.tokens(literal)
    phrase = " + ".join(f'"{token}"' for token in tokens)
    first = [number for number, _ in lexical.matching(phrase, _LOOKED, filters)] if tokens else []
    found = {number for number, text in chunks.typed(first) if has(text, literal)}
    if found:
        return found
    return {number for number, text in chunks.typed(None, literal, filters) if has(text, literal)}


def has(text: str, literal: str) -> bool:
    """Return whether ``text`` has ``literal`` as a whole: no word, number or version is cut at its ends."""
    text, literal = _folded(text), _folded(literal)
    at = text.find(literal)
    while at >= 0:
        end = at + len(literal)
        if not (_goes_on(text[at - 1:at], literal[0]) or _goes_on(text[end:end + 1], literal[-1])
                or _longer(text[end:end + 2], literal)):
            return True
        at = text.find(literal, at + 1)
    return False


def _goes_on(beside: str, edge: str) -> bool:
    """Return whether the sign beside an end of what was found belongs to the same word (or the same emoji)."""
    if not beside:
        return False
    if edge.isalnum() or edge == "_":
        return beside.isalnum() or beside == "_"
    return beside == "\u200d" or "\U0001f3fb" <= beside <= "\U0001f3ff"


def _longer(after: str, literal: str) -> bool:
    """Return whether a version goes on: 1.2 in 1.2.3."""
    return literal[-1].isdigit() and len(after) == 2 and after[0] == "." and after[1].isdigit()


def _only_signs(word: str) -> bool:
    return not any(map(str.isalnum, word)) and any(unicodedata.category(char) == "So" for char in word)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("\ufe0f", "").replace("ё", "е")


def shares(held: Sequence[set[int]]) -> dict[int, float]:
    """Id → the part of the literals that a passage has, in (0, 1]."""
    counts: dict[int, float] = {}
    for ids in held:
        for number in ids:
            counts[number] = counts.get(number, 0.0) + 1 / len(held)
    return counts
