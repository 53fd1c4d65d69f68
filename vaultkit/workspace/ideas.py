"""Ideas of a vault put together: what is declared, what notes and chats infer, where the code of each probably lies."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.graph.coverage import GOOD
from vaultkit.graph.gap_types import (
    ChainNode,
    ChainStage,
    Gap,
    GapReport,
    Implementable,
    Outcome,
    Probable,
    Speakers,
    StatusSaid,
)
from vaultkit.graph.kinds_cache import cache_state
from vaultkit.ideas.boilerplate_headings import repeated_headings
from vaultkit.ideas.copies import copies
from vaultkit.ideas.ideas import IdeaSource, KnownNames, tells_a_name
from vaultkit.ideas.kept import Inferred, JudgedIdea, keep_inferred, kept_inferred, program_stamp
from vaultkit.ideas.meaning import NAMES_FILE, SECTIONS_FILE, NearFiles, beginning, meanings
from vaultkit.ideas.note_ideas import NoteIdeas, is_ignored, note_ideas
from vaultkit.ideas.noteless import NotelessIdea, merged, noteless_ideas
from vaultkit.ideas.planned import planned_notes, planned_things
from vaultkit.ideas.probable_code import PROBABLE, CodePlaces, IdeaText, probable_code
from vaultkit.ideas.section_ideas import SectionIdea, candidates, exercises, section_ideas
from vaultkit.ideas.signals import CodeNames, name_of
from vaultkit.ideas.speakers import said_of
from vaultkit.model.ids import id_of, path_of, section_of, subpath_of
from vaultkit.suggest.corpus import Corpus, Terms
from vaultkit.suggest.note_prose import lines_of, prose
from vaultkit.suggest.symbols import symbol_corpus
from vaultkit.text.lemma import lemma_key
from vaultkit.workspace.idea_parts import TreeNames, code_places, files_below

if TYPE_CHECKING:
    from vaultkit.model import NoteFacts, ResolvedLink
    from vaultkit.workspace.idea_parts import VaultParts

OUTCOMES: tuple[Outcome, ...] = ("covered", "probable", "open", "chat_only", "unjudged")
NOTELESS = "idea:"


class IdeaFinder:
    """Everything that is inferred of one snapshot, worked out once."""

    def __init__(self, vault: VaultParts) -> None:
        self._vault = vault
        self._facts = {note.path: note for note in vault.facts}
        self._texts: dict[str, str] = {}
        self._near: dict[str, dict[str, float]] = {}

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
    def copied(self) -> dict[str, str]:
        """Path of each chat that another one nearly holds → the longest of its kind."""
        chats = [note for note in self._vault.notes if note.turns]
        return copies(chats, lambda path: self.text(path).splitlines())

    @cached_property
    def notes(self) -> NoteIdeas:
        """The notes that are ideas, and those to learn from."""
        vault = self._vault
        return note_ideas(vault.facts, vault.index.edges(), self.text, vault.ontology, vault.config, self._names,
                          lambda texts: meanings(texts, vault.config, vault.progress),
                          lambda texts: self._files.of(texts, vault.progress) if vault.roots else {},
                          planned_notes(vault.notes, vault.index.links()))

    @cached_property
    def sections(self) -> list[SectionIdea]:
        """The sections of notes that are ideas of their own."""
        vault = self._vault
        notes = [self._facts[path] for path in (*self.notes.ideas, *self.notes.learning)]
        found = list(candidates(notes, self.text, vault.ontology, self._names, repeated_headings(vault.notes),
                                self.notes.built))
        own = (note for note in self._facts.values() if note.path in self.notes.signals and not note.template)
        found += exercises(own, self.text)
        texts = {one.id: beginning(one.name, prose(one.text).text) for one in found}
        near = self._files.of(texts, vault.progress, file=SECTIONS_FILE) if vault.roots else {}
        return section_ideas(found, meanings(texts, vault.config, vault.progress, file=SECTIONS_FILE), near)

    @cached_property
    def _files(self) -> NearFiles:
        files = {document.path: document.meaning for document in self.corpus.documents if document.id == document.path}
        return NearFiles(files, self._vault.config, self._vault.progress)

    @cached_property
    def _names(self) -> CodeNames:
        return TreeNames(self.places)

    @cached_property
    def noteless(self) -> list[NotelessIdea]:
        """The ideas that have no note."""
        vault = self._vault
        shown = [note for note in vault.notes if not self._facts[note.path].excluded]
        links = [link for link in vault.index.links() if tells_a_name(link)]
        known = KnownNames(vault.notes, links)
        code = files_below(vault)
        planned = [one for note in shown if not note.turns
                   for one in planned_things(note, self.text(note.path).splitlines(), code)]
        found = noteless_ideas(vault.discovery, shown, self.text,
                               lambda names: meanings({name: name for name in names}, vault.config, file=NAMES_FILE),
                               planned)
        ignore = vault.config.ideas_ignore
        return [one for one in merged(found, known.has, vault.config.ideas_same)
                if not any(is_ignored(name, None, ignore) for name in one.names)]

    @cached_property
    def corpus(self) -> Corpus:
        """The definitions of the source trees."""
        return symbol_corpus(self._vault.code.symbols() if self._vault.roots else (), Terms())

    @cached_property
    def places(self) -> CodePlaces:
        """The places in the source trees to which names lead."""
        return code_places(self._vault)

    def look_for(self, ideas: Iterable[IdeaText]) -> None:
        """Measure how near the source files are to ``ideas``, all at once."""
        vault = self._vault
        if not vault.roots:
            return
        asked = {idea.id: beginning(idea.names[0], prose(idea.text).text) for idea in ideas if idea.names}
        self._near = self._files.of(asked, vault.progress)

    def probable(self, idea: IdeaText) -> tuple[Probable, ...]:
        """The places where an idea's code probably lies, worded."""
        if not self._vault.roots:
            return ()
        say = self._vault.words().say_all
        return tuple(
            replace(one, why=say(one.why))
            for one in probable_code(idea, self.places, self.corpus, self._near.get(idea.id, {}))
        )

    def text_of(self, gap: Gap) -> IdeaText:
        """A gap of the graph as its code is looked for."""
        note = self._facts[path_of(gap.concept)]
        own, first = lines_of(self.text(note.path), note, gap.concept)
        return IdeaText(gap.concept, tuple(dict.fromkeys([name_of(note), *note.aliases])), own, note,
                        (first, first + own.count("\n")) if section_of(gap.concept) else (0, 0))

    def of_gap(self, gap: Gap) -> Gap:
        """A gap of the graph with what an idea has besides."""
        path = path_of(gap.concept)
        note = self._facts[path]
        inferred = gap.strength == "inferred"
        judged = self.notes.ideas.get(path) if inferred else self.notes.declared.get(path)
        probable = () if gap.state in GOOD and not (inferred and _in_notes(gap)) else self.probable(self.text_of(gap))
        found = replace(
            gap, form="section" if section_of(gap.concept) else "note", subpath=subpath_of(gap.concept) or None,
            implementable=self._worded(judged), probable=probable, said=self._said(note, gap.line),
            title=name_of(note) if inferred else gap.title,
            priority=_priority(gap.priority, judged) if inferred else gap.priority)
        return replace(found, outcome=self._outcome(found))

    def text_of_noteless(self, idea: NotelessIdea) -> IdeaText:
        """An idea without a note as its code is looked for."""
        return IdeaText(NOTELESS + idea.names[0], idea.names, "", identifiers=idea.identifiers, linked=idea.linked)

    def text_of_section(self, idea: SectionIdea) -> IdeaText:
        """A section as its code is looked for."""
        id = id_of(idea.note.path, idea.heading.anchor)
        return IdeaText(id, (idea.name,), lines_of(self.text(idea.note.path), idea.note, id)[0], idea.note,
                        (idea.heading.line, idea.heading.end_line))

    def of_noteless(self, idea: NotelessIdea) -> Gap:
        """An idea without a note as a gap."""
        name, first = idea.names[0], idea.sources[0]
        probable = self.probable(self.text_of_noteless(idea))
        statuses = (StatusSaid(idea.status, first.note, first.line, first.role, first.time),) if idea.status else ()
        bare = self._bare(NOTELESS + name, name, first.note, first.line, idea.implementable)
        gap = replace(bare, form="idea", priority=_priority(0.0, idea.implementable, 0.6 if idea.planned else 1.0),
                      evidence=idea.evidence, probable=probable, said=said_of(idea.sources, self._dates, statuses))
        coded = bool(idea.evidence)
        return replace(gap, outcome="chat_only" if coded and not self._is_probable(gap) else self._outcome(gap))

    def of_section(self, idea: SectionIdea) -> Gap:
        """A section that is an idea as a gap."""
        note, heading = idea.note, idea.heading
        id = id_of(note.path, heading.anchor)
        gap = replace(
            self._bare(id, idea.name, note.path, heading.line, idea.implementable),
            form="section",
            subpath=heading.anchor,
            priority=_priority(0.0, idea.implementable, 0.6),
            said=self._said(note, heading.line),
            probable=self.probable(self.text_of_section(idea)),
        )
        return replace(gap, outcome=self._outcome(gap))

    def _bare(self, id: str, title: str, path: str, line: int, judged: Implementable) -> Gap:
        """An idea that no chain leads down from."""
        chain = self._vault.ontology.chain
        stages = tuple(ChainStage(stage, at == 0, (ChainNode(id, "inferred", "ok"),) if at == 0 else ())
                       for at, stage in enumerate(chain))
        return Gap(id, title, "uncovered", chain[0], chain[1] if len(chain) > 1 else None, stages, (), "inferred",
                   _priority(0.0, judged), (), path, line, None, implementable=self._worded(judged))

    def _worded(self, judged: Implementable | None) -> Implementable | None:
        return judged and replace(judged, why=self._vault.words().say_all(judged.why))

    @cached_property
    def _dates(self) -> Mapping[str, str | None]:
        from vaultkit.assess.claims import claim_date

        return {path: claim_date(note) for path, note in self._facts.items()}

    def _said(self, note: NoteFacts, line: int) -> Speakers:
        return said_of([IdeaSource(note.path, line)], self._dates)

    def _is_probable(self, gap: Gap) -> bool:
        return any(one.score >= PROBABLE and one.state != "planned" for one in gap.probable)

    def _outcome(self, gap: Gap) -> Outcome:
        if self._is_probable(gap):
            return "probable"
        if gap.state in GOOD or gap.state == "waived":
            return "covered"
        return "open" if self._vault.roots else "unjudged"


