"""``import`` for a person: how many chats came, grew or stayed, and the first of those that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from vaultkit.messages.words import Words
from vaultkit.render.terminal import bold, dim

_SHOWN = 20
_STATES = ("new", "updated", "conflict", "kept")


class ImportTold(Protocol):
    """One chat of an import."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def turns(self) -> int: ...
    @property
    def state(self) -> str: ...


class ImportDone(Protocol):
    """An import (``vaultkit.chats.Imported``)."""

    @property
    def chats(self) -> Sequence[ImportTold]: ...


def spoken(lang: str, done: ImportDone) -> Words:
    """The words to speak in: the language that is set, else that of the titles (the vault is not read for it)."""
    if lang == "ru" or lang == "en":
        return Words("ru" if lang == "ru" else "en")
    letters = [letter for chat in done.chats[:1000] for letter in chat.title if letter.isalpha()]
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in letters)
    return Words("ru" if letters and cyrillic * 3 >= len(letters) else "en")


def import_lines(done: ImportDone, words: Words, *, dry_run: bool) -> Iterator[str]:
    """One line of counts, then each chat that is new or changed, with its note."""
    if not done.chats:
        yield words("import.none")
        return
    states = Counter(chat.state for chat in done.chats)
    counted = ", ".join(words(f"import.{state}", n=words.number(states[state])) for state in _STATES if states[state])
    yield bold(words("import.would" if dry_run else "import.done", chats=words.count("chat", len(done.chats)),
                     counted=counted))
    changed = [chat for chat in done.chats if chat.state != "kept"]
    for chat in changed[:_SHOWN]:
        yield f"  {chat.path}  " + dim(words("import.line", state=words(f"import.state.{chat.state}"),
                                             turns=words.count("turn", chat.turns)))
    if len(changed) > _SHOWN:
        yield dim(words("accept.more", n=words.number(len(changed) - _SHOWN)))
