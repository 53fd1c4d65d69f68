"""``waiver-expired``: a gap was accepted until a day that is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.graph.gap_types import day_of, waiver_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_OVER = ("the waiver ended on {until}", "исключение действовало до {until}")
_NO_DAY = ("the waiver's until is no date: {until}", "срок исключения — не дата: {until}")
_WRITE = ("write the day as year-month-day: 2027-01-31", "запишите день как год-месяц-число: 2027-01-31")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for note in context.facts:
        waiver = waiver_of(note, context.frame.today)
        if waiver is not None and waiver.expired:
            line, column = context.spot(note.path, waiver.line, "until")
            dated = day_of(waiver.until) is not None
            yield RuleHit(note.path, line, column, context.say(_OVER if dated else _NO_DAY, until=waiver.until),
                      f"until {waiver.until}", None if dated else context.say(_WRITE))


RULE = Rule(
    "waiver-expired", "error",
    "A note accepts its gaps (`waive: {terms: […], reason: …, until: 2027-01-31}`) until a day that is over, or until"
    " something that is no date. The waiver no longer counts, and its gaps show again.",
    ("close the gap, or set a later day", "закройте пробел или назначьте более поздний день"), find)
