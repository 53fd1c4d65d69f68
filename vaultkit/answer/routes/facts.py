"""What the routes know of a vault: its names, its gap report, its edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vaultkit.answer.text import STOP_EN, STOP_RU, WORD, stem
from vaultkit.graph.assess import Assessment
from vaultkit.graph.gap_types import Gap, GapReport
from vaultkit.graph.plan import Plan
from vaultkit.graph.web import Node, Tie
from vaultkit.model import NoteFacts

_EXTRA = frozenset("концепция концепции концепцию концепцией концепт концепта идея идеи идею заметка заметки "
                   "подсистема подсистемы подсистеме тема теме "
                   "темы concept idea note subsystem topic the".split())


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """``notes`` are those not excluded; ``link`` writes a path as the wikilink that opens it; ``text_of`` reads a note
    as it is on disk, None where it can't; ``mend`` says in the question's language what to do next about a gap;
    ``plan`` and ``assess`` are computed when a question asks for them."""

    notes: Sequence[NoteFacts]
    report: GapReport
    nodes: Mapping[str, Node]
    ties: Sequence[Tie]
    link: Callable[[str], str]
    text_of: Callable[[str], str | None]
    mend: Callable[[Gap, str], Sequence[str]] = lambda gap, language: ()
    plan: Callable[[], Plan | None] = lambda: None
    assess: Callable[[], Sequence[Assessment]] = lambda: ()

    def gap(self, note: str) -> Gap | None:
        """The gap report's entry of a note, or None for one that is no concept."""
        return next((gap for gap in self.report.gaps if gap.concept == note), None)


def named(name: str, notes: Sequence[NoteFacts], *, wide: bool = False) -> list[str]:
    """The notes that a person means by ``name`` in whatever inflection: those whose title, alias or file is called so;
    where there are none, or with ``wide``, those whose name holds all of its words too. At most eight, shorter names
    first; nothing when no note fits."""
    wanted = _key(name)
    if not wanted:
        return []
    keys = [(note.path, [_key(text) for text in (note.title, *note.aliases, note.path.rsplit("/", 1)[-1][:-3])])
            for note in notes]
    exact = [path for path, known in keys if any(_same(wanted, key) for key in known)]
    if exact and not wide:
        return exact[:8]
    holding = [(min(len(key) for key in known if _holds(key, wanted)), path) for path, known in keys
               if any(_holds(key, wanted) for key in known)]
    return list(dict.fromkeys([*exact, *(path for _, path in sorted(holding))]))[:8]


def _key(name: str) -> tuple[str, ...]:
    words = [word.casefold().replace("ё", "е") for word in WORD.findall(name)]
    kept = [word for word in words if word not in STOP_EN and word not in STOP_RU and word not in _EXTRA]
    return tuple(stem(word) for word in kept or words)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(_alike(*pair) for pair in zip(one, other, strict=True))


def _holds(key: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(any(_alike(word, part) for part in key) for word in wanted)


def _alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: Snowball leaves some inflections apart by a letter or two at the end."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and len(long) - len(short) <= 2 and long.startswith(short) and not short.isascii()
