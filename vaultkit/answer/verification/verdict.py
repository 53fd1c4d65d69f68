"""The verdict on one line: each of its clauses is aligned with the clause of the passages that says most of it, and
what the two bind together is compared.

A saying is contradicted where numbers, names, opposites or negation of aligned clauses differ, or where two clauses of
the line cross two of one sentence (each takes a part of both): an exchange. It is unsupported where too little of it is
found. What agrees in all and is word for word is supported, the rest a paraphrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from vaultkit.answer.verification.causes import turned
from vaultkit.answer.verification.claims import Clause, clauses_of, measures

Kind = Literal["supported", "paraphrase", "contradicted", "unsupported"]
# Half of a line's words must stand in what it is aligned with: with fewer there is nothing to compare.
LEAST, ALIGNED = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """``support`` in [0, 1]: the share of the line that its passages hold. ``why`` names what disagrees, or is None.
    ``used`` are the places of the passages that it was aligned with."""

    kind: Kind
    support: float
    why: str | None = None
    used: tuple[int, ...] = ()

    @property
    def kept(self) -> bool:
        """True where the line may be shown as what the notes say."""
        return self.kind in ("supported", "paraphrase")


@dataclass(frozen=True, slots=True)
class _Place:
    """A clause of a passage: ``passage`` and its own place there."""

    passage: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class _Pair:
    said: Clause
    held: _Place
    near: tuple[_Place, ...]
    share: float


def check_line(line: str, passages: Sequence[str]) -> Verdict:
    """Judge whether ``passages`` (their text, headings included) say ``line``. A line over two notes needs both."""
    said = clauses_of(line)
    if not said or not passages:
        return Verdict("unsupported", 0.0, "nothing is claimed" if passages else "no passage")
    flat = " ".join(line.split()).rstrip(".")
    for place, passage in enumerate(passages):
        if flat in " ".join(passage.split()):
            return Verdict("supported", 1.0, None, (place,))
    places = [_Place(number, clause) for number, passage in enumerate(passages) for clause in clauses_of(passage)]
    if not places:
        return Verdict("unsupported", 0.0, "no passage")
    pairs = [_aligned(clause, said, places) for clause in said]
    everything = frozenset().union(*(place.clause.all for place in places))
    wanted = frozenset().union(*(clause.all for clause in said))
    near = frozenset().union(*(other.clause.all for pair in pairs for other in pair.near))
    support = round(len(wanted & near) / len(wanted), 4) if wanted else 0.0
    used = tuple(sorted({pair.held.passage for pair in pairs}))
    why = _missing_number(said, places)
    if why is None and support >= LEAST:
        why = next(filter(None, (_contradiction(pair, everything) for pair in pairs)), None) or (
            _exchange(pairs) or turned(line, [passages[place] for place in used]))
    if why is not None:
        return Verdict("contradicted", support, why, used)
    strange = [name for clause in said for name in clause.names if name not in everything]
    if strange:
        return Verdict("unsupported", support, "a name that is not there", used)
    if support < LEAST or any(not pair.said.all & frozenset().union(*(other.clause.all for other in pair.near))
                              for pair in pairs if pair.said.words):
        return Verdict("unsupported", support, "too little of it stands there", used)
    return Verdict("paraphrase", support, None, used)


def _aligned(clause: Clause, line: Sequence[Clause], places: Sequence[_Place]) -> _Pair:
    """The place that says most of ``clause``; of equals the one whose sentence says most of the whole line."""
    whole = frozenset().union(*(other.all for other in line))
    sentences: dict[tuple[int, int], set[str]] = {}
    for place in places:
        sentences.setdefault((place.passage, place.clause.sentence), set()).update(place.clause.all)

    def worth(place: _Place) -> tuple[float, ...]:
        around = sentences[place.passage, place.clause.sentence]
        common = len(clause.all & place.clause.all)
        return (2 * common + len(clause.all & around) + 0.5 * len(whole & around)
                + 0.3 * len(clause.sides & place.clause.sides), -len(place.clause.all))

    best = max(places, key=worth)
    near = tuple(place for place in places if place.passage == best.passage
                 and abs(place.clause.sentence - best.clause.sentence) <= 1)
    share = len(clause.all & best.clause.all) / len(clause.all) if clause.all else 0.0
    return _Pair(clause, best, near, share)


def _missing_number(said: Sequence[Clause], places: Sequence[_Place]) -> str | None:
    held = {(number, head) for place in places for number, head, _ in place.clause.numbers}
    for clause in said:
        for value, head, _ in clause.numbers:
            heads = {other for number, other in held if number == value}
            if not heads:
                return "a number that is not there"
            if measures(head) and head not in heads and any(measures(other) for other in heads):
                return "a number of another unit"
    return None


def _contradiction(pair: _Pair, everything: frozenset[str]) -> str | None:
    said, held = pair.said, pair.held.clause
    sentence = [place.clause for place in pair.near if place.clause.sentence == held.sentence]
    if _unnegated(said, everything) or _denied(pair, sentence):
        return "one says not"
    return (_opposite(pair, sentence) or _other_number(pair)
            or (_other_name(pair) if pair.share >= ALIGNED else None))


def _unnegated(said: Clause, everything: frozenset[str]) -> bool:
    """Return whether a word stands there only with the prefix that turns it: even, uneven."""
    return any(word not in everything and any(prefix + word in everything for prefix in ("un", "не", "im", "in"))
               for word in said.words if len(word) > 3)


def _denied(pair: _Pair, sentence: Sequence[Clause]) -> bool:
    """Return whether one denies a word that the other says."""
    said, held = pair.said, pair.held.clause
    if pair.share >= ALIGNED and said.negated != held.negated and (
            not (said.denied | held.denied) or (said.denied | held.denied) & said.words & held.words):
        return True
    denied = frozenset().union(*(clause.denied for clause in sentence))
    plain = frozenset().union(*(clause.words - clause.denied for clause in sentence if not clause.negated))
    if said.denied:
        return bool(said.negated and said.denied & plain - denied and pair.share >= ALIGNED)
    return bool((denied - plain) & said.words and not said.negated)


def _opposite(pair: _Pair, sentence: Sequence[Clause]) -> str | None:
    """The other side of a pair of opposites, in the clause or in its whole sentence."""
    around = frozenset().union(*(clause.sides for clause in sentence))
    for thing, side in pair.said.sides:
        here = {other for other_thing, other in pair.held.clause.sides if other_thing == thing}
        there = here or {other for other_thing, other in around if other_thing == thing}
        if there and side not in there and pair.share >= 0.3:
            return "the opposite stands there"
    return None


def _other_number(pair: _Pair) -> str | None:
    """A number where what it counts, or what it is said of, has another one there."""
    near = [place.clause for place in pair.near]
    numbers = {number for clause in near for number in clause.numbers}
    for value, head, then in pair.said.numbers:
        same = {number for number, other, _ in numbers if head and other == head}
        heads = {other for number, other, _ in numbers if number == value}
        if same and value not in same and (not heads or measures(head) or len(heads) == 1):
            return "a number that counts something else"
        exact = {number for number, other, after in numbers if head and then and (other, after) == (head, then)}
        if exact and value not in exact:
            return "a number of something else"
        own = {number for number, _, _ in pair.held.clause.numbers}
        if own and value not in own and pair.share >= ALIGNED and not heads:
            return "a number of something else"
        for key in pair.said.names | pair.said.sides:
            bound = [clause for clause in near if key in clause.names or key in clause.sides]
            rivals = {number for clause in bound for number, other, _ in clause.numbers if head and other == head}
            if rivals and not any(value == number for clause in bound for number, _, _ in clause.numbers):
                return "a number of something else"
    return None


def _other_name(pair: _Pair) -> str | None:
    """A name that stands beside, where the aligned clause names another one."""
    held = pair.held.clause
    beside = frozenset().union(*(place.clause.names for place in pair.near)) - held.all
    return "a name of something else" if pair.said.names & beside and held.names - pair.said.all else None


def _exchange(pairs: Sequence[_Pair]) -> str | None:
    """Two clauses of the line that each take a part of the same two clauses of one sentence."""
    for one, other in combinations(pairs, 2):
        first, second = one.said.all - other.said.all, other.said.all - one.said.all
        near = [place.clause for place in one.near if place.passage == other.held.passage]
        for left, right in combinations(near, 2):
            if left.sentence != right.sentence:
                continue
            only, also = left.all - right.all, right.all - left.all
            if first & only and first & also and second & only and second & also:
                return "two things are exchanged"
    return None
