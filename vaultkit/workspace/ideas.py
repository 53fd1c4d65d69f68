"""Ideas of a vault put together: what is declared, what notes and chats infer, where the code of each probably lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from vaultkit.graph.gap_types import (
    ChainNode,
    ChainStage,
    Gap,
    GapReport,
    Implementable,
    Outcome,
    Probable,
    Said,
    SourceRoot,
    StatusSaid,
)
from vaultkit.graph.verdict import GOOD
from vaultkit.ideas.ideas import IdeaSource, KnownNames, tells_a_name
from vaultkit.ideas.meaning import meanings
from vaultkit.ideas.note_ideas import NoteIdeas, is_ignored, note_ideas
from vaultkit.ideas.noteless import NotelessIdea, merged, noteless_ideas
from vaultkit.ideas.probable_code import PROBABLE, CodePlaces, IdeaText, Place, probable_code
from vaultkit.ideas.said import said_of
from vaultkit.ideas.signals import name_of
from vaultkit.messages.message import Message
from vaultkit.model.ids import path_of, section_of, subpath_of
from vaultkit.suggest.corpus import Corpus, Terms
from vaultkit.suggest.note_prose import lines_of
from vaultkit.suggest.symbols import source_texts, symbol_documents

if TYPE_CHECKING:
    from vaultkit.model import NoteFacts
    from vaultkit.workspace.snapshot import Snapshot

OUTCOMES: tuple[Outcome, ...] = ("covered", "probable", "open", "chat_only", "unjudged")
NOTELESS = "idea:"


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgement of one idea beside its state."""

    implementable: Implementable | None
    probable: tuple[Probable, ...]
    said: Said | None


class IdeaFinder:
    """Everything that is inferred of one snapshot, worked out once."""

    def __init__(self, vault: Snapshot) -> None:
        self._vault = vault
        self._facts = {note.path: note for note in vault.facts}
        self._texts: dict[str, str] = {}

    def text(self, path: str) -> str:
        """The text of a note; empty where it can't be read."""
        found = self._texts.get(path)
        if found is None:
            try:
                found = self._vault.index.text(path)
            except KeyError:
                found = ""
            self._texts[path] = found
        return found

    @cached_property
    def notes(self) -> NoteIdeas:
        """The notes that are ideas, and those to learn from."""
        vault = self._vault
        return note_ideas(vault.facts, vault.index.edges(), self.text, vault.ontology, vault.config, _Names(self.places),
                          lambda texts: meanings(texts, vault.config, vault.progress))

    @cached_property
    def noteless(self) -> list[NotelessIdea]:
        """The ideas that have no note."""
        vault = self._vault
        shown = [note for note in vault.notes if not self._facts[note.path].excluded]
        links = [link for link in vault.index.links() if tells_a_name(link)]
        known = KnownNames(vault.notes, links)
        found = noteless_ideas(vault.discovery, shown, self.text,
                               lambda names: meanings({name: name for name in names}, vault.config))
        ignore = vault.config.ideas_ignore
        return [one for one in merged(found, known.has, vault.config.ideas_same)
                if not any(is_ignored(name, None, ignore) for name in one.names)]

    @cached_property
    def roots(self) -> tuple[SourceRoot, ...]:
        """The source trees that are looked at."""
        from vaultkit.source.roots import shown_root

        return tuple(SourceRoot(shown_root(self._vault.config, root.path), root.how) for root in self._vault.roots)

    @cached_property
    def corpus(self) -> Corpus:
        """The definitions of the source trees."""
        symbols = list(self._vault.code.symbols()) if self._vault.roots else []
        return Corpus(symbol_documents(symbols, source_texts(symbols)), Terms())

    @cached_property
    def places(self) -> CodePlaces:
        """What names lead to in the source trees."""
        return code_places(self._vault)

    def probable(self, idea: IdeaText) -> tuple[Probable, ...]:
        """Where an idea's code probably lies, worded."""
        if not self._vault.roots:
            return ()
        say = self._vault.words().say_all
        return tuple(replace(one, why=say(one.why)) for one in probable_code(idea, self.places, self.corpus))

    def of_gap(self, gap: Gap) -> Gap:
        """A gap of the graph with what an idea has besides."""
        path = path_of(gap.concept)
        note = self._facts[path]
        inferred = gap.strength == "inferred"
        judged = self.notes.ideas.get(path) if inferred else self.notes.declared.get(path)
        own, line = lines_of(self.text(path), note, gap.concept)
        probable = () if gap.state in GOOD else self.probable(IdeaText(
            gap.concept, tuple(dict.fromkeys([name_of(note), *note.aliases])), own, note))
        found = replace(
            gap, form="section" if section_of(gap.concept) else "note", subpath=subpath_of(gap.concept) or None,
            implementable=self._worded(judged), probable=probable, said=self._said(note, line),
            title=name_of(note) if inferred else gap.title,
            priority=_priority(gap.priority, judged) if inferred else gap.priority)
        return replace(found, outcome=self._outcome(found))

    def of_noteless(self, idea: NotelessIdea) -> Gap:
        """An idea without a note as a gap."""
        chain = self._vault.ontology.chain
        name, first = idea.names[0], idea.sources[0]
        probable = self.probable(IdeaText(NOTELESS + name, idea.names, "", None, idea.identifiers))
        coded = bool(idea.evidence)
        stages = tuple(ChainStage(stage, at == 0, (ChainNode(NOTELESS + name, "inferred", "ok"),) if at == 0 else ())
                       for at, stage in enumerate(chain))
        statuses = (StatusSaid(idea.status, first.note, first.line, first.role, first.time),) if idea.status else ()
        gap = Gap(NOTELESS + name, name, "uncovered", chain[0], chain[1], stages, idea.evidence, "inferred",
                  _priority(0.0, idea.implementable), (), first.note, first.line, None, "idea",
                  self._worded(idea.implementable), probable, "open", None,
                  said_of(idea.sources, self._dates, statuses))
        return replace(gap, outcome="chat_only" if coded and not self._is_probable(gap) else self._outcome(gap))

    def _worded(self, judged: Implementable | None) -> Implementable | None:
        return judged and replace(judged, why=self._vault.words().say_all(judged.why))

    @cached_property
    def _dates(self) -> Mapping[str, str | None]:
        from vaultkit.assess.claims import claim_date

        return {path: claim_date(note) for path, note in self._facts.items()}

    def _said(self, note: NoteFacts, line: int) -> Said:
        return said_of([IdeaSource(note.path, line)], self._dates)

    def _is_probable(self, gap: Gap) -> bool:
        return any(one.score >= PROBABLE and one.state != "planned" for one in gap.probable)

    def _outcome(self, gap: Gap) -> Outcome:
        if gap.state in GOOD or gap.state == "waived":
            return "covered"
        if self._is_probable(gap):
            return "probable"
        return "open" if self._vault.roots else "unjudged"


