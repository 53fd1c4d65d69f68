"""The vault and the source roots as a commit will have them, and as the one before had them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from vaultkit.check.staged import Side, Staged

if TYPE_CHECKING:
    from vaultkit.check.context import CheckInputs
    from vaultkit.source.index import SourceIndex

State = Literal["disk", "after", "before"]


class Views:
    """Switch for what the indexes answer; everything is as it was when the context ends. The index of the source roots
    is opened when something first asks for it."""

    def __init__(self, inputs: CheckInputs, staged: Staged) -> None:
        self._inputs, self._staged = inputs, staged
        self._stack = ExitStack()
        self._state: State = "disk"
        self._source: SourceIndex | None = None
        self._source_state: State = "disk"

    def __enter__(self) -> Views:
        self._put_vault = self._stack.enter_context(self._inputs.index.as_if())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    def show(self, state: Literal["after", "before"]) -> None:
        """Let the indexes answer as after the commit, or as before it."""
        if state != self._state:
            self._put_vault(self._step(self._staged.vault, state, self._state))
            self._state = state
        if self._source is not None:
            self._show_source(self._source)

    def source(self) -> SourceIndex:
        """The index of the source roots, in the state that is shown."""
        if self._source is None:
            self._source = self._inputs.source()
            if any(side.changed or side.after for side in self._staged.roots.values()):
                self._put_source = self._stack.enter_context(self._source.as_if())
        self._show_source(self._source)
        return self._source

    def _show_source(self, index: SourceIndex) -> None:
        if self._source_state == self._state or "_put_source" not in self.__dict__:
            return
        for root, side in self._staged.roots.items():
            self._put_source(root, self._step(side, self._state, self._source_state))
        self._source_state = self._state


    def _step(self, side: Side, then: State, now: State) -> Mapping[str, bytes | None]:
        """Return the contents by which a view of ``now`` becomes one of ``then``."""
        if then == "before":
            return {**(side.after if now == "disk" else {}), **side.before}
        if now == "disk":
            return side.after
        bounds = self._inputs.config.bounds
        most = max(bounds.note_bytes, bounds.source_bytes)
        return {path: side.after[path] if path in side.after else _on_disk(side.folder, path, most)
                for path in side.changed}


def _on_disk(folder: Path, path: str, most: int) -> bytes | None:
    """Return what the index of git has too, where the work tree does not differ from it. Of a file with more than
    ``most`` bytes one more is read, so that its reader sees that it is too large."""
    file = os.path.realpath(folder / path)
    if not file.startswith(os.path.join(os.path.realpath(folder), "")) or not os.path.isfile(file):
        return None
    try:
        with open(file, "rb") as content:
            return content.read(most + 1)
    except OSError:
        return None
