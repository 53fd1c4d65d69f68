"""Reasons of a gap: what is wrong with a chain, in sentences by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.graph.gap_types import Evidence, Waiver
from vaultkit.graph.verdict import Verdict
from vaultkit.graph.waiver import day_of
from vaultkit.messages.message import Message, named

# States of which a sentence of their own is said, of evidence and of the chain.
_BAD = frozenset(("missing", "stub", "moved", "suspect"))
_SAID = frozenset(("partial", "uncovered", "skipped", "ambiguous", "waived"))


def explain(found: Verdict, evidence: Sequence[Evidence], waiver: Waiver | None,
            chain: tuple[str, ...]) -> list[Message]:
    """The sentences about the state itself; what is wrong with other chains follows, at most three."""
    said: list[Message] = []
    if found.state in _SAID:
        said.append(Message(f"gap.{found.state}", last=named("stage", chain[found.last]),
                            missing=named("stage", chain[found.missing]) if found.missing is not None else "",
                            reason=waiver.reason if waiver and waiver.reason else "—"))
    if found.state == "uncovered" and evidence:
        said.append(Message("gap.weak", count=len(evidence)))
    bad = [item for item in evidence if item.state in _BAD]
    for item in bad[:3]:
        said.append(Message(f"evidence.{'refused' if item.refused else item.state}", id=item.id,
                            was=item.was or item.id, path=item.path, line=item.line,
                            changed=item.changed or (item.id,)))
    if waiver is not None and waiver.expired:
        said.append(Message("gap.expired" if day_of(waiver.until) else "gap.no_day", until=waiver.until))
    return said
