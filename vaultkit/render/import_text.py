"""``import`` for a person: how many chats came, grew or stayed, and the first of those that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from vaultkit.messages.words import Words
from vaultkit.render.terminal import bold, dim
from vaultkit.text.names import letters

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
    @property
    def letters(self) -> tuple[int, int]: ...


def spoken(lang: str, done: ImportDone) -> Words:
    """The words to speak in: the language that is set, else that of the names of the vault's notes (which are not read
    for it), in an empty vault of the titles."""
    if lang == "ru" or lang == "en":
        return Words("ru" if lang == "ru" else "en")
    cyrillic, every = done.letters
    if not every:
        cyrillic, every = letters(chat.title for chat in done.chats[:1000])
    return Words("ru" if every and cyrillic * 3 >= every else "en")


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
