"""``relation-not-allowed``: a relation between notes of kinds that it can't join."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.ontology import Ontology, Relation

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_WRONG = ("{name} can't lead from a {source} to a {target}", "{name} не может вести от вида {source} к виду {target}")
_KINDS = ("{name} leads to: {kinds}", "{name} ведёт к: {kinds}")
_UP = ("{name} leads to a higher stage: {chain}", "{name} ведёт к более высокому этапу: {chain}")
_DOWN = ("{name} leads to a lower stage: {chain}", "{name} ведёт к более низкому этапу: {chain}")


def find(scene: CheckContext) -> Iterator[RuleHit]:
    """A hit for every property or inline field that joins notes of two kinds its relation can't join. Links to a
    section and notes without a kind are not judged."""
    typed = []
    for edge in scene.edges:
        relation = scene.ontology.relation_of_field(edge[3]) if edge[3] is not None else None
        if relation is not None and relation.direction in ("down", "up"):
            typed.append((edge, relation))
    kinds = {note.path: scene.kind(note).kind for note in scene.facts_of(sorted({end for edge, _ in typed
                                                                                for end in edge[:2]}))}
    for (source, target, subpath, field, line, column, *_), relation in typed:
        ends = kinds.get(source), kinds.get(target)
        if ends[0] is None or ends[1] is None or subpath or source == target:
            continue
        if not allowed(scene.ontology, relation, ends[0], ends[1]):
            said = scene.say(_WRONG, name=field, source=ends[0], target=ends[1])
            about = f"{field} {target.rsplit('/', 1)[-1]}"
            yield RuleHit(source, line, column, said, about, _fix(scene, relation, str(field)))


def allowed(ontology: Ontology, relation: Relation, source: str, target: str) -> bool:
    """Return whether ``relation`` may lead from a note of one kind to one of another. Kinds outside of the chain may
    stand anywhere; ``refines`` and ``implements`` may stay within a stage, but for concepts, each has its own way."""
    high, low = ontology.stage_index.get(source), ontology.stage_index.get(target)
    if high is None or low is None:
        return True
    if relation.direction == "up":
        return low < high or (low == high and low > 0)
    named = [kind for kind in relation.target if kind in ontology.kinds]
    if named and target not in named:
        return False
    return "higher" not in relation.source or high < low


def _fix(scene: CheckContext, relation: Relation, name: str) -> str:
    kinds = [kind for kind in relation.target if kind in scene.ontology.kinds]
    if kinds:
        return scene.say(_KINDS, name=name, kinds=", ".join(kinds))
    return scene.say(_UP if relation.direction == "up" else _DOWN, name=name, chain=" → ".join(scene.ontology.chain))


RULE = Rule(
    "relation-not-allowed", "warning",
    "A relation joins notes of kinds that it can't join: `algorithms` leads to an algorithm and nothing else,"
    " `implements` from a lower stage up to a higher one. Such a link carries no chain.",
    ("turn the relation round, or use the one of that stage", "разверните связь или возьмите связь этого этапа"), find)
