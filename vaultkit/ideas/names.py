"""Names of ideas: from the text of a cell, heading or bold run to a name, and whether it names a thing at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vaultkit.ideas import word_lists as words
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import CYRILLIC, WORD, lemma_key, readings, tags

_WIKILINK = lazy_pattern(r"!?\[\[([^\[\]|#]*?)(?:#[^\[\]|]*?)?(?:\\?\|([^\]]*+))?\]\]")
_MARKDOWN_LINK = lazy_pattern(r"!?\[([^\[\]]*+)\]\([^)]*\)")
_TAGS = lazy_pattern(r"</?\w[^>]*>|<!--.*?-->|%%.*?%%|\^\[[^\]]*\]|\[\^[^\]]+\]|\s\^[\w-]+$")
_NUMBERING = lazy_pattern(r"^(?:\(?(?:\d{1,3}|[a-zа-я])[.)]\s+|\d+(?:\.\d+)+\.?\s+|#+\s+|[-–—•·→>]\s*)+", re.IGNORECASE)
_EDGES = " \t:;,.–—-→←↔|/\\*_=~`·•"
_NOT_A_NAME = lazy_pattern(
    r"[?!;{}=<>@$^\\]|\.\.\.|…|https?:|www\.|::|\(\)|→|\bvs\.?\s|[:,]\s.*\s.*\s|^\W*$"
    r"|^\d[\d.,:/\s-]*(?:%|px|мб|гб|mb|gb)?$|^v?\d+(?:\.\d+)+|\d{4}-\d\d|\d{1,2}\.\d{1,2}\.\d{4}", re.IGNORECASE)
_FILE_NAME = lazy_pattern(
    r"^[^\s/]*\.(?!cpp$)[A-Za-z]\w{0,9}$|^[a-z_.-]+/[a-z_./-]+$|^[^\s]+/[^\s]+/[^\s]*$|^\.\w|^~?/|^%\w+%")
_KEYS = lazy_pattern(
    r"^(?:ctrl|cmd|alt|shift|option|command|⌘|⌥|⇧|⌃|enter|esc|escape|tab|f\d+)\s*(?:[+/]|$)|^[a-z]\d$", re.IGNORECASE)
_DATE_WORDS = lazy_pattern(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august"
    r"|september|october|november|december|(?:недел[яюие]|день|дня|шаг|этап|week|day|step|part|часть|phase|глава"
    r"|chapter|уровень|level|вопрос|question|пункт)\s*№?\s*\d+)\b", re.IGNORECASE)
_QUESTION = lazy_pattern(
    r"^(?:how|why|what|when|where|who|which|can|does|do|is|are|should|will|if|as|из|как|зачем|почему|что|когда|где|кто"
    r"|какой|какая|какие|каков|кому|чему|куда|откуда|сколько|с чего|о чём|можно"
    r"|нужно|если|чем|для|при|хочешь|ты|я|мы|вы|i|you|we|my|your|this|that|the)\b",
    re.IGNORECASE)
_DEVERBAL = lazy_pattern(r"(?:ени|ани|яни|ити|ыти|яти)[еяюи]$")
_INNER_CAPITAL = lazy_pattern(r"[a-zа-яё][A-ZА-ЯЁ]|^[A-ZА-ЯЁ]{2,}|[A-Za-z]\d|\d[A-Za-z]|[a-z]\.[a-z]")
_MARKUP = lazy_pattern(r"[\[\]<>%^`*_~=\\]|\s\s")
MOST_WORDS = 5
_LONGEST = 500  # what is longer is no name, and markup made to be slow costs the square of its length
MOST_LETTERS = 60


def plain_cell(source: str) -> str:
    """Source text of a cell or heading without markup: links by what they show, code ticks and emphasis dropped."""
    source = source[:_LONGEST]
    if not _MARKUP.search(source):
        return source.strip()
    text = _WIKILINK.sub(lambda m: m[2] or m[1], source)
    text = _MARKDOWN_LINK.sub(lambda m: m[1], text)
    text = _TAGS.sub("", text).replace("\\|", "|")
    return re.sub(r"\s+", " ", re.sub(r"`+|\*\*|__|==|~~|(?<!\w)[*_]|[*_](?!\w)", "", text)).strip()


@lru_cache(maxsize=100_000)
def clean(source: str) -> str:
    """The name in a cell, heading or bold run: markup, numbering and decoration (emoji, arrows, a closing colon) off,
    ``🤖 **HuggingFace Transformers**`` → ``HuggingFace Transformers``."""
    text = plain_cell(source)
    if not text.isascii():
        text = "".join(c for c in text if c.isalnum() or not _is_decoration(c))
    text = _NUMBERING.sub("", re.sub(r"\s+", " ", text).strip(_EDGES)).strip(_EDGES)
    if text[:1] in "«\"“'" and text[-1:] in "»\"”'":
        text = text[1:-1]
    return text


def _is_decoration(char: str) -> bool:
    return 0xFE00 <= ord(char) <= 0xFE0F or unicodedata.category(char) in ("So", "Cf", "Cs", "Co", "Cn", "Sk")


@lru_cache(maxsize=1)
def _parts_of_a_text() -> frozenset[tuple[str, ...]]:
    return frozenset(lemma_key(phrase) for phrase in words.split_words(words.PARTS_OF_A_TEXT))


def is_part_of_a_text(name: str) -> bool:
    """Return whether a name is that of a section of any text (``Introduction``, ``Вывод``) and so of no thing."""
    return lemma_key(name) in _parts_of_a_text()


@lru_cache(maxsize=100_000)
def is_name(name: str) -> bool:
    """Return whether cleaned text may be the name of an idea: a few words, no sentence, question, order, date, file
    name, key combination or code."""
    found = WORD.findall(name)
    if not found or len(found) > MOST_WORDS or len(name) > MOST_LETTERS or len(name) < 2:
        return False
    if _NOT_A_NAME.search(name) or _FILE_NAME.search(name) or _KEYS.match(name) or _DATE_WORDS.search(name):
        return False
    if _QUESTION.match(name) or not any(c.isalpha() for c in name) or name.count(",") > 1:
        return False
    return not is_part_of_a_text(name) and not is_action(found)


def is_action(found: list[str]) -> bool:
    """Return whether words are an order or an act (``Create a base``, ``Импортируйте заметки``, ``Открытие
    ссылки``)."""
    first = found[0]
    if not CYRILLIC.search(first):
        low = first.casefold()
        if low in words.NOUNS_TOO:
            return len(found) > 1 and found[1].casefold() in words.ENGLISH_DETERMINERS
        return low in words.IMPERATIVES or (low.endswith("ing") and len(found) > 2)
    if any(tags(word)[0] in ("VERB", "INFN", "NPRO") for word in found[1:]):
        return True
    kind = tags(first)[0]
    if kind in ("VERB", "INFN", "GRND", "PRTS", "ADVB", "CONJ", "PRCL", "NPRO", "PREP"):
        return not readings(first) & {"NOUN"} or kind in ("VERB", "INFN")
    return False


def is_act(name: str) -> bool:
    """Return whether a heading names an act by a Russian verbal noun (``Открытие ссылки``): no thing, what a section
    does."""
    found = WORD.findall(name)
    return len(found) > 1 and bool(_DEVERBAL.search(found[0].casefold())) and tags(found[0])[0] == "NOUN"


def is_proper(name: str) -> bool:
    """Return whether a name looks like that of a particular thing: capitals inside of a word, an acronym, a digit
    beside letters, Latin letters in the midst of Cyrillic ones, two capitalised words."""
    found = WORD.findall(name)
    if len(found) <= 3 and any(_INNER_CAPITAL.search(word) for word in found):
        return True
    if {"and", "и"} & set(found) or "/" in name:
        return False
    capitals = [word for word in found if word[:1].isupper()]
    return len(capitals) > 1 and len(capitals) == len(found) and not CYRILLIC.search(name)


def is_title(name: str) -> bool:
    """Return whether each word of a name (but short ones) begins with a capital or holds one."""
    return all(any(c.isupper() or c.isdigit() for c in word) or len(word) < 4 for word in WORD.findall(name))


def alternatives(name: str) -> tuple[str, ...]:
    """The single names of ``DeepSpeed / Accelerate`` or ``LoRA/QLoRA``; empty when there is only one."""
    parts = tuple(part.strip() for part in name.split("/")) if "/" in name else ()
    return parts if len(parts) > 1 and all(len(part) > 1 and WORD.search(part) for part in parts) else ()
