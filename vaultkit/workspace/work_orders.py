"""Orders for whoever writes the code, and what still lacks when it is written: the objects ``work`` and ``verify`` of
docs/contract.md.

An order and its ``done_when`` are vaultkit's own words and hold no text of a note: what notes say stands in the other
fields alone, and is data there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.digest.digest import digest
from vaultkit.errors import UsageError
from vaultkit.graph.coverage import TROUBLED, TROUBLES
from vaultkit.graph.kinds import is_own
from vaultkit.model.ids import path_of, section_of
from vaultkit.plan.plan import stages_of
from vaultkit.source.habits import Habits, habits
from vaultkit.source.roots import shown_root
from vaultkit.text.lemma import lemma_key
from vaultkit.workspace.asking import link
from vaultkit.workspace.idea_view import IdeaView, find_gap, hash_of, idea_of
from vaultkit.workspace.planning import ordered, say_step
from vaultkit.workspace.writing import scaffold

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Evidence, Gap
    from vaultkit.workspace import Vault
    from vaultkit.workspace.snapshot import Snapshot

_DECISIONS = 10
_EVER = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Place:
    """Place for what is to be written. ``path`` is relative to ``root`` (itself relative to the vault; None: the
    vault), ``symbol`` the definition, ``test`` the test's file below the same root, ``trace`` the text of the comment
    that ties the code to its note, ``why`` says where the rest is from. What is not known is None."""

    path: str | None
    language: str | None
    symbol: str | None
    test: str | None
    why: str
    root: str | None
    trace: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A sentence near an idea that says what was decided, word for word, with its place, speaker and day."""

    text: str
    note: str
    line: int
    role: str
    date: str


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """The next thing to build. ``order`` and ``done_when`` are vaultkit's own words."""

    idea: IdeaView
    order: str
    missing_stage: str | None
    place: Place
    done_when: tuple[str, ...]
    decisions: tuple[Decision, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of an idea as its files are now: what still lacks, and what was found. ``hash`` as in IdeaView."""

    concept: str
    state: str
    outcome: str
    lacks: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    hash: str


def work(vault: Vault, name: str | None = None, skip: Collection[str] = ()) -> WorkOrder | None:
    """The order for the idea called ``name``; without it for the next one, those of ``skip`` (ids) left out. None where
    nothing is left to do. Raises UsageError for what is no idea."""
    snapshot = vault.snapshot
    gap = find_gap(vault, name) if name else _next(snapshot, skip)
    if gap is None:
        return None
    stages = stages_of(gap, snapshot.ontology.chain)
    stage = stages[0] if stages else None
    idea = idea_of(snapshot, gap)
    return WorkOrder(idea, _order(snapshot, gap, stage), stage, _place(snapshot, gap, stage),
                     tuple(_proofs(snapshot, gap, stage)), tuple(_decisions(snapshot, idea)), idea.hash)


def verify(vault: Vault, name: str) -> Verdict:
    """Return what the idea called ``name`` lacks now. Raises UsageError for what is no idea."""
    gap = find_gap(vault, name)
    lacks = [say_step(vault.snapshot, gap, stage)[0] for stage in stages_of(gap, vault.ontology.chain)]
    if gap.outcome in ("chat_only", "unjudged"):
        lacks.append(vault.words()(f"work.lacks_{gap.outcome}"))
    return Verdict(gap.concept, gap.state, gap.outcome, tuple(lacks), gap.evidence,
                   idea_of(vault.snapshot, gap).hash)


def note_hash(vault: Vault, name: str) -> tuple[str, str]:
    """The id and the hash of what is meant by ``name``: of an idea as ``idea`` and ``work`` tell it, of any other note
    that of its bytes. Raises UsageError for what is neither."""
    try:
        gap = find_gap(vault, name)
    except UsageError:
        path = vault.find(name)
        return path, hash_of(vault.root, [path])
    return gap.concept, idea_of(vault.snapshot, gap).hash


def _next(vault: Snapshot, skip: Collection[str]) -> Gap | None:
    """The first step of the plan that is code; else its first step. What only has to be linked, and ideas without a
    note, come after all that is to be written."""
    code = vault.ontology.code_kinds
    first: dict[str, str] = {}
    for week in ordered(vault, per_week=1000, by_subsystem=False).weeks:
        for step in week.steps:
            if step.concept not in skip:
                first.setdefault(step.concept, step.stage)

    def rank(concept: str) -> tuple[bool, bool, bool]:
        gap = vault.gap_of[concept]
        return gap.form == "idea", gap.outcome == "probable", first[concept] not in code

    return vault.gap_of[min(first, key=rank)] if first else None


def _order(vault: Snapshot, gap: Gap, stage: str | None) -> str:
    words = vault.words()
    if stage is None:
        return words("work.order_nothing")
    if stage not in vault.ontology.code_kinds:
        return words("work.order_note", stage=words.name("stage", stage))
    form = "mend" if gap.state in TROUBLED else "code"
    lines = [words(f"work.order_{form}")]
    if gap.probable:
        lines.append(words("work.order_probable"))
    if gap.form == "idea":
        lines.append(words("work.order_noteless"))
    return "\n".join(lines)


def _proofs(vault: Snapshot, gap: Gap, stage: str | None) -> Iterator[str]:
    words = vault.words()
    if stage is None:
        return
    if stage in vault.ontology.code_kinds:
        for proof in ("code", "trace", "test", "verify"):
            yield words(f"work.done_{proof}")
    else:
        yield words("work.done_note", stage=words.name("stage", stage))


def _place(vault: Snapshot, gap: Gap, stage: str | None) -> Place:
    """Place where the stage is to be written: where the note says that its code is, else where scaffold would put
    it."""
    words = vault.words()
    trace = _trace(vault, gap)
    if stage is None:
        return Place(None, None, None, None, words("work.place_done"), None, trace)
    if stage in vault.ontology.code_kinds:
        named = next((item for item in gap.evidence if item.state in TROUBLES and not item.refused), None)
        if named is not None:
            return _named_place(vault, named, trace)
    try:
        made = scaffold(vault, gap.concept, stage)
    except UsageError as error:
        return Place(None, None, None, None, words("work.place_unknown", why=error.line), None, trace)
    if stage not in vault.ontology.code_kinds:
        return Place(made.shown, "markdown", None, None, words("work.place_note"), None, None)
    root = vault.config.roots[0]
    path = made.path.relative_to(root).as_posix()
    value = made.value if isinstance(made.value, str) else made.value[-1]
    symbol = value.partition("#")[2] or None
    learned = _habits(vault, path)
    why = "; ".join((words("work.place_habits"), *(words.say_all(learned.why) if learned else ())))
    return Place(path, _language(path), symbol, learned.test_file(path) if learned else None, why,
                 shown_root(vault.config, root), trace)


def _named_place(vault: Snapshot, item: Evidence, trace: str | None) -> Place:
    id = item.now or item.id
    path, symbol = path_of(id), section_of(id)
    if not symbol and "#" in id:
        path, _, symbol = id.partition("#")
    root = next((root for root in vault.config.roots if (root / path).is_file()),
                vault.config.roots[0] if vault.config.roots else None)
    learned = _habits(vault, path)
    return Place(path, _language(path), symbol or None, learned.test_file(path) if learned else None,
                 vault.words()("work.place_named"), shown_root(vault.config, root) if root else None, trace)


def _trace(vault: Snapshot, gap: Gap) -> str | None:
    if gap.form == "idea":
        return None
    name = link(vault.index)(gap.path)
    return f"vault: [[{name}#{gap.subpath}]]" if gap.subpath else f"vault: [[{name}]]"


def _language(path: str) -> str | None:
    from vaultkit.source.languages import EXTENSIONS

    return EXTENSIONS.get(Path(path).suffix.lower())


def _habits(vault: Snapshot, path: str) -> Habits | None:
    """The habits of the source roots for a file at ``path``."""
    return habits(vault.source.symbols(), vault.source.roots, [path], _language(path))


def _decisions(vault: Snapshot, idea: IdeaView) -> Iterator[Decision]:
    """Yield what was decided in the idea's own note, and what notes around it say of it."""
    gap = idea.gap
    facts = {note.path: note for note in vault.facts}
    own = {gap.path, *(text.note for text in idea.texts)}
    paths = dict.fromkeys([*sorted(own), *(other.note for other in idea.related)])
    notes = [(vault.index.note(path), facts[path]) for path in paths
             if path in facts and not (facts[path].excluded or facts[path].template or is_own(facts[path]))]
    called = (gap.title, *(facts[gap.path].aliases if gap.path in facts else ()))
    names = [words for name in called if (words := set(lemma_key(name)))]
    found = 0
    for line in digest(notes, vault.ideas.text, _EVER, lambda line: None, _EVER).lines:
        told = line.note in own or any(name <= set(lemma_key(line.text)) for name in names)
        if line.kind == "decided" and told and found < _DECISIONS:
            found += 1
            yield Decision(line.text, line.note, line.line, line.role, line.date)
