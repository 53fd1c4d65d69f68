"""Assessment: from gaps, tests, runs and claims to the two levels of every subsystem."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from vaultkit.assess.claims import newest_first, own_claim
from vaultkit.assess.types import Assessment, Claim, Level, Proof, Subsystem, mentions_name, parts, subsystem_key
from vaultkit.graph.gap_types import ChainNode, Gap
from vaultkit.graph.kinds import is_subsystem
from vaultkit.model import NoteFacts
from vaultkit.model.ids import path_of, section_of
from vaultkit.ontology import Ontology
from vaultkit.text.lazy_pattern import lazy_pattern


def thinking_of(gaps: Sequence[Gap], notes: Mapping[str, NoteFacts], ontology: Ontology) -> Level:
    """The mean over the concepts of the share of their stages before code that are written down."""
    stages = [stage for stage in ontology.chain[1:] if stage not in ontology.code_kinds]
    proofs: list[Proof] = []
    for gap in gaps:
        note = notes.get(gap.path)
        if note is None or note.summary or note.line_count > 1:
            proofs.append(Proof(gap.concept, ontology.chain[0], gap.concept, gap.path, gap.line))
        for stage in gap.chain[1:]:
            node = next((node for node in stage.nodes if _counts(node)), None)
            if stage.stage in stages and node is not None:
                proofs.append(Proof(gap.concept, stage.stage, node.id, path_of(node.id), gap.line))
    whole = len(gaps) * (len(stages) + 1)
    return _level(len(proofs) / whole if whole else 0.0, ontology.levels["thinking"], proofs)


def practice_of(gaps: Sequence[Gap], tests: Mapping[str, Proof], runs: Mapping[str, Proof],
                ontology: Ontology) -> Level:
    """The mean over the concepts of what their good code, its tests and its recorded runs are worth."""
    points, proofs, score = ontology.practice_points, [], 0.0
    for gap in gaps:
        code = [node.id for stage in gap.chain if stage.stage in ontology.code_kinds for node in stage.nodes
                if _counts(node)]
        code += [item.id for item in gap.evidence
                 if item.state == "ok" and item.strength != "inferred" and _is_code(item.id) and item.id not in code]
        if not code:
            continue
        evidence = {item.id: item for item in gap.evidence}
        place = evidence.get(code[0])
        proofs.append(Proof(gap.concept, "code", code[0], place.path if place else path_of(code[0]),
                            place.line if place else gap.line))
        score += points["code"]
        for what, known in (("test", _first(code, tests)), ("run", _first(_run_keys(gap, code), runs))):
            if known is not None:
                proofs.append(Proof(gap.concept, what, known.id, known.path, known.line))
                score += points[what]
    return _level(score / len(gaps) if gaps else 0.0, ontology.levels["practice"], proofs)


def _is_code(id: str) -> bool:
    return not path_of(id).lower().endswith(".md")


def _counts(node: ChainNode) -> bool:
    return node.state == "ok" and node.strength != "inferred"


def _run_keys(gap: Gap, code: Iterable[str]) -> list[str]:
    """A run is recorded of a symbol, of its file, or of the concept's own notes as a whole."""
    notes = [path_of(node.id) for stage in gap.chain for node in stage.nodes]
    return list(dict.fromkeys([*code, *map(path_of, code), gap.path, *notes]))


def _first(ids: Iterable[str], known: Mapping[str, Proof]) -> Proof | None:
    return next((known[id] for id in ids if id in known), None)


def _level(score: float, levels: Mapping[str, float], proofs: Sequence[Proof]) -> Level:
    name = max((least, name) for name, least in levels.items() if score + 1e-9 >= least)[1]
    return Level(name, round(score, 3), tuple(proofs))


@dataclass(frozen=True, slots=True)
class AssessmentInput:
    """Input of an assessment. ``tests``: id of code → where a test names it; ``runs``: file of code or
    note → where a run of it is recorded; ``claims``, ``names``: what tables say (``claims_of``)."""

    facts: Sequence[NoteFacts]
    edges: Sequence[Edge]
    gaps: Sequence[Gap]
    ontology: Ontology
    tests: Mapping[str, Proof] = field(default_factory=dict)
    runs: Mapping[str, Proof] = field(default_factory=dict)
    claims: Mapping[tuple[str, ...], Sequence[Claim]] = field(default_factory=dict)
    names: Mapping[tuple[str, ...], str] = field(default_factory=dict)


def assess(material: AssessmentInput) -> list[Assessment]:
    """Every subsystem with its two levels and what is claimed of it, by name."""
    gaps = {gap.concept: gap for gap in material.gaps}
    found, source = find_subsystems(material.facts, material.edges, {gap.concept: gap.title for gap in material.gaps},
                                    material.claims, material.names, material.ontology)
    notes = {note.path: note for note in material.facts}
    result = []
    for subsystem in found:
        inside = [gaps[concept] for concept in subsystem.concepts]
        claims = _claims(subsystem, material, notes)
        result.append(Assessment(
            subsystem.name, subsystem.note, thinking_of(inside, notes, material.ontology),
            practice_of(inside, material.tests, material.runs, material.ontology), claims[0] if claims else None,
            tuple(claims), subsystem.concepts, source))
    return result


