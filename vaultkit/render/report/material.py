"""What the sections of the report are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vaultkit.model.ids import path_of

if TYPE_CHECKING:
    from vaultkit.graph.discover import Discovery
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.render.mend import Mender
    from vaultkit.render.words import Words


@dataclass(frozen=True, slots=True)
class Material:
    """A gap report with what a page says around it. ``summaries``: of each note its first sentence; ``href``: path of a
    note or source file → link relative to the page, or None; ``ideas`` finds ideas without a note when it is called.
    ``more`` holds what later sections are made from, by their name."""

    vault: str
    words: Words
    report: GapReport
    mender: Mender
    summaries: Mapping[str, str | None]
    href: Callable[[str], str | None]
    ideas: Callable[[], Discovery]
    made: str
    version: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def summary(self, concept: str) -> str | None:
        """The summary of the note that ``concept`` is or stands in."""
        return self.summaries.get(path_of(concept))

    def open_gaps(self) -> list[Gap]:
        """The concepts that something is to be done about, most important first."""
        return [gap for gap in self.report.gaps if gap.state not in ("covered", "waived")]
