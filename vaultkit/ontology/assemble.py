"""From ontology.yaml files to the ontology: merged, its words spelled out, its relations completed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vaultkit.ontology.file import OntologyFile, merged
from vaultkit.ontology.types import FenceRole, Kind, Ontology, Relation
from vaultkit.ontology.words import inflected, normal


def assemble(paths: Sequence[Path]) -> Ontology:
    """The first file extended by the others. Raises UsageError with file and line for a faulty file."""
    files = [OntologyFile(path) for path in paths]
    data = files[0].data
    for extra in files[1:]:
        data = merged(data, extra.data)
    return _assemble(data, files)


def _assemble(data: dict[str, Any], files: list[OntologyFile]) -> Ontology:
    last = files[-1]
    chain: list[str] = data["chain"]
    if len(chain) < 2 or len(set(chain)) != len(chain):
        raise last.error(("chain",), "chain must name at least two kinds, each once")
    kinds: dict[str, Kind] = {}
    for name, body in {**dict.fromkeys(chain), **data["kinds"]}.items():
        body = body or {}
        stage = chain.index(name) if name in chain else None
        kinds[name] = Kind(name, stage, _all_words([name, *body.get("words", [])]), body.get("proof") == "code",
                           tuple(item.lower() for item in body.get("drawings", [])),
                           bool(body.get("claims_fences")))
    relations = _relations(data, kinds, chain, last)
    words = {name: {"words": list(kind.words)} for name, kind in kinds.items()}
    staged = {name: data["kinds"].get(name) or {} for name in chain}
    headings = {name: {"headings": body.get("headings") or list(kinds[name].words)} for name, body in staged.items()}
    roles: tuple[FenceRole, ...] = ("plain", "data", "programming")
    languages = {word.lower(): role for role in roles for word in data["languages"].get(role, [])}
    fences = {word.lower(): name for name, body in staged.items() for word in body.get("fences", [])}
    fields = data["kind_fields"]
    return Ontology(
        chain=tuple(chain), kinds=kinds, relations={name: item for name, (item, _) in relations.items()},
        strict_fields=frozenset(map(normal, fields["strict"])), loose_fields=frozenset(map(normal, fields["loose"])),
        library_fields=frozenset(map(normal, data["library_fields"])),
        subsystem_words=frozenset(form for word in data["subsystem_words"] for form in inflected(normal(word))),
        status_fields=frozenset(map(normal, data["status_fields"])),
        run_fields=frozenset(map(normal, data["run_fields"])),
        log_endings=frozenset(data["log_endings"]), levels=data["levels"], practice_points=data["practice_points"],
        plain_words=frozenset(map(normal, data["plain_words"])),
        kind_words=_table(words, "words", files), heading_words=_table(headings, "headings", files),
        step_words=_table(staged, "steps", files), fence_words=fences,
        relation_words=_table({name: {"words": words_of} for name, (_, words_of) in relations.items()}, "words", files,
                              "relations"),
        languages=languages, source_endings=frozenset(data["source_files"]["endings"]),
        config_endings=frozenset(data["source_files"]["config"]), source_names=frozenset(data["source_files"]["names"]),
        stage_index={name: index for index, name in enumerate(chain)})


def _relations(data: dict[str, Any], kinds: dict[str, Kind], chain: list[str],
               file: OntologyFile) -> dict[str, tuple[Relation, list[str]]]:
    """Every relation with its words. A stage that no relation leads down to gets one of its own name."""
    found: dict[str, tuple[Relation, list[str]]] = {}
    for name, body in data["relations"].items():
        ends = {end: tuple(body.get(end, ["any"])) for end in ("source", "target")}
        for end, names in ends.items():
            for kind in names:
                if kind not in kinds and kind not in ("any", "lower", "higher"):
                    raise file.error(("relations", name, end, kind), f"{kind} is no kind")
        direction = body.get("direction", "across")
        gives = ends["target"][0] if direction == "down" and ends["target"][0] in kinds else None
        relation = Relation(name, direction, ends["source"], ends["target"], gives)
        found[name] = relation, [name, *body.get("words", [])]
    led = {relation.gives for relation, _ in found.values()}
    for kind in chain[1:]:
        if kind not in led and kind not in found:
            words = [kind, f"{kind}s", data["kinds"].get(kind, {}).get("plural", kind), *kinds[kind].words]
            found[kind] = Relation(kind, "down", ("higher",), (kind,), kind), words
    return found


def _all_words(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for word in words for form in inflected(normal(word))))


def _table(owners: dict[str, dict[str, Any]], key: str, files: list[OntologyFile],
           section: str = "kinds") -> dict[str, str]:
    """Word → owner. Where two claim a word, the one that the vault's own file gives it to has it; two in one file
    are a mistake that is told."""
    table: dict[str, str] = {}
    rank: dict[str, int] = {}
    for owner, body in owners.items():
        for written in body.get(key, []):
            for word in inflected(normal(written)):
                level = max((level for level, file in enumerate(files)
                             if written in file.data.get(section, {}).get(owner, {}).get(key, [])), default=0)
                if word in table and table[word] != owner and level == rank[word] and level > 0:
                    raise files[level].error((section, owner, key, written),
                                             f"the word {written} belongs to {table[word]} already")
                if word not in table or level > rank[word]:
                    table[word], rank[word] = owner, level
    return table
