"""A plan put together from gaps, their dependencies and the subsystems; its file read and written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import UsageError
from vaultkit.graph.coverage import TROUBLED
from vaultkit.plan import Plan, make_plan, steps_of
from vaultkit.plan.plan import stages_of
from vaultkit.plan.weeks_said import weeks_said
from vaultkit.render.gap_advice import Mender
from vaultkit.render.plan import KeptPlan, read_plan, step_mark
from vaultkit.storage.files import read_in

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.workspace.snapshot import Snapshot


def plan_of(vault: Snapshot, *, per_week: int, by_subsystem: bool = True, weeks: int | None = None,
            kept: KeptPlan | None = None) -> Plan:
    """The plan of ``vault``; ``kept`` is the plan's file, whose ticks are told as done."""
    made = ordered(vault, per_week=per_week, by_subsystem=by_subsystem, weeks=weeks, kept=kept)
    copied = vault.ideas.copied
    said = weeks_said((note, vault.ideas.text(note.path)) for note in vault.notes if note.path not in copied)
    return replace(made, nothing=None if made.weeks else _nothing(vault, list(vault.gap_report.gaps)),
                   said=tuple(said))


def ordered(vault: Snapshot, *, per_week: int, by_subsystem: bool, weeks: int | None = None,
            kept: KeptPlan | None = None) -> Plan:
    """The steps of ``vault`` in the order in which they are to be done, without what plans in notes say."""
    gaps = {gap.concept: gap for gap in vault.gap_report.gaps}
    chain = vault.ontology.chain
    needs = _needs(vault, set(gaps))
    steps = {concept: found for concept, gap in gaps.items()
             if (found := steps_of(gap, chain, [one for one in needs.get(concept, ()) if stages_of(gaps[one], chain)],
                                   lambda gap, stage: say_step(vault, gap, stage), kept.ticked if kept else _never))}
    home = {concept: item.name for item in vault.assessed for concept in reversed(item.concepts)} \
        if by_subsystem else {}
    return make_plan(steps, needs, {concept: gap.priority for concept, gap in gaps.items()}, home, per_week=per_week,
                     by_subsystem=by_subsystem, weeks=weeks)


def _nothing(vault: Snapshot, gaps: list[Gap]) -> str:
    """Say why there is nothing to plan: never that all is done where nothing could be judged."""
    words = vault.words()
    if not gaps:
        return words("plan.nothing_no_ideas")
    if any(gap.outcome == "unjudged" for gap in gaps):
        return words("plan.nothing_no_code", ideas=words.count("idea", len(gaps)))
    return words("plan.none")


def read_kept(path: Path, root: Path) -> KeptPlan | None:
    """The plan in a file; None when there is no file. Raises UsageError for a file that is no plan of ours, or that is
    named in the vault at ``root`` and leads out of it."""
    text = read_text(path, root)
    return None if text is None else read_plan(text, str(path))


def read_text(path: Path, root: Path) -> str | None:
    """The text of a file that a person named; None when there is no file. Raises UsageError for what can't be read, or
    is named in the vault at ``root`` and leads out of it."""
    try:
        return read_in(root, path).decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is no UTF-8 text", "save it as UTF-8 or name another file") from None
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror})", "name another file") from error


def written(vault: Snapshot, plan: Plan, kept: KeptPlan | None) -> str:
    """The text of the plan's file."""
    import datetime

    from vaultkit.render.plan import plan_markdown

    gaps = {gap.concept: gap for gap in vault.gap_report.gaps}
    known = {step_mark(gap.concept, stage) for gap in gaps.values() for stage in vault.ontology.chain}
    return plan_markdown(plan, lambda concept: gaps[concept].title if concept in gaps else concept, vault.words(),
                         datetime.date.today().isoformat(), kept, lambda key: key in known)


def _needs(vault: Snapshot, concepts: set[str]) -> dict[str, list[str]]:
    """Return what each concept depends on: its ``depends_on``."""
    needs: dict[str, list[str]] = defaultdict(list)
    for edge in vault.web.ties:
        if edge.relation == "depends_on" and edge.source in concepts and edge.target in concepts:
            needs[edge.source].append(edge.target)
    return {concept: sorted(set(others)) for concept, others in needs.items()}


def say_step(vault: Snapshot, gap: Gap, stage: str) -> tuple[str, str]:
    """Say what to do about one stage of an idea, and what proves it done."""
    words = vault.words()
    if gap.strength == "inferred":
        place = f"{gap.path}:{gap.line}"
        if gap.outcome == "probable":
            path = gap.probable[0].path
            return words("plan.act_link", path=path, note=place), words("plan.proof_link")
        return words("plan.act_code", note=place), words("plan.proof_code")
    code = stage in vault.ontology.code_kinds
    proof = words("plan.proof_code" if code else "plan.proof_note")
    if gap.state in TROUBLED:
        mends = Mender(vault.place, vault.ontology, words).lines(gap)
        return "; ".join(mends) or words("plan.act_code", note=vault.place(gap.concept)), proof
    place = vault.place(gap.concept)
    if code:
        return words("plan.act_code", note=place), proof
    heading = "## " + words.name("stage", stage).capitalize()
    relation = vault.ontology.relation_to(stage) or stage
    return words("plan.act_note", note=place, heading=heading, relation=relation), proof


def _never(concept: str, stage: str) -> bool:
    return False
