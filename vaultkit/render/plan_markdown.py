"""A plan as Markdown that Obsidian shows with boxes and links; written again, it keeps what the person did to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.model.ids import path_of, subpath_of
from vaultkit.render.plan_file import BEGIN, END, KeptPlan, KeptStep, key_of, marked
from vaultkit.render.terminal import one_line
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.graph.plan import Plan, Step

_CHANGES = 20


def plan_markdown(plan: Plan, title: Callable[[str], str], words: Words, date: str, kept: KeptPlan | None = None,
                  closed: Callable[[str], bool] = lambda key: False) -> str:
    """The text of the file. ``title`` names a concept; ``kept`` is the file as it is; ``closed`` tells of the key of a
    step that is no longer planned whether the vault now proves it done (else its concept is gone)."""
    kept = kept or KeptPlan(f"# {words('plan.title')}\n", "")
    lines = [marked(words("plan.made", date=date)), "", *_spaced(kept.top)]
    planned: set[str] = set()
    for week in plan.weeks:
        heading = words("plan.week", n=week.week) + (f": {one_line(week.subsystem)}" if week.subsystem else "")
        lines += [marked(f"## {heading}", f"w{week.week}"), ""]
        for step in week.steps:
            key = key_of(*step.key)
            planned.add(key)
            lines += _step(step, kept.steps.get(key), title, words)
        lines.append("")
    over = [step for key, step in kept.steps.items() if key not in planned]
    lines += _section(words("plan.over"), [step for step in over if closed(step.key) or step.sign in "xX"], "x")
    lines += _section(words("plan.gone"), [step for step in over if not closed(step.key) and step.sign not in "xX"])
    if plan.cycles:
        lines += [marked(f"## {words('plan.cycles')}"), "",
                  *(marked("- " + " ↔ ".join(_link(one, title) for one in cycle)) for cycle in plan.cycles), ""]
    lines += _changes(plan, kept, planned, over, title, words, closed)
    body = "\n".join(lines).rstrip("\n")
    return "\n".join(part for part in (kept.before.rstrip("\n") + "\n" if kept.before.strip() else None,
                                       f"{BEGIN}\n{body}\n{END}", kept.behind.rstrip("\n") or None)
                     if part is not None) + "\n"


def _step(step: Step, kept: KeptStep | None, title: Callable[[str], str], words: Words) -> list[str]:
    key = key_of(*step.key)
    sign = kept.sign if kept else " "
    text = f"**{words.name('stage', step.stage)}** {_link(step.concept, title)} — {one_line(step.action)}"
    if kept and kept.line is not None:
        head = _as_changed(f"- [{sign}] {kept.line}", key)
    else:
        head = marked(f"- [{sign}] {text}", key)
    lines = [head + (kept.tail if kept else ""),
             marked(f"    - {words('plan.done_when', what=one_line(step.done_when))}"),
             marked(f"    - {words('plan.why', why=one_line(step.why))}")]
    if sign in "xX":
        lines.append(marked(f"    - {words('plan.unproven')}"))
    if step.depends_on:
        names = ", ".join(_link(one, title) for one in step.depends_on)
        lines.append(marked(f"    - {words('plan.after', what=names)}"))
    return lines + _spaced(kept.below if kept else [])


def _as_changed(line: str, key: str) -> str:
    """A line that the person changed: its sum stays wrong on purpose, so that it is known as theirs for good."""
    return f"{line} %%vk:{key}:000000%%"


def _section(heading: str, steps: list[KeptStep], sign: str | None = None) -> list[str]:
    if not steps:
        return []
    lines = [marked(f"## {heading}"), ""]
    for step in steps:
        line = f"- [{sign if sign and step.sign == ' ' else step.sign}] {step.text}"
        lines.append((_as_changed(line, step.key) if step.line is not None else marked(line, step.key)) + step.tail)
        lines += _spaced(step.below)
    return [*lines, ""]


def _changes(plan: Plan, kept: KeptPlan, planned: set[str], over: list[KeptStep], title: Callable[[str], str],
             words: Words, closed: Callable[[str], bool]) -> list[str]:
    """What is other than in the file before. Nothing for a first plan."""
    if not kept.steps:
        return []
    said = [words("plan.proven" if closed(step.key) else "plan.dropped", what=step.text) for step in over
            if step.week is not None]
    for week in plan.weeks:
        for step in week.steps:
            old = kept.steps.get(key_of(*step.key))
            name = f"{words.name('stage', step.stage)} {_link(step.concept, title)}"
            if old is None:
                said.append(words("plan.new", what=name, n=week.week))
            elif old.week is None:
                said.append(words("plan.again", what=name, n=week.week))
            elif old.week != week.week:
                said.append(words("plan.moved", what=name, old=old.week, n=week.week))
    if not said:
        return []
    more = [words("plan.more", n=len(said) - _CHANGES)] if len(said) > _CHANGES else []
    return [marked(f"## {words('plan.changed')}"), "", *(marked(f"- {text}") for text in said[:_CHANGES] + more), ""]


def _link(concept: str, title: Callable[[str], str]) -> str:
    path, subpath = path_of(concept), subpath_of(concept)
    name = one_line(title(concept))
    for sign in "[]|%":
        name = name.replace(sign, " ")
    return f"[[{path.removesuffix('.md')}{'#' if subpath else ''}{subpath}|{' '.join(name.split())}]]"


def _spaced(lines: list[str]) -> list[str]:
    """The person's lines as they are; what begins a block of its own is set apart from the list above."""
    return ["", *lines, ""] if lines and not lines[0][:1].isspace() else list(lines)