def with_ideas(found: GapReport, inferred: Callable[[], Iterable[Gap]], vault: VaultParts,
               finder: Callable[[], IdeaFinder]) -> GapReport:
    """The gap report with every idea in it: ``found`` of what is declared, the ``inferred`` gaps of notes that are
    ideas, sections that are, and ideas without a note; as kept where nothing changed since."""
    state = _state(vault)
    kept = kept_inferred(vault.config, state)
    if kept is None or any(gap.concept not in kept.judged for gap in found.gaps):
        kept = _infer(found, list(inferred()), finder())
        keep_inferred(vault.config, state, kept)
    gaps = [_with(gap, kept.judged[gap.concept]) for gap in found.gaps]
    gaps += kept.gaps
    gaps.sort(key=lambda gap: (-gap.priority, gap.concept))
    counts = Counter(gap.outcome for gap in gaps)
    outcome = {name: counts[name] for name in OUTCOMES} | {"learning": kept.learning}
    return replace(found, gaps=tuple(gaps), summary=replace(found.summary, outcome=outcome, roots=vault.roots_taken))


def _infer(found: GapReport, inferred: Sequence[Gap], finder: IdeaFinder) -> Inferred:
    of_graph = [*found.gaps, *inferred]
    finder.look_for([*map(finder.text_of, of_graph), *map(finder.text_of_section, finder.sections),
                     *map(finder.text_of_noteless, finder.noteless)])
    judged = list(map(finder.of_gap, found.gaps))
    gaps = list(map(finder.of_gap, inferred))
    known = {lemma_key(gap.title) for gap in [*judged, *gaps]} | {gap.concept for gap in [*judged, *gaps]}
    for idea in finder.sections:
        key, id = lemma_key(idea.name), id_of(idea.note.path, idea.heading.anchor)
        if key not in known and id not in known:
            known.add(key)
            gaps.append(finder.of_section(idea))
    gaps += map(finder.of_noteless, finder.noteless)
    return Inferred(
        {
            gap.concept: JudgedIdea(gap.title, gap.priority, gap.implementable, gap.probable, gap.outcome, gap.said)
            for gap in judged
        },
        tuple(gaps),
        len(finder.notes.learning),
    )


