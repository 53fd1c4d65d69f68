"""Search for symbols that are no longer where they were, told by their bodies and by the company they keep.

Four signs, in this order: the same body under a name that is new; a file or class of whose members half went to one
place went there itself; members that lost their name where others of the same body came; a member of something that
moved is found there under its old name.
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
    """Body of a symbol, as far as it is compared."""

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
    """Return what is compared of a symbol of the index."""
    return Body(place, symbol.kind, symbol.body_hash, symbol.size, symbol.plain_hash)


def same_kind(one: str, other: str) -> bool:
    """Functions and methods may become each other; nothing else may."""
    return _KINDS.get(one, one) == _KINDS.get(other, other)


def pick(lost: Body, candidates: list[Body], alone: bool = True) -> Body | None:
    """The candidate that ``lost`` became, when one stands out: the only one, or the only one of its name.

    A small body proves nothing by itself: then the name has to be the same, or the file and no other one in question.
    ``alone``: no other lost symbol has this body.
    """
    fitting = [c for c in candidates if same_kind(lost.kind, c.kind)]
    tail = tail_of(lost.place.name)
    base = lost.place.path.rpartition("/")[2]
    for same in (
        [c for c in fitting if c.place.name == lost.place.name and c.place.path.rpartition("/")[2] == base],
        [c for c in fitting if c.place.name == lost.place.name],
        [c for c in fitting if tail_of(c.place.name) == tail],
    ):
        if len(same) == 1 and (lost.place.name or lost.size >= SMALL):
            return same[0]
        if same and lost.place.name:
            return None
    near = [c for c in fitting if c.place[:2] == lost.place[:2]]
    for group, least in ((near, _TINY), (fitting, SMALL)):
        if len(group) == 1 and alone and lost.size >= least:
            return group[0]
    return None


def match(lost: list[Body], new: Iterable[Body]) -> dict[Place, Place]:
    """Lost place → new place."""
    by_hash: defaultdict[str, list[Body]] = defaultdict(list)
    places = set()
    everything = list(new)
    for body in everything:
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
    _by_company(lost, everything, found, places)
    return found


def _by_company(lost: list[Body], new: list[Body], found: dict[Place, Place], places: set[Place]) -> None:
    """Members of something that is known to have moved are there under their old name; else, and in what did not move,
    when as many new members as lost ones have a body, however small, they are the same ones in the same order."""
    taken = set(found.values())
    there: defaultdict[tuple[Place, str, str], list[Place]] = defaultdict(list)
    for body in new:
        if body.place.name and body.hash and body.place not in taken:
            there[_owner(body.place), _KINDS.get(body.kind, body.kind), body.hash].append(body.place)
    levels: defaultdict[int, list[Body]] = defaultdict(list)
    for body in lost:
        if body.place.name:
            levels[body.place.name.count(".")].append(body)
    lost_places = {body.place for body in lost}
    for _, members in sorted(levels.items()):
        groups: defaultdict[tuple[Place, str, str], list[Place]] = defaultdict(list)
        for body in members:
            owner = _owner(body.place)
            home = found.get(owner) if owner in lost_places else owner
            if body.place in found or home is None:
                continue
            simple = body.place.name.rpartition(".")[2]
            same = home._replace(name=f"{home.name}.{simple}" if home.name else simple)
            if owner in lost_places and same in places:
                found[body.place] = same
            elif body.hash:
                groups[home, _KINDS.get(body.kind, body.kind), body.hash].append(body.place)
        for key, old in groups.items():
            if len(old) == len(there.get(key, ())):
                found.update(zip(old, there[key], strict=True))


def _owner(place: Place) -> Place:
    return place._replace(name=place.name.rpartition(".")[0])


def _by_members(lost: list[Body], found: dict[Place, Place], places: set[Place]) -> None:
    """A file or class whose own body changed went where half of its members or more went."""
    votes: defaultdict[Place, Counter[Place]] = defaultdict(Counter)
    members: Counter[Place] = Counter()
    for body in lost:
        owner = body.place.name.rpartition(".")[0]
        for home, target_name in ((body.place._replace(name=owner), True), (body.place._replace(name=MODULE), False)):
            if not body.place.name or (target_name and not owner):
                continue
            # A small body that is not found again is no evidence against a move.
            members[home] += body.size >= SMALL or body.place in found
            if body.place in found:
                target = found[body.place]
                votes[home][target._replace(name=target.name.rpartition(".")[0] if target_name else MODULE)] += 1
    for body in lost:
        if body.place in found or not votes.get(body.place):
            continue
        target, count = votes[body.place].most_common(1)[0]
        if 2 * count >= members[body.place] and target in places and bool(target.name) == bool(body.place.name):
            found[body.place] = target
