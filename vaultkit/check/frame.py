"""Where the rules look: the index, the source roots, the settings; the same for every scene of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from vaultkit.config import Config
from vaultkit.ontology import Ontology
from vaultkit.vault.index import VaultIndex

if TYPE_CHECKING:
    from vaultkit.graph.loom import Inferred, Woven
    from vaultkit.source.index import SourceIndex


@dataclass(frozen=True, slots=True)
class Frame:
    """``source`` opens the index of the source roots when it is first needed; ``inferred`` gives the kinds of notes
    that declare none; ``mark`` sets what is suspect in a graph, from accepted fingerprints; ``known_hash`` as
    SourceSymbols has it; ``accepted`` are the ends (ids) of the accepted links. ``missing_here``: folded name → path
    of files that are on disk and not in the commit that is judged. ``today`` decides about waivers."""

    index: VaultIndex
    config: Config
    ontology: Ontology
    lang: Literal["en", "ru"]
    source: Callable[[], SourceIndex]
    inferred: Callable[[], Inferred] = dict
    mark: Callable[[Woven], None] | None = None
    known_hash: Callable[[str, str, str | None], str | None] | None = None
    accepted: Callable[[], Iterable[tuple[str, str]]] = tuple
    missing_here: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
