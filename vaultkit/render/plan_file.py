"""A plan that a person keeps: read back with its ticks and what was written into it.

Every line of ours ends in a mark that Obsidian does not show, ``%%vk:WHAT:SUM%%``; SUM is of the line's text, so that a
line that somebody changed is known and stays as it was changed. Everything else between the two markers is theirs and
stays behind the step that it stands behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b

from vaultkit.errors import UsageError

BEGIN, END = "<!-- vaultkit: plan begin -->", "<!-- vaultkit: plan end -->"
_MARK = re.compile(r"\s*%%vk:(?P<what>[\w-]*):(?P<sum>[0-9a-f]{6})%%(?P<tail>.*)$")
_TASK = re.compile(r"^(?P<before>\s*[-*+] \[)(?P<sign>.)(?P<after>\] ?)(?P<text>.*)$", re.DOTALL)


def key_of(concept: str, stage: str) -> str:
    """The mark of a step: the same in every plan."""
    return _sum(f"{concept}\n{stage}", 4)


def marked(text: str, what: str = "") -> str:
    """A line of ours; ``what`` is the key of a step, ``w3`` for the heading of the third week, else empty."""
    return f"{text} %%vk:{what}:{_sum(_unticked(text), 3)}%%"


@dataclass(slots=True)
class KeptStep:
    """A step as the file has it. ``sign`` is the character in its box; ``line`` its text without mark and box where
    the person changed it, else None; ``text`` the text in any case; ``tail`` what was written behind the mark;
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
        """Whether the box of a step is ticked."""
        step = self.steps.get(key_of(concept, stage))
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
