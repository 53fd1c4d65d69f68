"""Words brought to one form, so that every inflection of a name counts as that name.

Russian by pymorphy3 (OpenCorpora's dictionary), everything in Latin letters by Snowball's English stemmer. Both are
imported when the first word needs them, and each distinct word is worked out once a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from vaultkit.text.lazy_pattern import lazy_pattern

WORD = lazy_pattern(r"[^\W_]+(?:[-'’.][^\W_]+)*(?:\+\+|#(?![^\W_]))?")
ACRONYMS = lazy_pattern(r"[A-Z]{2,}s")
CYRILLIC = lazy_pattern(r"[а-яё]", re.IGNORECASE)


@lru_cache(maxsize=1)
def _morph() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The form under which every inflection of ``word`` meets, in lower case, ё as е."""
    if ACRONYMS.fullmatch(word):
        word = word[:-1]
    low = word.casefold().replace("’", "'")
    if CYRILLIC.search(low):
        if "-" in low:
            return "-".join(lemma(part) for part in low.split("-"))
        return str(_morph().parse(low)[0].normal_form).replace("ё", "е")
    return str(_stemmer().stemWord(low.removesuffix("'s")))


@lru_cache(maxsize=200_000)
def lemma_key(name: str) -> tuple[str, ...]:
    """Return the key that two spellings of one name share: the lemmas of its words, punctuation aside."""
    return tuple(lemma(word) for word in WORD.findall(name))


@lru_cache(maxsize=200_000)
def tags(word: str) -> tuple[str, frozenset[str]]:
    """Part of speech of a Russian word by its most likely reading, and that reading's grammemes (OpenCorpora's
    names); ``("LATN", …)`` for words of other scripts."""
    low = word.casefold()
    if not CYRILLIC.search(low):
        return "LATN", frozenset()
    tag = _morph().parse(low)[0].tag
    return str(tag.POS or "UNKN"), frozenset(tag.grammemes)


def readings(word: str) -> frozenset[str]:
    """All parts of speech that a Russian word may be."""
    return frozenset(str(parse.tag.POS or "UNKN") for parse in _morph().parse(word.casefold()))


def noun_readings(word: str) -> tuple[tuple[str, str, str | None], ...]:
    """(case, number, gender) of every reading of a Russian word as a noun or pronoun (OpenCorpora's names)."""
    return tuple((str(tag.case), str(tag.number), tag.gender and str(tag.gender))
                 for tag in (parse.tag for parse in _morph().parse(word.casefold()))
                 if tag.POS in ("NOUN", "NPRO") and tag.case)


def dictionary_form(words: tuple[str, ...]) -> str:
    """A Russian noun phrase as a title would have it: its head in the nominative, adjectives before it agreeing, what
    follows the head as it stands (``удалённого хранилища`` → ``удалённое хранилище``)."""
    head = next((i for i, word in enumerate(words) if tags(word)[0] in ("NOUN", "LATN", "UNKN")), None)
    if head is None or tags(words[head])[0] != "NOUN":
        return " ".join(words)
    noun = _morph().parse(words[head].casefold())[0]
    number = "plur" if "Pltm" in noun.tag else "sing"
    form = noun.inflect({"nomn", number})
    if form is None:
        return " ".join(words)
    return " ".join([*_agreeing(words[:head], noun.tag.gender, number), form.word, *words[head + 1:]])


def as_title(name: str) -> str:
    """A name as a title would have it: Russian words in small letters that stand in an oblique case because of the
    sentence around them come to the nominative (``рабочую симметрию`` → ``рабочая симметрия``)."""
    words = tuple(name.split())
    if not words or not all(CYRILLIC.search(word) and word.islower() and word.isalpha() for word in words):
        return name
    head = next((word for word in words if tags(word)[0] == "NOUN"), None)
    if head is None or any(tags(word)[0] not in ("NOUN", "ADJF", "PRTF") for word in words):
        return name
    return name if "nomn" in tags(head)[1] or _may_be_nominative(head) else dictionary_form(words)


def _may_be_nominative(word: str) -> bool:
    """Return whether some reading of a noun is the nominative: then it is left as it stands."""
    return any(parse.tag.POS == "NOUN" and "nomn" in parse.tag for parse in _morph().parse(word.casefold()))


def _agreeing(adjectives: Iterable[str], gender: str | None, number: str) -> list[str]:
    wanted = {"nomn", number} | ({gender} if gender and number == "sing" else set())
    forms = []
    for word in adjectives:
        options = [parse for parse in _morph().parse(word.casefold()) if parse.tag.POS in ("ADJF", "PRTF")]
        form = options[0].inflect(wanted) if options else None
        forms.append(form.word if form else word)
    return forms
