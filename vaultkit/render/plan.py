"""A plan as Markdown that Obsidian shows with boxes and links; written again, it keeps what the person did to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError
from vaultkit.messages.words import Words
from vaultkit.model.ids import path_of, subpath_of
from vaultkit.render.formats import JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import bold, dim, one_line, terminal_width, visible_line, wrap
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.plan import Plan, PlanStep
    from vaultkit.plan.plan import Week
    from vaultkit.plan.weeks_said import SaidStep


BEGIN, END = "<!-- vaultkit: plan begin -->", "<!-- vaultkit: plan end -->"
_MARK = lazy_pattern(r"\s*%%vk:(?P<what>[\w-]*):(?P<sum>[0-9a-f]{6})%%(?P<tail>.*)$")
_TASK = lazy_pattern(r"^(?P<before>\s*[-*+] \[)(?P<sign>.)(?P<after>\] ?)(?P<text>.*)$", re.DOTALL)


def step_mark(concept: str, stage: str) -> str:
    """The mark of a step: the same in every plan."""
    return _sum(f"{concept}\n{stage}", 4)


def marked_line(text: str, what: str = "") -> str:
    """A line of ours; ``what`` is the key of a step, ``w3`` for the heading of the third week, else empty."""
    return f"{text} %%vk:{what}:{_sum(_unticked(text), 3)}%%"


@dataclass(slots=True)
class KeptStep:
    """A step as it is written in the file. ``sign`` is the character in its box; ``line`` its text without mark and box
    where the person changed it, else None; ``text`` the text in any case; ``tail`` what was written behind the mark;
    ``below`` the person's lines behind it; ``week`` its week, or None in a section of what is over."""

    key: str
    sign: str
    text: str
    line: str | None
    tail: str
    week: int | None
    below: list[str] = field(default_factory=list)


@dataclass(slots=True)
class KeptPlan:
    """A plan's file taken apart: what stands before and behind the markers, the person's lines before any step, and the
    steps in order."""

    before: str
    behind: str
    top: list[str] = field(default_factory=list)
    steps: dict[str, KeptStep] = field(default_factory=dict)

    def ticked(self, concept: str, stage: str) -> bool:
        """Return whether the box of a step is ticked."""
        step = self.steps.get(step_mark(concept, stage))
        return step is not None and step.sign in "xX"


def read_plan(text: str, name: str) -> KeptPlan:
    """Take a file apart. Raises UsageError, naming file and line, when it is no plan of ours or its markers are
    damaged."""
    lines = text.splitlines()
    begins = [i for i, line in enumerate(lines) if line.strip() == BEGIN]
    ends = [i for i, line in enumerate(lines) if line.strip() == END]
    if not begins and not ends:
        raise UsageError(f"{name}:1: exists and is no plan of vaultkit",
                         "name another file: a note is never overwritten")
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        wrong = (begins[1:] or ends[1:] or ends or begins)[0]
        raise UsageError(f"{name}:{wrong + 1}: the markers of the plan are damaged",
                         f"leave one line {BEGIN} and behind it one line {END}")
    kept = KeptPlan("\n".join(lines[: begins[0]]), "\n".join(lines[ends[0] + 1:]))
    _read_lines(lines[begins[0] + 1: ends[0]], kept)
    return kept


def _read_lines(lines: list[str], kept: KeptPlan) -> None:
    below, week, blanks = kept.top, None, 0
    fresh = True
    for line in lines:
        mark = _MARK.search(line)
        if mark is None:
            if not line.strip():
                blanks += 1
                continue
            # Blank lines between a person's own lines belong to them.
            below.extend([""] * (0 if fresh else blanks))
            below.append(line)
            fresh, blanks = False, 0
            continue
        fresh, blanks = True, 0
        text, what, tail = line[: mark.start()], mark["what"], mark["tail"].rstrip()
        changed = _sum(_unticked(text), 3) != mark["sum"]
        task = _TASK.match(text)
        if re.fullmatch(r"w\d+", what) or not what or task is None:
            if re.fullmatch(r"w\d+", what):
                week = int(what[1:])
            elif text.startswith("## "):
                week = None
            if changed:
                below.append(text)
            if tail.strip():
                below.append(tail.strip())
            continue
        step = kept.steps.get(what)
        if step is None:
            step = KeptStep(what, task["sign"], task["text"], task["text"] if changed else None, tail, week)
            kept.steps[what] = step
        else:
            # The same step twice: somebody copied the line.
            step.below.append(text)
            step.sign = step.sign if step.sign != " " else task["sign"]
        below = step.below


def _unticked(text: str) -> str:
    task = _TASK.match(text)
    return f"{task['before']} {task['after']}{task['text']}" if task else text


