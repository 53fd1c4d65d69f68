"""Finder of the code of an idea, where it probably lies: a path or symbol that it names, a file, folder or definition
of its name, else what ranks first by words. Weaker than any evidence, and never counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from vaultkit.graph.gap_types import Probable
from vaultkit.messages.message import Message
from vaultkit.model import NoteFacts
from vaultkit.suggest.core import rank
from vaultkit.suggest.corpus import Corpus, Query, fields_of
from vaultkit.suggest.note_prose import prose
from vaultkit.suggest.reasons import candidate_reasons
from vaultkit.suggest.types import OpenConcept, Ranked

# How sure each way is, at best.
NAMED_PATH, MOVED_PATH, NAMED_SYMBOL, SAME_NAME, RANKED, BESIDE = 0.95, 0.9, 0.85, 0.8, 0.7, 0.6
# From here on something is shown, and an idea counts as probably in code.
SHOWN, PROBABLE = 0.3, 0.45
MOST = 5
_LOOKED_AT = 12
# Texts about different things are this near in meaning.
_FAR = 0.25


class ProbablePlace(NamedTuple):
    """A place in the source trees: what a text names, or what is called so."""

    path: str
    symbol: str | None
    line: int | None
    why: Message
    state: Literal["found", "planned", "moved"] = "found"


@dataclass(frozen=True, slots=True)
class IdeaText:
    """An idea as it is looked for: its names (the first is shown), its own text with its note and the first and last
    line in it (0, 0: the whole), what it defines in chats, and the source files that its line links to."""

    id: str
    names: tuple[str, ...]
    text: str
    facts: NoteFacts | None = None
    lines: tuple[int, int] = (0, 0)
    identifiers: tuple[str, ...] = field(default=())
    linked: tuple[str, ...] = ()


class CodePlaces:
    """Ways from names to places. ``paths``: an idea → places that its text names; ``symbol``: inline code → the
    definition that it names; ``named``: a name → files, folders and definitions that are called so; ``beside``: an idea
    → the few source files in the folder of its note; ``rejected``: whether a person said that a place is not the idea's
    code."""

    def __init__(
        self,
        paths: Callable[[IdeaText], Iterable[ProbablePlace]],
        symbol: Callable[[str], ProbablePlace | None],
        named: Callable[[str], Iterable[ProbablePlace]],
        beside: Callable[[IdeaText], Iterable[ProbablePlace]],
        rejected: Callable[[str, ProbablePlace], bool],
    ) -> None:
        self.paths, self.symbol, self.named, self.beside, self.rejected = paths, symbol, named, beside, rejected


def probable_code(
    idea: IdeaText, places: CodePlaces, corpus: Corpus, near: Mapping[str, float]
) -> tuple[Probable, ...]:
    """The places where an idea's code probably lies, the surest first; one of each file. ``near``: file → cosine of its
    meaning with the idea's."""
    found: dict[str, Probable] = {}
    for score, place in _ways(idea, places, corpus, near):
        known = found.get(place.path)
        if places.rejected(idea.id, place):
            continue
        if known is None:
            found[place.path] = Probable(
                place.path, place.symbol, place.line, round(score, 3), (place.why,), place.state
            )
        else:
            # Several ways to one file make it surer.
            surer = 1 - (1 - known.score) * (1 - 0.5 * score)
            found[place.path] = Probable(known.path, known.symbol or place.symbol, known.line or place.line,
                                         round(min(0.99, surer), 3), (*known.why, place.why)[:3], known.state)
    shown = sorted((one for one in found.values() if one.score >= SHOWN), key=lambda one: (-one.score, one.path))
    return tuple(shown[:MOST])


def _ways(
    idea: IdeaText, places: CodePlaces, corpus: Corpus, near: Mapping[str, float]
) -> Iterator[tuple[float, ProbablePlace]]:
    said = prose(idea.text)
    for file in idea.linked:
        yield NAMED_PATH, ProbablePlace(file, None, 1, Message("probable.linked"))
    for number, place in enumerate(places.paths(idea)):
        sure = {"found": NAMED_PATH, "moved": MOVED_PATH, "planned": MOVED_PATH}[place.state]
        yield max(0.5, sure - 0.04 * number), place
    seen: set[str] = set()
    for number, text in enumerate(dict.fromkeys([*idea.identifiers, *said.names.split("\n")])):
        known = places.symbol(text) if text.strip() else None
        if known is not None and (key := f"{known.path}#{known.symbol}") not in seen:
            seen.add(key)
            yield max(0.45, NAMED_SYMBOL - 0.04 * number), known
    for name in idea.names:
        for number, place in enumerate(places.named(name)):
            yield max(0.4, SAME_NAME - 0.1 * number), place
    for place in places.beside(idea):
        yield BESIDE, place
    yield from _ranked(idea, corpus, near, said.text, said.headings, said.names)


def _ranked(
    idea: IdeaText, corpus: Corpus, near: Mapping[str, float], text: str, headings: str, names: str
) -> Iterator[tuple[float, ProbablePlace]]:
    """Yield what ranks first by words and meaning: the best of each file. How sure the first one is follows from the
    share of the idea's words that it holds, and from its distance to the next file."""
    if not corpus.documents:
        return
    facts = idea.facts
    fields = fields_of({
        "title": [idea.names[0]] if idea.names else [], "aliases": list(idea.names[1:]),
        "summary": [facts.summary or ""] if facts else [], "tags": list(facts.tags) if facts else [],
        "headings": [headings], "text": [text], "names": [names, *idea.identifiers]})
    wanted = OpenConcept(idea.id, idea.names[0] if idea.names else "", "code", (), True, fields, ())
    query = corpus.query(wanted)
    ranked = rank(corpus, wanted, query, {}, {})[:4 * _LOOKED_AT]
    best: dict[str, Ranked] = {}
    for one in ranked:
        best.setdefault(corpus.documents[one.number].path, one)
    first = next(iter(best.values())).score if best else 0.0
    sure: dict[str, float] = {}
    for path in dict.fromkeys([*list(best)[:_LOOKED_AT], *near]):
        worded = _held(corpus, query, best[path]) * best[path].score / first if path in best and first else 0.0
        alike = max(0.0, (near.get(path, 0.0) - _FAR) / (1 - _FAR))
        sure[path] = RANKED * min(1.0, worded + alike)
    for path in sorted(sure, key=lambda path: (-sure[path], path))[:MOST]:
        if path in best:
            document = corpus.documents[best[path].number]
            yield (
                sure[path],
                ProbablePlace(path, _symbol(document.id), document.line, _why(corpus, wanted, query, best[path])),
            )
        else:
            yield sure[path], ProbablePlace(path, None, 1, Message("candidate.meaning"))


def _held(corpus: Corpus, query: Query, one: Ranked) -> float:
    """The share of the idea that a document holds by words."""
    return min(1.0, 0.25 + 1.5 * corpus.held(query, one.number))


def _why(corpus: Corpus, wanted: OpenConcept, query: Mapping[str, Mapping[str, float]], one: Ranked) -> Message:
    reasons: Sequence[Message] = candidate_reasons(corpus, wanted, query, one, None)  # type: ignore[arg-type]
    return reasons[0]


def _symbol(id: str) -> str | None:
    from vaultkit.model.ids import section_of

    return section_of(id) or None
