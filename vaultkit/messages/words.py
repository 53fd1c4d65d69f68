"""The words that a person reads, in one language: for the terminal, for pages and for JSON."""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.messages.message import Lang, Message, filled, language

# One text in every language, in the order of LANGUAGES: what stands beside the code that says it.
Text = tuple[str, ...]
LANGUAGES: tuple[Lang, ...] = ("en", "ru")


class Words:
    """One language. ``words("key", name=…)`` fills a text, ``words.count("note", 3)`` counts, ``words.say(message)``
    words what a room has said."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._language = language(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text ``key`` with its places filled. Raises KeyError for a key that is not there."""
        return self._language.texts[key].format(**values)

    def say(self, text: str) -> str:
        """A Message in this language, values that are messages too; other text as it is."""
        if not isinstance(text, Message):
            return text
        return filled(self._language, text.key, {name: self._value(value) for name, value in text.values.items()})

    def _value(self, value: object) -> object:
        if isinstance(value, tuple):
            return self.say_all(value)
        return self.say(value) if isinstance(value, str) else value

    def say_all(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Each text as ``say`` words it."""
        return tuple(map(self.say, texts))

    def pick(self, text: Text, /, **values: object) -> str:
        """One of the texts that stand beside each other, its places filled; the English one where this language has
        none (a rule of another package)."""
        number = LANGUAGES.index(self.lang)
        said = text[number if number < len(text) else 0]
        return said.format(**values) if values else said

    def name(self, group: str, word: str) -> str:
        """The name of a stage, state, strength or another word of ``group``; ``word`` itself where the language has
        none (a vault may bring its own stages)."""
        return self._language.texts.get(f"{group}.{word}", word)

    def number(self, n: float) -> str:
        """A number with its thousands set apart: 12,345 or 12 345 (a narrow no-break space)."""
        whole, point, part = f"{n:,}".partition(".")
        return whole.replace(",", self._language.thousands) + (self._language.decimal if point else "") + part

    def decimal(self, value: float, places: int) -> str:
        """A number with so many places behind the point or comma: 0.42, 0,42."""
        return f"{value:.{places}f}".replace(".", self._language.decimal)

    def count(self, noun: str, n: int) -> str:
        """``n`` with its noun in the right form: 1 note, 2 notes; 1 заметка, 2 заметки, 5 заметок (CLDR plurals)."""
        return f"{self.number(n)} {self._language.forms[noun][self._language.plural(n)]}"

    def seconds(self, value: float) -> str:
        """A duration: 0.42 s, 0,42 с."""
        return self("unit.seconds", n=self.decimal(value, 2 if value < 10 else 0))


def words_in(language: str) -> Words:
    """The words of the language that a question is in; English where there are none of it."""
    return next((Words(lang) for lang in LANGUAGES if lang == language), Words("en"))