def _sum(text: str, size: int) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


_CHANGES = 20


def plan_markdown(plan: Plan, title: Callable[[str], str], words: Words, date: str, kept: KeptPlan | None = None,
                  closed: Callable[[str], bool] = lambda key: False) -> str:
    """The text of the file. ``title`` names a concept; ``kept`` is the file as it is; ``closed`` tells of the key of a
    step that is no longer planned whether the vault now proves it done (else its concept no longer exists)."""
    kept = kept or KeptPlan(f"# {words('plan.title')}\n", "")
    lines = [marked_line(words("plan.made", date=date)), "", *_spaced(kept.top)]
    planned: set[str] = set()
    for week in plan.weeks:
        heading = words("plan.week", n=week.week) + (f": {one_line(week.subsystem)}" if week.subsystem else "")
        lines += [marked_line(f"## {heading}", f"w{week.week}"), ""]
        for step in week.steps:
            key = step_mark(*step.key)
            planned.add(key)
            lines += _step(step, kept.steps.get(key), title, words)
        lines.append("")
    over = [step for key, step in kept.steps.items() if key not in planned]
    lines += _section(words("plan.over"), [step for step in over if closed(step.key) or step.sign in "xX"], "x")
    lines += _section(words("plan.gone"), [step for step in over if not closed(step.key) and step.sign not in "xX"])
    if plan.cycles:
        lines += [marked_line(f"## {words('plan.cycles')}"), "",
                  *(marked_line("- " + " ↔ ".join(_link(one, title) for one in cycle)) for cycle in plan.cycles), ""]
    lines += _changes(plan, kept, planned, over, title, words, closed)
    body = "\n".join(lines).rstrip("\n")
    return "\n".join(part for part in (kept.before.rstrip("\n") + "\n" if kept.before.strip() else None,
                                       f"{BEGIN}\n{body}\n{END}", kept.behind.rstrip("\n") or None)
                     if part is not None) + "\n"


def _step(step: PlanStep, kept: KeptStep | None, title: Callable[[str], str], words: Words) -> list[str]:
    key = step_mark(*step.key)
    sign = kept.sign if kept else " "
    text = f"**{words.name('stage', step.stage)}** {_link(step.concept, title)} — {one_line(step.action)}"
    if kept and kept.line is not None:
        head = _as_changed(f"- [{sign}] {kept.line}", key)
    else:
        head = marked_line(f"- [{sign}] {text}", key)
    lines = [head + (kept.tail if kept else ""),
             marked_line(f"    - {words('plan.done_when', what=one_line(step.done_when))}"),
             marked_line(f"    - {words('plan.why', why=one_line(step.why))}")]
    if sign in "xX":
        lines.append(marked_line(f"    - {words('plan.unproven')}"))
    if step.depends_on:
        names = ", ".join(_link(one, title) for one in step.depends_on)
        lines.append(marked_line(f"    - {words('plan.after', what=names)}"))
    return lines + _spaced(kept.below if kept else [])


def _as_changed(line: str, key: str) -> str:
    """A line that the person changed: its sum stays wrong on purpose, so that it is known as theirs for good."""
    return f"{line} %%vk:{key}:000000%%"


def _section(heading: str, steps: list[KeptStep], sign: str | None = None) -> list[str]:
    if not steps:
        return []
    lines = [marked_line(f"## {heading}"), ""]
    for step in steps:
        line = f"- [{sign if sign and step.sign == ' ' else step.sign}] {step.text}"
        lines.append(
            (_as_changed(line, step.key) if step.line is not None else marked_line(line, step.key)) + step.tail
        )
        lines += _spaced(step.below)
    return [*lines, ""]


def _changes(plan: Plan, kept: KeptPlan, planned: set[str], over: list[KeptStep], title: Callable[[str], str],
             words: Words, closed: Callable[[str], bool]) -> list[str]:
    """Say what differs from the file before. Nothing for a first plan."""
    if not kept.steps:
        return []
    said = [words("plan.proven" if closed(step.key) else "plan.dropped", what=step.text) for step in over
            if step.week is not None]
    for week in plan.weeks:
        for step in week.steps:
            old = kept.steps.get(step_mark(*step.key))
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
    return [
        marked_line(f"## {words('plan.changed')}"),
        "",
        *(marked_line(f"- {text}") for text in said[:_CHANGES] + more),
        "",
    ]


def _link(concept: str, title: Callable[[str], str]) -> str:
    path, subpath = path_of(concept), subpath_of(concept)
    name = one_line(title(concept))
    for sign in "[]|%":
        name = name.replace(sign, " ")
    target = visible_line(f"{path.removesuffix('.md')}{'#' if subpath else ''}{subpath}")
    return f"[[{target}|{' '.join(name.split())}]]"


