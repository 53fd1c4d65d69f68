"""The words that a person reads, in English and Russian: one catalogue for the terminal and for pages."""

from __future__ import annotations

from typing import Literal

from vaultkit.messages.catalogue import ANSWER_TEXTS, NOUNS, SUGGEST_TEXTS, TEXTS
from vaultkit.messages.catalogue_pages import PAGE_TEXTS
from vaultkit.render.catalogue_import import IMPORT_TEXTS
from vaultkit.render.catalogue_trust import TRUST_TEXTS

Lang = Literal["en", "ru"]
# One text in English and in Russian.
Text = tuple[str, str]
ALL_TEXTS = TEXTS | PAGE_TEXTS | ANSWER_TEXTS | SUGGEST_TEXTS | TRUST_TEXTS | IMPORT_TEXTS


class Words:
    """The catalogue in one language. ``words("key", name=…)`` fills a text, ``words.count("note", 3)`` counts."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._column = 0 if lang == "en" else 1

    def __call__(self, key: str, **values: object) -> str:
        """The text ``key`` with its places filled. Raises KeyError for a key that is not in the catalogue."""
        return ALL_TEXTS[key][self._column].format(**values)

    def name(self, group: str, word: str) -> str:
        """The name of a stage, state, strength or another word of ``group``; ``word`` itself where the catalogue has
        none (a vault may bring its own stages)."""
        found = ALL_TEXTS.get(f"{group}.{word}")
        return found[self._column] if found else word

    def number(self, n: float) -> str:
        """A number with its thousands set apart: 12,345 or 12 345 (a narrow no-break space)."""
        text = f"{n:,}"
        return text if self.lang == "en" else text.replace(",", "\u202f").replace(".", ",")

    def count(self, noun: str, n: int) -> str:
        """``n`` with its noun in the right form: 1 note, 2 notes; 1 заметка, 2 заметки, 5 заметок (CLDR plurals)."""
        english, russian = NOUNS[noun]
        form = english[n != 1] if self.lang == "en" else russian[_russian_form(n)]
        return f"{self.number(n)} {form}"

    def seconds(self, value: float) -> str:
        """A duration: 0.42 s, 0,42 с."""
        text = f"{value:.2f}" if value < 10 else f"{value:.0f}"
        return f"{text} s" if self.lang == "en" else f"{text.replace('.', ',')} с"


def _russian_form(n: int) -> int:
    """0 for 1, 21, 31 …; 1 for 2–4, 22–24 …; 2 for the rest, 11–14 among them (CLDR: one, few, many)."""
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2
