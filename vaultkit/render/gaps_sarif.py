"""``gaps`` as SARIF: each term is a rule, each concept that is a gap a result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vaultkit.graph.verdict import TROUBLES
from vaultkit.render.mend import Mender
from vaultkit.render.sarif import Level, SarifRow, sarif
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, Orphan

# A skipped stage counts as reached, and who waives a gap knows it.
LEVELS: dict[str, Level] = {"broken": "error", "stub": "warning", "moved": "warning", "suspect": "warning",
                            "ambiguous": "warning", "uncovered": "note", "partial": "note"}


def gaps_sarif(shown: Sequence[Gap], orphaned: Sequence[Orphan], mender: Mender, words: Words,
               prefix: str) -> dict[str, Any]:
    """The log. ``prefix`` is the vault's folder relative to the repository's root, with a slash at its end, or empty.
    What is inferred is a note, whatever its term. The orphans are results only where they are asked for."""
    rules = {term: (words.name("meaning", term), level) for term, level in LEVELS.items()}
    if orphaned:
        rules["orphaned"] = (words.name("meaning", "orphaned"), "note")
    return sarif((*_gaps(shown, mender, words, prefix), *_orphans(orphaned, words, prefix)), rules)


def _gaps(shown: Sequence[Gap], mender: Mender, words: Words, prefix: str) -> Iterator[SarifRow]:
    for gap in shown:
        if gap.state not in LEVELS:
            continue
        # A comment stands in a source file, whose root may lie elsewhere: the concept is the place to look at then.
        place = next(((item.path, item.line) for item in gap.evidence
                      if item.state in TROUBLES and item.via != "comment"), (gap.path, gap.line))
        level: Level = "note" if gap.strength == "inferred" else LEVELS[gap.state]
        told = [f"{gap.title}: {words.name('meaning', gap.state)}", *mender.lines(gap)]
        yield SarifRow(gap.state, level, ". ".join(told), prefix + place[0], place[1],
                       fingerprint=_fingerprint(gap.state, gap.concept, gap.missing_stage or ""))


def _orphans(orphaned: Sequence[Orphan], words: Words, prefix: str) -> Iterator[SarifRow]:
    for item in orphaned:
        yield SarifRow("orphaned", "note", f"{item.id}: {words.name('meaning', 'orphaned')}", prefix + item.path,
                       item.line, fingerprint=_fingerprint("orphaned", item.id))


def _fingerprint(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
