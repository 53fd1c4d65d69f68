"""``duplicate-uid``: two notes, or turns of chats, have one id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.model import NoteFacts

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_NAMES = frozenset(("uid", "uuid"))
_TWICE = ("the id {uid} stands in {other} too", "идентификатор {uid} стоит и в {other}")
_AGAIN = ("the id {uid} stands in line {other} too", "идентификатор {uid} стоит и в строке {other}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every place of an id that stands in a second place too, also where that is a note out of judgement."""
    own = {note.path: list(uids_of(context, note)) for note in context.facts}
    places: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for path, found in own.items():
        for uid, line in found:
            places[uid].append((path, line))
    if context.paths is not None:
        for note in others(context, places):
            for uid, line in uids_of(context, note):
                places[uid].append((note.path, line))
    for path, found in own.items():
        for uid, line in found:
            if len(places[uid]) > 1:
                other = min(place for place in places[uid] if place != (path, line))
                row, column = context.spot(path, line, uid)
                text = context.say(_AGAIN if other[0] == path else _TWICE, uid=uid,
                                   other=other[1] if other[0] == path else other[0])
                yield RuleHit(path, row, column, text, uid)


def others(context: CheckContext, uids: Iterable[str]) -> list[NoteFacts]:
    """The notes beside those that are judged in which one of the ids stands."""
    found: set[str] = set()
    for uid in list(uids):
        found.update(path for table in ("notes", "bodies")
                     for path in context.lookups.holding(f'"{uid}"', None, table=table))
        if uid.isdigit():
            found.update(context.lookups.holding(f",{uid},", None, table="notes"))
    return context.facts_of(sorted(path for path in found if not context.judges(path)))


def uids_of(context: CheckContext, note: NoteFacts) -> Iterator[tuple[str, int]]:
    for name, value in note.properties.items():
        if name.casefold() in _NAMES and isinstance(value, (str, int)) and str(value).strip():
            yield str(value).strip(), note.property_lines.get(name, 1)
    if note.is_chat:
        for turn in context.index.note(note.path).turns:
            if turn.uid:
                yield turn.uid, turn.end_line


RULE = Rule(
    "duplicate-uid", "error",
    "A `uid` (or `uuid`) in the properties, or the UID of a chat's turn, stands in two places: most often a note was"
    " copied. Whatever looks a note up by its id finds the wrong one.",
    ("give the copy an id of its own", "дайте копии свой идентификатор"), find)
