"""Bounds on the time and the output of a template of a stranger's vault."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace

from vaultkit.text.lazy_pattern import lazy_pattern

SECONDS = 5.0
MOST = 1_000_000
_WIDTH = lazy_pattern(r"\d{5,}")
_FILTERS = ("center", "format", "indent", "join", "replace", "wordwrap", "truncate", "batch", "slice", "sum", "tojson",
            "round", "pprint")


class OutOfBounds(SecurityError):
    """The template would run or write beyond its bounds."""


class BoundedEnvironment(SandboxedEnvironment):
    """The sandbox, with every operation that may make much out of little looked at before it is done."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters.update({name: _guarded(self.filters[name]) for name in _FILTERS})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would be larger than the bound."""
        sizes = _size(left), _size(right)
        if operator == "*" and not (isinstance(left, float) or isinstance(right, float)):
            _hold(max(sizes[0] * _number(right), sizes[1] * _number(left), *sizes))
        elif operator == "**":
            _hold(sizes[0] * max(_number(right), 1))
        else:
            _hold(sum(sizes))
            if operator == "%" and isinstance(left, str):
                _check(left, right)
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse methods that would make more than the bound."""
        owner = getattr(__obj, "__self__", getattr(getattr(__obj, "__wrapped__", None), "__self__", None))
        if isinstance(owner, (str, bytes, int)):
            _check(owner, *args, *kwargs.values())
        return super().call(__context, __obj, *args, **kwargs)


@contextmanager
def deadline() -> Iterator[None]:
    """End what runs in templates after ``SECONDS``, or when a value of theirs grows beyond the bound."""
    end, before = time.monotonic() + SECONDS, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.endswith(".j2"):
            return None
        if time.monotonic() > end:
            raise OutOfBounds(f"it runs for more than {SECONDS:.0f} seconds, the bound of a template")
        for value in [inner for held in frame.f_locals.values() for inner in _held(held)]:
            if isinstance(value, (str, list, tuple, dict)) and len(value) > MOST:
                raise _too_much()
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def joined(pieces: Iterator[str]) -> str:
    """Return what a template writes, as long as it is within the bound."""
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        _hold(size)
        kept.append(piece)
    return "".join(kept)


def _held(value: Any) -> list[Any]:
    """A variable's value, or those of a namespace."""
    if not isinstance(value, Namespace):
        return [value]
    attributes: dict[str, Any] = object.__getattribute__(value, "_Namespace__attrs")
    return list(attributes.values())


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    import functools

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        _check(*args, *kwargs.values())
        return function(*args, **kwargs)

    return guarded


def _check(*values: Any) -> None:
    """Refuse sizes whose product is beyond the bound, and widths of five digits in a form."""
    product = 1
    for value in values:
        if isinstance(value, int) and not isinstance(value, bool):
            _hold(abs(value))
        elif isinstance(value, (str, list, tuple)):
            product *= max(len(value), 1)
            if isinstance(value, str) and ("%" in value or "{" in value) and _WIDTH.search(value):
                raise _too_much()
    _hold(product)


def _size(value: Any) -> int:
    if isinstance(value, (str, bytes, list, tuple, dict)):
        return len(value)
    return value.bit_length() if isinstance(value, int) else 1


def _number(value: Any) -> int:
    return abs(value) if isinstance(value, int) else 1


def _hold(size: int) -> None:
    if size > MOST:
        raise _too_much()


def _too_much() -> OutOfBounds:
    return OutOfBounds(f"it makes more than {MOST:,} characters, the bound of a template")
