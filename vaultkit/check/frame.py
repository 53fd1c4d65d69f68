"""Where the rules look: the index, the source roots, the settings; the same for every scene of one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from vaultkit.config import Config
from vaultkit.ontology import Ontology
from vaultkit.vault.index import VaultIndex

if TYPE_CHECKING:
    from vaultkit.graph.loom import Woven
    from vaultkit.graph.web import Web
    from vaultkit.source.index import SourceIndex


@dataclass(frozen=True, slots=True)
class Frame:
    """``source`` opens the index of the source roots when it is first needed; ``whole`` weaves the graph of the whole
    vault; ``mark`` sets what is suspect in a graph, from accepted fingerprints. ``missing_here``: folded name → path of
    files that are on disk and not in the commit that is judged. ``today`` decides about waivers."""

    index: VaultIndex
    config: Config
    ontology: Ontology
    lang: Literal["en", "ru"]
    source: Callable[[], SourceIndex]
    whole: Callable[[], Woven]
    mark: Callable[[Web], None] | None = None
    missing_here: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