def _spaced(lines: list[str]) -> list[str]:
    """The person's lines as they are; what begins a block of its own is set apart from the list above."""
    return ["", *lines, ""] if lines and not lines[0][:1].isspace() else list(lines)


def plan_lines(vault: str, plan: Plan, title: Callable[[str], str], words: Words, width: int,
               most: int) -> Iterator[str]:
    """A block a week, two lines a step; of more than ``most`` steps their number."""
    count = sum(len(week.steps) for week in plan.weeks)
    yield from _said_lines(plan.said, words, width)
    if not count:
        yield from wrap(plan.nothing or words("plan.none"), width)
        return
    yield bold(words("plan.head", vault=vault, steps=words.count("step", count),
                     weeks=words.count("week", len(plan.weeks))))
    shown = 0
    for week in plan.weeks:
        if shown >= most:
            break
        yield ""
        yield bold(words("plan.week", n=week.week)) + (f": {week.subsystem}" if week.subsystem else "")
        for step in week.steps[:most - shown]:
            shown += 1
            name = f"{words.name('stage', step.stage)}: {title(step.concept)}"
            head = f"{'✓' if step.done else '·'} {name} — {step.action}"
            first, *rest = wrap(head, width - 4)
            yield f"  {first}"
            yield from (f"    {line}" for line in rest)
            for text in (words("plan.done_when", what=step.done_when), words("plan.why", why=step.why)):
                yield from (dim(f"    {line}") for line in wrap(text, width - 4))
    if shown < count:
        yield ""
        yield dim(words("plan.rest", steps=words.count("step", count - shown)))
    for cycle in plan.cycles:
        yield ""
        yield f"{words('plan.cycles')}: {' ↔ '.join(map(title, cycle))}"


def _said_lines(said: Sequence[SaidStep], words: Words, width: int) -> Iterator[str]:
    """The plans that notes hold, each with how many of its steps are ticked."""
    for note, group in groupby(said, key=lambda step: step.note):
        steps = list(group)
        done = sum(step.done for step in steps)
        yield bold(words("plan.said", note=one_line(note), done=words.number(done), of=words.number(len(steps))))
        for step in steps[:_MOST_SAID]:
            head = f"{'✓' if step.done else '·'} {words('plan.week', n=step.week)}: {one_line(step.text)}"
            first, *_ = wrap(head, width - 4 - len(str(step.line)))
            yield f"  {first}" + dim(f"  :{step.line}")
        if len(steps) > _MOST_SAID:
            yield "  " + dim(words("gaps.more", n=words.number(len(steps) - _MOST_SAID)))
        yield ""


_MOST_SAID = 8


@dataclass(frozen=True, slots=True)
class PlanView:
    """Values that the formats of ``plan`` are made of. ``title`` gives a concept's name, ``note`` the text of the plan
    as a note."""

    vault: str
    plan: Plan
    title: Callable[[str], str]
    words: Callable[[], Words]
    note: Callable[[], str]
    most: int = 1_000_000


def as_text(view: PlanView) -> Lines:
    """See ``plan_lines``."""
    return Lines(plan_lines(view.vault, view.plan, view.title, view.words(), terminal_width(), view.most))


def as_json(view: PlanView) -> JsonObject:
    """CONTRACT, ``plan``."""
    last = max((step.week for step in view.plan.said), default=0)
    weeks = [*_said_weeks(view.plan.said, view.words()), *(_as_week(week, last) for week in view.plan.weeks)]
    return JsonObject({"schema": "plan/1", "weeks": weeks, "nothing": view.plan.nothing,
                       "cycles": map(to_json_value, view.plan.cycles)})


def as_markdown(view: PlanView) -> Lines:
    """The note that ``--write`` would keep."""
    return Lines(view.note().splitlines())


def _as_week(week: Week, after: int) -> dict[str, Any]:
    plain: dict[str, Any] = to_json_value(week)
    return plain | {"week": week.week + after, "steps": [{**step, "from": None} for step in plain["steps"]]}


def _said_weeks(said: Sequence[SaidStep], words: Words) -> Iterator[dict[str, Any]]:
    """The weeks of plans that notes hold, in the form of ours."""
    ordered = sorted(said, key=lambda step: (step.week, step.note, step.line))
    for number, group in groupby(ordered, key=lambda step: step.week):
        steps = [{"concept": step.note, "stage": "note", "action": step.text,
                  "why": words("plan.why_said", place=f"{step.note}:{step.line}"),
                  "done_when": words("plan.done_said"), "done": step.done, "depends_on": [],
                  "from": {"note": step.note, "line": step.line, "role": step.role, "date": step.date}}
                 for step in group]
        yield {"week": number, "subsystem": None, "steps": steps}
