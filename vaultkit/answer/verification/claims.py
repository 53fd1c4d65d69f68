"""A text → its clauses, each with what it says in a form that can be compared: stems, numbers with what they count,
names, the side of opposites, negation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vaultkit.answer.sentences import spans
from vaultkit.answer.text import is_stop, names, stem_word
from vaultkit.answer.verification.lexicon import MEASURES, NEGATED_ENGLISH, NEGATIONS, SAME, SIDES, STEMMED, number_word
from vaultkit.text.lazy_pattern import lazy_pattern

# A comma within a number, a dash within a word and a list of nouns join; conjunctions that set two sayings apart split.
_SPLIT = lazy_pattern(
    r"(?:[,;:](?!\d)|\s[—–]\s|\.\s)\s*|\s+(?=(?:но|а|зато|but|while|whereas|поэтому|because|instead of|вместо)\s)"
    r"|\s+(?=(?:и|and)\s+(?:не|у|not|the|a|its)\s)", re.IGNORECASE)
_TOKEN = lazy_pattern(r"\d+(?:[\s\u00a0\u202f]\d{3})*(?!\d)(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*(?:_\w+)?")
_MARKUP = lazy_pattern(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|(?<=\s)\^[\w-]+|[*`$]|\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Clause:
    """One saying. ``words`` are stems of meaning, ``numbers`` values, each with the two stems behind it, what it counts
    or measures (empty: nothing there); ``sides`` those of opposites; ``names`` stems of names; ``negated``: an odd
    number of negations, each of which denies the word behind it (else the one before): ``denied``. ``sentence`` counts
    within the text."""

    words: frozenset[str]
    numbers: tuple[tuple[str, str, str], ...]
    sides: frozenset[tuple[int, int]]
    names: frozenset[str]
    negated: bool
    denied: frozenset[str]
    sentence: int

    @property
    def all(self) -> frozenset[str]:
        """Everything of it that can be aligned."""
        return self.words | {number[0] for number in self.numbers}


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of ``text``, in order, those that say nothing left out."""
    out, count = [], 0
    for line in text.split("\n"):
        line = _MARKUP.sub(lambda match: match[1] or "", line).strip(" >-#|")
        for begin, end in spans(line) if line else ():
            sentence = line[begin:end]
            named = names(sentence)
            out += [clause for part in _SPLIT.split(sentence) if part
                    for clause in [_clause(part, named, count)] if clause.all or clause.sides]
            count += 1
    return tuple(out)


def _clause(part: str, named: frozenset[str], sentence: int) -> Clause:
    words: list[str] = []
    found: list[tuple[str, int]] = []
    sides: set[tuple[int, int]] = set()
    denials: list[int] = []
    for match in _TOKEN.finditer(part):
        low = match[0].casefold().replace("ё", "е").replace("’", "'")
        value = _number(low)
        if value is not None:
            if found and found[-1][1] == len(words) and low.isalpha() and float(value) < 10 and _tens(found[-1][0]):
                value = str(int(found.pop()[0]) + int(value))
            found.append((value, len(words)))
            continue
        if low in NEGATIONS or NEGATED_ENGLISH.search(low):
            denials.append(len(words))
            continue
        side = SIDES.get(low) or (STEMMED.get(stem_word(low)) if len(low) > 4 else None)
        if side is not None:
            sides.add(side)
        elif low in SAME or not is_stop(low) or (len(low) == 1 and match[0].isupper() and low not in "иавксуоя"):
            words.append(SAME.get(low) or stem_word(low))
    behind = [*words, "", ""]
    bound = tuple((value, behind[at], behind[at + 1]) for value, at in found)
    denied = frozenset(words[min(at, len(words) - 1)] for at in denials if words)
    return Clause(frozenset(words), bound, frozenset(sides), frozenset(words) & named, len(denials) % 2 == 1, denied,
                  sentence)


def _number(low: str) -> str | None:
    if low[0].isdigit():
        plain = re.sub(r"[\s\u00a0\u202f]", "", low).replace(",", ".")
        return plain if re.fullmatch(r"[\d.]+", plain) else None
    value = number_word(low)
    return None if value is None else str(value)


def measures(head: str) -> bool:
    """Return whether ``head`` is a unit of measure."""
    return head in MEASURES


def _tens(value: str) -> bool:
    """Return whether ``value`` is one to which ones are added: twenty, thirty, a hundred."""
    return value.isdigit() and int(value) >= 20 and int(value) % 10 == 0
