"""How much a gap matters, and why, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from vaultkit.graph.verdict import GOOD, Verdict
from vaultkit.graph.web import Web

_DAY = 86_400 * 10**9
Lang = Literal["ru", "en"]


class Weight(NamedTuple):
    """What is known of one concept: how many concepts depend on it (through others too), how many notes link to it, its
    age in days behind the newest note."""

    dependents: int
    linked: int
    days: int


def dependents(web: Web, concepts: Iterable[str]) -> dict[str, int]:
    """Concept → number of other concepts that depend on it, directly or through others."""
    known = set(concepts)
    users: dict[str, set[str]] = {}
    for tie in web.ties:
        if tie.relation == "depends_on" and tie.source in known and tie.target in known:
            users.setdefault(tie.target, set()).add(tie.source)
    counts: dict[str, int] = {}
    for concept in users:
        seen = {concept}
        queue = [concept]
        # Bounded, so that a cycle of thousands costs no square of it; beyond this the number says enough.
        while queue and len(seen) <= 200:
            new = users.get(queue.pop(), set()) - seen
            seen |= new
            queue.extend(new)
        counts[concept] = len(seen) - 1
    return counts


def linked_from(edges: Iterable[tuple[str, str, object, object, int, int, bool, str]],
                targets: Collection[str]) -> dict[str, int]:
    """Path → number of notes that link to it, of each of ``targets`` that is linked at all."""
    pairs = {(edge[0], edge[1]) for edge in edges if edge[1] in targets and edge[0] != edge[1]}
    counts: dict[str, int] = {}
    for _, target in pairs:
        counts[target] = counts.get(target, 0) + 1
    return counts


def age_in_days(mtime_ns: Mapping[str, int]) -> dict[str, int]:
    """Path → days by which it is older than the newest note, so that the order does not change from day to day."""
    newest = max(mtime_ns.values(), default=0)
    return {path: (newest - at) // _DAY for path, at in mtime_ns.items()}


def priority(found: Verdict, weight: Weight, most_linked: int, last: int) -> float:
    """0 for what is done, else 1 to 100: half by dependents, a fifth each by links and by what is done already, the
    rest by age."""
    if found.state in GOOD or found.state == "waived":
        return 0.0
    needed = weight.dependents / (weight.dependents + 2)
    central = weight.linked / most_linked if most_linked else 0.0
    done = max(0.0, found.outcome.far) / last
    waiting = min(1.0, weight.days / 365)
    return round(1 + 99 * (0.5 * needed + 0.2 * central + 0.2 * done + 0.1 * waiting), 1)


def reasons(found: Verdict, weight: Weight, most_linked: int, last: int, lang: Lang) -> list[str]:
    """The parts of the priority that weigh something, in words."""
    if found.state in GOOD or found.state == "waived":
        return []
    said: list[str] = []
    if weight.dependents:
        said.append(_count(weight.dependents, lang, ("от неё зависит {} идея", "от неё зависят {} идеи",
                                                     "от неё зависят {} идей"),
                           ("{} concept depends on it", "{} concepts depend on it")))
    if weight.linked and weight.linked * 2 >= most_linked:
        said.append(_count(weight.linked, lang, ("на неё ссылается {} заметка", "на неё ссылаются {} заметки",
                                                 "на неё ссылаются {} заметок"),
                           ("{} note links to it", "{} notes link to it")))
    missing = last - found.last
    if found.state == "partial" and missing <= 2:
        said.append(_count(missing, lang, ("осталась {} ступень", "остались {} ступени", "осталось {} ступеней"),
                           ("{} stage left", "{} stages left")))
    if weight.days >= 90:
        said.append(_count(weight.days, lang, ("не менялась {} день", "не менялась {} дня", "не менялась {} дней"),
                           ("unchanged for {} day", "unchanged for {} days")))
    return said


def _count(number: int, lang: Lang, russian: tuple[str, str, str], english: tuple[str, str]) -> str:
    if lang == "en":
        return english[number != 1].format(number)
    tens, ones = number % 100, number % 10
    form = 2 if 11 <= tens <= 14 or ones == 0 or ones >= 5 else 0 if ones == 1 else 1
    return russian[form].format(number)
