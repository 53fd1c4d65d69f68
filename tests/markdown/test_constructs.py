"""The table of constructs: what is wrong with a row is told by its name, and the index's version follows the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from vaultkit.model.constructs import CONSTRUCTS, BadConstruct, Construct, check_constructs, layout_version
from vaultkit.model.marks import Tag, Task


class Plain:
    text: str


@dataclass
class Thawed:
    text: str


@dataclass(frozen=True)
class WithoutSlots:
    text: str


@dataclass(frozen=True, slots=True)
class Lossy:
    text: set[str]


@dataclass(frozen=True, slots=True)
class Nested:
    task: Task


@dataclass(frozen=True, slots=True)
class Factory:
    lines: tuple[int, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Named:
    text: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Worked:
    text: str

    def __post_init__(self) -> None:
        raise AssertionError


def tasks(record: object = Task, function: str | None = "tasks:tasks", name: str = "tasks") -> list[Construct]:
    """The table with another row for tasks."""
    other = Construct(name, record, function)  # type: ignore[arg-type]
    return [other if row.field == "tasks" else row for row in CONSTRUCTS]


WRONG: dict[str, tuple[Callable[[], list[Construct]], str]] = {
    "a field that Note has not": (lambda: tasks(name="chores"), "row 'chores': Note has no field chores"),
    "a field twice": (lambda: [*CONSTRUCTS, *CONSTRUCTS[-1:]], "row 'mentions': the field mentions is filled already"),
    "a field that no construct fills": (lambda: tasks(name="title"), "the field title is filled already"),
    "no row": (lambda: [row for row in CONSTRUCTS if row.field != "tasks"], "no row fills Note.tasks"),
    "another record": (lambda: tasks(Tag), "Note.tasks is tuple[Task, ...], not tuple[Tag, ...]"),
    "no function": (lambda: tasks(function=None), "no function is named"),
    "no place of a function": (lambda: tasks(function="tasks"), "'tasks' is not of the form module:function"),
    "no class": (lambda: tasks("Task"), "Task is no dataclass"),
    "no dataclass": (lambda: tasks(Plain), "Plain is no dataclass"),
    "not frozen": (lambda: tasks(Thawed), "Thawed is not @dataclass(frozen=True, slots=True)"),
    "no slots": (lambda: tasks(WithoutSlots), "WithoutSlots is not @dataclass(frozen=True, slots=True)"),
    "a set": (lambda: tasks(Lossy), "Lossy.text is set[str], which JSON does not give back"),
    "a record in a record": (lambda: tasks(Nested), "Nested.task is Task, which JSON does not give back"),
    "a default factory": (lambda: tasks(Factory), "Factory.lines has a default factory"),
    "given by name alone": (lambda: tasks(Named), "Named.text can't be given by its place"),
    "work after it is made": (lambda: tasks(Worked), "Worked has a __post_init__"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_is_told(case: str) -> None:
    rows, message = WRONG[case]
    with pytest.raises(BadConstruct) as raised:
        check_constructs(rows())
    assert message in str(raised.value) and str(raised.value).startswith("model/constructs.py")


def test_the_table_that_stands_is_right() -> None:
    check_constructs(CONSTRUCTS)


def test_the_version_follows_the_table_and_fits_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    import vaultkit.model.constructs as table

    before = layout_version("ddl")
    assert 0 < before < 2**31 and before == layout_version("ddl") != layout_version("another ddl")
    for rows in (tasks(Tag), CONSTRUCTS[:-1], CONSTRUCTS[::-1], tasks(name="chores")):
        monkeypatch.setattr(table, "CONSTRUCTS", tuple(rows))
        assert layout_version("ddl") != before
