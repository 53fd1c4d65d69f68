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


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every property or inline field that joins notes of two kinds its relation can't join. Links to a
    section and notes without a kind are not judged."""
    typed = []
    for edge in context.edges:
        relation = context.ontology.relation_of_field(edge[3]) if edge[3] is not None else None
        if relation is not None and relation.direction in ("down", "up"):
            typed.append((edge, relation))
    kinds = {note.path: context.kind(note).kind for note in context.facts_of(sorted({end for edge, _ in typed
                                                                                for end in edge[:2]}))}
    for (source, target, subpath, field, line, column, *_), relation in typed:
        ends = kinds.get(source), kinds.get(target)
        if ends[0] is None or ends[1] is None or subpath or source == target:
            continue
        if not allowed(context.ontology, relation, ends[0], ends[1]):
            said = context.say(_WRONG, name=field, source=ends[0], target=ends[1])
            about = f"{field} {target.rsplit('/', 1)[-1]}"
            yield RuleHit(source, line, column, said, about, _fix(context, relation, str(field)))


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


def _fix(context: CheckContext, relation: Relation, name: str) -> str:
    kinds = [kind for kind in relation.target if kind in context.ontology.kinds]
    if kinds:
        return context.say(_KINDS, name=name, kinds=", ".join(kinds))
    text = _UP if relation.direction == "up" else _DOWN
    return context.say(text, name=name, chain=" → ".join(context.ontology.chain))


RULE = Rule(
    "relation-not-allowed", "warning",
    "A relation joins notes of kinds that it can't join: `algorithms` leads to an algorithm and nothing else,"
    " `implements` from a lower stage up to a higher one. Such a link carries no chain.",
    ("turn the relation round, or use the one of that stage", "разверните связь или возьмите связь этого этапа"), find)
