"""The vaults of tests/vaults that are about the graph, indexed in a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from vaultkit.config import Config, load_config
from vaultkit.graph import SourceSymbols, build_graph, find_gaps
from vaultkit.graph.gap_types import Gap, GapReport
from vaultkit.messages.words import Words
from vaultkit.model import NoteFacts, ResolvedLink
from vaultkit.ontology import Ontology, load_ontology
from vaultkit.source.index import SourceIndex
from vaultkit.vault.index import VaultIndex

VAULTS = Path(__file__).resolve().parent.parent / "vaults"
TODAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Case:
    """One vault, read, with what is expected of it."""

    config: Config
    ontology: Ontology
    facts: list[NoteFacts]
    edges: list[Any]
    unresolved: list[ResolvedLink]
    expected: Mapping[str, Any]
    symbols: SourceSymbols

    def gaps(self, inferred: Any = None, **settings: Any) -> GapReport:
        config = replace(self.config, **settings)
        found = find_gaps(self.facts, self.edges, self.ontology, config, self.symbols, inferred, self.unresolved,
                          today=TODAY)
        words = Words("ru" if config.lang == "auto" else config.lang)
        return replace(found, gaps=tuple(replace(gap, why=words.say_all(gap.why)) for gap in found.gaps))

    def gap(self, concept: str, **settings: Any) -> Gap:
        return next(gap for gap in self.gaps(**settings).gaps if gap.concept == concept)

    def graph(self, inferred: Any = None) -> Any:
        return build_graph(self.facts, self.edges, self.ontology, self.config, self.symbols, inferred,
                           self.unresolved)


def read(vault: Path, expected: Mapping[str, Any]) -> Case:
    config = load_config(explicit=vault)
    source = SourceIndex.open(config)
    source.refresh()
    index = VaultIndex.open(config)
    index.refresh()
    return Case(config, load_ontology(config), index.facts(), list(index.edges()),
                list(index.links(status="unresolved")), expected, SourceSymbols(source, index.note_at, index.mentions))


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """Read a vault of tests/vaults by its name, once."""
    known: dict[str, Case] = {}

    def get(name: str) -> Case:
        if name not in known:
            copy = shutil.copytree(VAULTS / name, tmp_path_factory.mktemp("graph") / name)
            expected = yaml.safe_load((copy / "expected.yaml").read_text("utf-8"))
            known[name] = read(copy / "vault", expected)
        return known[name]

    return get


@pytest.fixture
def vault_of(tmp_path: Path) -> Callable[[dict[str, str]], Case]:
    """Read a vault that a test writes: path → text."""

    def make(files: dict[str, str]) -> Case:
        for name, text in files.items():
            path = tmp_path / "vault" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read(tmp_path / "vault", {})

    return make