def with_ideas(found: GapReport, inferred: Iterable[Gap], finder: IdeaFinder) -> GapReport:
    """The gap report with every idea in it: ``found`` of what is declared, ``inferred`` gaps of notes that are ideas,
    and the ideas without a note."""
    gaps = [finder.of_gap(gap) for gap in found.gaps]
    gaps += [finder.of_gap(gap) for gap in inferred]
    gaps += [finder.of_noteless(idea) for idea in finder.noteless]
    gaps.sort(key=lambda gap: (-gap.priority, gap.concept))
    counts = Counter(gap.outcome for gap in gaps)
    outcome = {name: counts[name] for name in OUTCOMES} | {"learning": len(finder.notes.learning)}
    return replace(found, gaps=tuple(gaps), summary=replace(found.summary, outcome=outcome, roots=finder.roots))


def _priority(graph: float, judged: Implementable | None) -> float:
    """An inferred idea comes after what a person declared, the surest first; what is done stays at 0."""
    return round(30 * (judged.score if judged else 0.0) ** 3 + 0.3 * graph, 1)


class _Names:
    """The source trees' names as signals ask for them."""

    def __init__(self, places: CodePlaces) -> None:
        self._places = places
        self.named = lru_cache(maxsize=None)(self._named)
        self.knows = lru_cache(maxsize=None)(self._knows)

    def _named(self, name: str) -> bool:
        return any(True for _ in self._places.named(name))

    def _knows(self, text: str) -> bool:
        return self._places.symbol(text) is not None


def code_places(vault: Snapshot) -> CodePlaces:
    """How names and texts lead to the source trees of a vault."""
    if not vault.roots:
        return CodePlaces(lambda text: (), lambda text: None, lambda name: (), lambda idea, place: False)
    code = vault.code

    def symbol(text: str) -> Place | None:
        found = code.mention(text, stale=False).symbol
        if found is None:
            return None
        why = Message("probable.named_symbol", name=text)
        return Place(found.file, None if found.kind in ("module", "file") else found.name, found.line, why)

    return CodePlaces(_paths_of(vault), symbol, _named_of(vault), _rejected(vault))


def _paths_of(vault: Snapshot) -> Callable[[str], Sequence[Place]]:
    return lambda text: ()


def _named_of(vault: Snapshot) -> Callable[[str], Sequence[Place]]:
    return lambda name: ()


def _rejected(vault: Snapshot) -> Callable[[str, str], bool]:
    return lambda idea, place: False