def _with(gap: Gap, judged: JudgedIdea) -> Gap:
    return replace(gap, form="section" if section_of(gap.concept) else "note", subpath=subpath_of(gap.concept) or None,
                   title=judged.title, priority=judged.priority, implementable=judged.implementable,
                   probable=judged.probable, outcome=judged.outcome, said=judged.said)


def _state(vault: VaultParts) -> str:
    """Equal for two runs that infer the same."""
    code = vault.code.generation if vault.roots else ""
    said = repr((cache_state(vault.index, vault.config), code, vault.source.generation, vault.words().lang,
                 vault.config.ideas_ignore, vault.config.ideas_same, vault.accepted.rejected, vault.roots_taken,
                 vault.config.coverage_from, date.today().isoformat(), program_stamp()))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _priority(graph: float, judged: Implementable | None, share: float = 1.0) -> float:
    """An inferred idea comes after what a person declared, the surest first, sections (``share``) after notes."""
    return round(share * 30 * (judged.score if judged else 0.0) ** 3 + 0.05 * graph, 2)


def _in_notes(gap: Gap) -> bool:
    """Return whether all good code of a gap stands in notes."""
    return all(
        item.id.endswith(".md") or path_of(item.id).endswith(".md") for item in gap.evidence if item.state == "ok"
    )


def missing_notes(vault: VaultParts) -> list[ResolvedLink]:
    """The links of notes that are shown to notes that nobody wrote."""
    shown = {note.path for note in vault.facts if not note.excluded}
    return [link for link in vault.each_link(status="unresolved")
            if link.source in shown and not link.commented and not link.candidates and _may_be_note(link.target)]


def _may_be_note(target: str) -> bool:
    """Return whether a link that leads nowhere may mean a note, not an attachment: an ending is a few letters."""
    name = target.rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else ""
    return not ending or ending == "md" or not ending.isalpha() or len(ending) > _LONGEST_ENDING


_LONGEST_ENDING = 5