def _claims(subsystem: Subsystem, material: AssessmentInput, notes: Mapping[str, NoteFacts]) -> list[Claim]:
    claims = [
        claim for name in {subsystem_key(name) for name in subsystem.names} for claim in material.claims.get(name, ())
    ]
    own = own_claim(notes[subsystem.note], material.ontology) if subsystem.note else None
    return newest_first([*claims, own] if own else claims)


_WORD = lazy_pattern(r"\w+")


def tests_of(ids: Iterable[str], texts: Mapping[str, str]) -> dict[str, Proof]:
    """Id of code → the first line of a test that names it. ``texts``: path → text of the files with tests.

    A test names ``pkg/file.py#Class.method`` when it holds ``Class`` and ``method``, ``file.py#function`` when it holds
    ``function``, a file when it holds the file's stem; each as a whole word."""
    words = {path: set(_WORD.findall(text)) for path, text in sorted(texts.items())}
    found: dict[str, Proof] = {}
    for id in ids:
        path, name = path_of(id), section_of(id)
        if path in texts:
            continue
        wanted = [part for part in name.split(".") if part] or [path.rsplit("/", 1)[-1].split(".", 1)[0]]
        for test, known in words.items():
            if known.issuperset(wanted) and len(wanted[-1]) > 1:
                found[id] = Proof("", "test", test, test, _line(texts[test], wanted[-1]))
                break
    return found


def _line(text: str, word: str) -> int:
    match = re.search(rf"\b{re.escape(word)}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


Source = Literal["note", "table", "community"]
# (source, target, relation) of notes.
Edge = tuple[str, str, str | None]
_FEWEST = 2


def find_subsystems(facts: Sequence[NoteFacts], edges: Iterable[Edge], concepts: Mapping[str, str],
                    claims: Mapping[tuple[str, ...], Sequence[Claim]], names: Mapping[tuple[str, ...], str],
                    ontology: Ontology) -> tuple[list[Subsystem], Source]:
    """The subsystems by name, and how they are known. ``concepts``: path or section → title; ``claims``: what tables
    say of each name (``names``: as written)."""
    edges = list(edges)
    marked = [note for note in facts if not note.excluded and is_subsystem(note, ontology)]
    if marked:
        return _from_notes(marked, edges, concepts), "note"
    if claims:
        return _from_tables(facts, claims, names, concepts), "table"
    return _communities(edges, concepts), "community"


def _from_notes(marked: Sequence[NoteFacts], edges: Iterable[Edge], concepts: Mapping[str, str]) -> list[Subsystem]:
    paths = {note.path for note in marked}
    whole: dict[str, set[str]] = defaultdict(set)
    linked: dict[str, set[str]] = defaultdict(set)
    for source, target, relation in edges:
        if relation == "part_of" and source in concepts and target in paths:
            whole[source].add(target)
        elif source in paths and target in concepts:
            linked[target].add(source)
        elif target in paths and source in concepts and relation is not None:
            linked[source].add(target)
    members: dict[str, list[str]] = defaultdict(list)
    for concept in sorted(concepts):
        # A concept's own ``part_of`` decides; links of the subsystem's note count for the other concepts only.
        for path in sorted(whole.get(concept, set()) or linked.get(concept, set())):
            members[path].append(concept)
        if concept in paths:
            members[concept].append(concept)
    return [Subsystem(note.title, note.path, (note.title, *note.aliases), tuple(dict.fromkeys(members[note.path])))
            for note in sorted(marked, key=lambda note: note.path)]


def _from_tables(facts: Sequence[NoteFacts], claims: Mapping[tuple[str, ...], Sequence[Claim]],
                 names: Mapping[tuple[str, ...], str], concepts: Mapping[str, str]) -> list[Subsystem]:
    called = {note.path: (note.title, *note.aliases, *note.tags) for note in facts}
    found = []
    for name in claims:
        words = parts(names[name])
        inside = tuple(concept for concept, title in sorted(concepts.items())
                       if any(mentions_name(text, part) for part in words
                              for text in (title, *called.get(path_of(concept), ()))))
        found.append(Subsystem(names[name], None, (names[name],), inside))
    return found


def _communities(edges: Iterable[Edge], concepts: Mapping[str, str]) -> list[Subsystem]:
    """Louvain communities of the concepts (Blondel and others, "Fast unfolding of communities in large networks",
    2008), each named after the concept with the most ties in it."""
    import networkx

    graph: Any = networkx.Graph()
    graph.add_nodes_from(sorted(concepts))
    graph.add_edges_from((source, target) for source, target, _ in edges
                         if source in concepts and target in concepts and source != target)
    found = []
    for group in networkx.community.louvain_communities(graph, seed=0):
        if len(group) >= _FEWEST:
            centre = min(group, key=lambda one: (-graph.degree(one), one))
            title = concepts[centre]
            found.append(Subsystem(title, None, (title,), tuple(sorted(group))))
    return sorted(found, key=lambda item: item.name)
