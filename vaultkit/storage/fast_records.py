"""Making many frozen records fast.

A frozen dataclass sets each of its fields through ``object.__setattr__``, which costs more than reading the Markdown
that a link came from. A twin class with the same slots is filled plainly and then becomes the real one, which Python
allows for classes of one layout: the record that comes out is the same, frozen as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, ParamSpec, TypeVar

from vaultkit.model.constructs import type_text

_P = ParamSpec("_P")
_T = TypeVar("_T")


def maker(record: Callable[_P, _T]) -> Callable[_P, _T]:
    """A function that makes ``record``s (a frozen, slotted dataclass without default factories and post-init) from
    the same arguments as the class itself, some four times as fast."""
    assert isinstance(record, type) and is_dataclass(record)
    names = [field.name for field in fields(record)]
    twin = type(record.__name__, (), {"__slots__": tuple(names)})
    space: dict[str, Any] = {"new": object.__new__, "twin": twin, "record": record}
    for field in fields(record):
        space[f"default_{field.name}"] = field.default
    required = {name for name in names if space[f"default_{name}"].__class__.__name__ == "_MISSING_TYPE"}
    signature = ", ".join(name if name in required else f"{name}=default_{name}" for name in names)
    lines = [f"def make({signature}):", " made = new(twin)", *(f" made.{name} = {name}" for name in names),
             " made.__class__ = record", " return made"]
    exec("\n".join(lines), space)  # noqa: S102 - nothing but the names of fields goes in
    made: Callable[_P, _T] = space["make"]
    return made


def rows_maker(record: Callable[..., _T]) -> Callable[[Iterable[Sequence[Any]]], tuple[_T, ...]]:
    """A function that makes a tuple of ``record``s from rows of JSON, each with a value a field in their order. What
    the class declares as a tuple becomes one again, also where tuples lie in a tuple."""
    assert isinstance(record, type) and is_dataclass(record)
    make: Any = maker(record)
    names = [field.name for field in fields(record)]
    known = vars(sys.modules[record.__module__])
    rows_of = {field.name: known.get(_item(type_text(field))) for field in fields(record)}
    given = [_from_list(field.name, type_text(field), rows_of[field.name]) for field in fields(record)]
    if given == names:
        return lambda rows: tuple([make(*row) for row in rows])
    # A lambda of these very names: nothing is called for a value that JSON gives back as it was.
    code = f"lambda rows: tuple([make({', '.join(given)}) for {', '.join(names)}, in rows])"
    space = {"make": make, **{f"row_{name}": row for name, row in rows_of.items()}}
    made: Callable[[Iterable[Sequence[Any]]], tuple[_T, ...]] = eval(code, space)  # noqa: S307 - as above
    return made


def _item(annotation: str) -> str:
    """Return what a tuple of one type is declared to hold: ``TurnPart`` of ``tuple[TurnPart, ...]``."""
    return annotation.removeprefix("tuple[").partition(",")[0]


def _from_list(name: str, annotation: str, row: object) -> str:
    """The expression that makes a value of this type of what JSON gives; ``row`` is the named tuple that a tuple
    holds."""
    if not annotation.startswith("tuple["):
        return name
    if isinstance(row, type) and issubclass(row, tuple):
        return f"tuple([row_{name}(*row) for row in {name}])"
    inner = annotation.removeprefix("tuple[")
    made = f"tuple(map(tuple, {name}))" if inner.startswith("tuple[") else f"tuple({name})"
    return f"None if {name} is None else {made}" if annotation.endswith("| None") else made
