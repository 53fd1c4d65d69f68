"""``accept`` for a person: how many links, then what was made good, what was left and what was dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from vaultkit.messages.words import Words
from vaultkit.render.terminal import bold, dim

_SHOWN = 20


class Told(Protocol):
    """One link of an acceptance."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def changed(self) -> tuple[str, ...]: ...
    @property
    def state(self) -> str: ...


class AcceptanceView(Protocol):
    """An acceptance (``vaultkit.workspace.accept.Acceptance``)."""

    @property
    def file(self) -> Path: ...
    @property
    def recorded(self) -> tuple[Told, ...]: ...
    @property
    def renewed(self) -> tuple[Told, ...]: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def left(self) -> tuple[Told, ...]: ...
    @property
    def dropped(self) -> tuple[tuple[str, str], ...]: ...


def accept_lines(done: AcceptanceView, words: Words) -> Iterator[str]:
    """One line of counts, then each link that was not simply recorded, with the place where it is written."""
    if not done.recorded and not done.renewed and not done.unchanged and not done.left and not done.dropped:
        yield words("accept.none")
        return
    yield bold(words("accept.line", file=done.file.name, recorded=words.count("link", len(done.recorded)),
                     renewed=words.number(len(done.renewed)), unchanged=words.number(done.unchanged)))
    lines = [
        *(words("accept.recorded", source=item.source, target=item.target) for item in done.recorded),
        *(words("accept.renewed", source=item.source, target=item.target, changed=", ".join(item.changed))
          for item in done.renewed),
        *(words("accept.left", source=item.source, target=item.target, place=f"{item.path}:{item.line}",
                state=words.name("state", "broken" if item.state == "missing" else item.state))
          for item in done.left),
        *(words("accept.dropped", source=source, target=target) for source, target in done.dropped),
    ]
    yield from (f"  {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield dim(words("accept.more", n=words.number(len(lines) - _SHOWN)))
