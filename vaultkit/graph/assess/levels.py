"""The scores: which stages are written down, which code is good, tested and run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vaultkit.graph.assess.types import Level, Proof
from vaultkit.graph.gap_types import ChainNode, Gap
from vaultkit.model import NoteFacts
from vaultkit.model.ids import path_of
from vaultkit.ontology import Ontology


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
