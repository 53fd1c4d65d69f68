"""Where symbols went that are no longer where they were, told by their bodies and by the company they keep.

Three signs, in this order: the same body under a name that is new; a file or class of whose members half went to one
place went there itself; a member of something that moved is found there under its old name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from vaultkit.model import Symbol
from vaultkit.source.store import MODULE, tail_of

SMALL = 40
_TINY = 8
_KINDS = {"method": "function", "function": "function", "file": "module", "module": "module"}


class Place(NamedTuple):
    """A symbol's place: root, path and name inside of the file (``""``: the file)."""

    root: int
    path: str
    name: str


class Body(NamedTuple):
    """What is compared of a symbol."""

    place: Place
    kind: str
    hash: str | None
    size: int
    plain: str | None = None

    @property
    def hashes(self) -> tuple[str, ...]:
        """Its fingerprints: a renaming may change the words of its name inside of it, or leave them."""
        return tuple(dict.fromkeys(h for h in (self.hash, self.plain) if h))


def body_of(place: Place, symbol: Symbol) -> Body:
    """What is compared of a symbol of the index."""
    return Body(place, symbol.kind, symbol.body_hash, symbol.size, symbol.plain_hash)


def same_kind(one: str, other: str) -> bool:
    """Functions and methods may become each other; nothing else may."""
    return _KINDS.get(one, one) == _KINDS.get(other, other)


def pick(gone: Body, candidates: list[Body], alone: bool = True) -> Body | None:
    """The candidate that ``gone`` became, when one stands out: the only one, or the only one of its name.

    A small body proves nothing by itself: then the name has to be the same, or the file and no other one in question.
    ``alone``: no other lost symbol has this body.
    """
    fitting = [c for c in candidates if same_kind(gone.kind, c.kind)]
    tail = tail_of(gone.place.name)
    base = gone.place.path.rpartition("/")[2]
    for same in (
        [c for c in fitting if c.place.name == gone.place.name and c.place.path.rpartition("/")[2] == base],
        [c for c in fitting if c.place.name == gone.place.name],
        [c for c in fitting if tail_of(c.place.name) == tail],
    ):
        if len(same) == 1 and (gone.place.name or gone.size >= SMALL):
            return same[0]
        if same and gone.place.name:
            return None
    near = [c for c in fitting if c.place[:2] == gone.place[:2]]
    for group, least in ((near, _TINY), (fitting, SMALL)):
        if len(group) == 1 and alone and gone.size >= least:
            return group[0]
    return None


def match(lost: list[Body], new: Iterable[Body]) -> dict[Place, Place]:
    """Lost place → new place."""
    by_hash: defaultdict[str, list[Body]] = defaultdict(list)
    places = set()
    for body in new:
        places.add(body.place)
        for digest in body.hashes:
            by_hash[digest].append(body)
    twins = Counter(digest for body in lost for digest in body.hashes)
    found: dict[Place, Place] = {}
    for body in lost:
        alike = list(dict.fromkeys(other for digest in body.hashes for other in by_hash.get(digest, ())))
        alone = all(twins[digest] == 1 for digest in body.hashes)
        if alike and (target := pick(body, alike, alone)) is not None:
            found[body.place] = target.place
    _by_members(lost, found, places)
    _within_homes(lost, found, by_hash)
    for body in sorted(lost, key=lambda b: b.place.name.count(".")):
        if body.place in found or not body.place.name:
            continue
        owner, _, simple = body.place.name.rpartition(".")
        home = found.get(body.place._replace(name=owner))
        if home is not None:
            there = home._replace(name=f"{home.name}.{simple}" if home.name else simple)
            if there in places:
                found[body.place] = there
    return found


def _within_homes(lost: list[Body], found: dict[Place, Place], by_hash: dict[str, list[Body]]) -> None:
    """A member of something that moved is, under another name, the only one there of its body that nobody else is."""
    taken = set(found.values())
    for body in lost:
        owner = body.place.name.rpartition(".")[0]
        home = found.get(body.place._replace(name=owner)) if body.place.name and body.place not in found else None
        if home is None or body.size < _TINY:
            continue
        inside = {other.place for digest in body.hashes for other in by_hash.get(digest, ())
                  if same_kind(body.kind, other.kind) and other.place[:2] == home[:2]
                  and other.place.name.rpartition(".")[0] == home.name} - taken
        if len(inside) == 1:
            found[body.place] = target = inside.pop()
            taken.add(target)


def _by_members(lost: list[Body], found: dict[Place, Place], places: set[Place]) -> None:
    """A file or class whose own body changed went where half of its members or more went."""
    votes: defaultdict[Place, Counter[Place]] = defaultdict(Counter)
    members: Counter[Place] = Counter()
    for body in lost:
        owner = body.place.name.rpartition(".")[0]
        for home, target_name in ((body.place._replace(name=owner), True), (body.place._replace(name=MODULE), False)):
            if not body.place.name or (target_name and not owner):
                continue
            members[home] += 1
            if body.place in found:
                target = found[body.place]
                votes[home][target._replace(name=target.name.rpartition(".")[0] if target_name else MODULE)] += 1
    for body in lost:
        if body.place in found or not votes.get(body.place):
            continue
        target, count = votes[body.place].most_common(1)[0]
        if 2 * count >= members[body.place] and target in places and bool(target.name) == bool(body.place.name):
            found[body.place] = target
