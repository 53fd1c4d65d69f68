"""Suggestions put together from gaps, notes and the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from vaultkit.model.ids import path_of, section_of, subpath_of
from vaultkit.suggest import Suggester, Suggestion, Suggestions, UnlinkedMention, unlinked_mentions
from vaultkit.suggest.candidates import library_candidates, note_documents
from vaultkit.suggest.core import Near
from vaultkit.suggest.corpus import Corpus, Terms, fields_of
from vaultkit.suggest.note_prose import Prose, lines_of, prose
from vaultkit.suggest.symbols import symbol_corpus
from vaultkit.suggest.types import OpenConcept
from vaultkit.suggest.vectors import Nearness, vectors_of

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.messages.words import Words
    from vaultkit.search.embedding import Progress
    from vaultkit.workspace.snapshot import Snapshot

# So many characters of a note's text are embedded with its title and summary.
_MEANING = 600
# Up to so many documents are embedded all, of more the best by words of each concept.
_EMBED_ALL, _EMBED_BEST = 3_000, 100
# What asks for code though its chain has some in the sources; a covered concept only when it is asked for itself.
_ASKED = ("broken", "stub", "moved", "covered")
_OPEN = ("partial", "uncovered", "broken", "stub", "skipped", "moved")


def suggestions(vault: Snapshot, note: str | None = None, k: int = 10, *, mentions: bool = True,
                embed: bool = True, progress: Progress | None = None) -> Suggestions:
    """Candidates for every open gap, or for the concepts of the note at ``note`` (from ``find``; another note is taken
    for a concept without code); and the unlinked mentions, of everything or of that note and in it. Without
    ``embed`` only what has a vector already is near in meaning. Raises EnvironmentFailure and
    UsageError where a configured embedder can't be used."""
    terms = Terms()
    gathering = Gathering(vault)
    symbols, notes = symbol_corpus(vault.code.symbols(), terms), note_corpus(vault, terms)
    wanted = [gathering.wanted(concept) for concept in _asked(vault, note)]
    gaps = {gap.concept: gap for gap in vault.gap_report.gaps}
    near = _nearness(vault, (symbols, notes), wanted, embed, progress)
    suggester = Suggester(symbols, notes, near, gathering.claimed(),
                          lambda concept: gaps[concept].title if concept in gaps else concept)
    packages = _packages(vault) if wanted else {}
    rejected = len(vault.accepted.rejected)
    found = tuple(_worded(_left(vault, suggester.suggest(one, library_candidates(packages, one), k + rejected), k),
                          vault.words()) for one in wanted)
    return Suggestions(found, tuple(unlinked(vault, note)) if mentions else ())


def _left(vault: Snapshot, found: Suggestion, k: int) -> Suggestion:
    """The best ``k`` candidates without those that a person rejected."""
    kept = [one for one in found.candidates
            if not vault.accepted.rejects(path_of(found.concept), one.path or one.id, subpath_of(one.id) or None)]
    return replace(found, candidates=tuple(kept[:k]))


def _worded(found: Suggestion, words: Words) -> Suggestion:
    candidates = [replace(one, why=words.say_all(one.why)) for one in found.candidates]
    return replace(found, candidates=tuple(candidates))


def unlinked(vault: Snapshot, note: str | None = None) -> list[UnlinkedMention]:
    """The unlinked mentions of the vault, or those in the note at ``note`` and of it."""
    seen = [one for one in vault.facts if not one.excluded]
    names = [(name, one.path) for one in seen for name in (one.title, *one.aliases)]
    tied = {(edge[0], edge[1]) for edge in vault.index.edges()}
    texts = _Texts(vault)
    found = unlinked_mentions(names, [(one.path, partial(texts.get_text, one.path)) for one in seen],
                              lambda source, target: (source, target) in tied)
    return [one for one in found if note is None or note in (one.note, one.target)]


def _asked(vault: Snapshot, note: str | None) -> list[str]:
    if note is None:
        return [gap.concept for gap in open_gaps(vault)]
    return [gap.concept for gap in vault.gap_report.gaps if gap.path == note] or [note]


def _packages(vault: Snapshot) -> dict[str, tuple[str, str]]:
    """Normalised name → (name, file) of the packages that lock files beside the sources and the vault name."""
    from vaultkit.source.library import locked_packages

    folders = tuple(dict.fromkeys([*vault.source.roots, *(root.parent for root in vault.source.roots), vault.root]))
    return {name: (found.name, found.path) for name, found in locked_packages(folders).items()}


def _nearness(vault: Snapshot, corpora: Sequence[Corpus], wanted: Sequence[OpenConcept], embed: bool,
              progress: Progress | None) -> Near:
    """Cosines of documents and concepts. Of many documents only those are embedded that words bring up."""
    chosen = {id(corpus): _chosen(corpus, wanted) for corpus in corpora}
    meanings = [corpus.documents[number].meaning for corpus in corpora for number in chosen[id(corpus)]]
    texts = [*meanings, *(text for one in wanted for text in one.meaning)]
    vectors = vectors_of(vault.config, texts, embed=embed, progress=progress) if meanings else {}

    nearness = {id(corpus): Nearness([(number, corpus.documents[number].meaning) for number in chosen[id(corpus)]],
                                     vectors) for corpus in corpora}
    return lambda corpus, one: nearness[id(corpus)].of(one.meaning)


def _chosen(corpus: Corpus, wanted: Sequence[OpenConcept]) -> list[int]:
    """The numbers of the documents to embed: all of a few thousand, else the best by words for each concept."""
    if not wanted or len(corpus.documents) <= _EMBED_ALL:
        return list(range(len(corpus.documents) if wanted else 0))
    chosen: set[int] = set()
    for one in wanted:
        scores = corpus.lexical(corpus.query(one))
        chosen.update(sorted(scores, key=lambda number: -scores[number])[:_EMBED_BEST])
        if len(chosen) > _EMBED_ALL:
            break
    return sorted(chosen)


def open_gaps(vault: Snapshot) -> list[Gap]:
    """The gaps that something can be suggested for, the most important first."""
    return [gap for gap in vault.gap_report.gaps if gap.state in _OPEN and gap.strength != "inferred"]


def note_corpus(vault: Snapshot, terms: Terms) -> Corpus:
    """Notes, sections and blocks that may stand for a stage."""
    return Corpus(note_documents(vault.facts, vault.web.nodes.values(), vault.ontology, _Texts(vault)), terms)


class _Texts(dict[str, str]):
    """Path → text of a note, read when first asked for; empty where it can't be read."""

    def __init__(self, vault: Snapshot) -> None:
        super().__init__()
        self._vault = vault

    def __missing__(self, path: str) -> str:
        try:
            text = self._vault.index.text(path)
        except KeyError:
            text = ""
        self[path] = text
        return text

    def get_text(self, path: str) -> str:
        """The text, not kept."""
        try:
            return self._vault.index.text(path)
        except KeyError:
            return ""


class Gathering:
    """Facts of every concept, gathered once."""

    def __init__(self, vault: Snapshot) -> None:
        self._vault = vault
        self._facts = {note.path: note for note in vault.facts}
        self._texts = _Texts(vault)
        self._gaps = {gap.concept: gap for gap in vault.gap_report.gaps}
        self._code = {concept: frozenset(_code_of(gap)) for concept, gap in self._gaps.items()}
        self._beside = self._neighbours()
        self._said: dict[str, list[str]] = defaultdict(list)
        for path, text, kind, _, _ in vault.index.mentions():
            if kind == "code":
                self._said[path].append(text)

    def claimed(self) -> dict[str, str]:
        """Id of code or a note that a concept leads to → that concept."""
        found = {id: concept for concept, ids in self._code.items() for id in ids}
        for concept, gap in self._gaps.items():
            for stage in gap.chain:
                for node in stage.nodes:
                    if node.strength != "inferred":
                        found.setdefault(node.id, concept)
        return found

    def wanted(self, concept: str) -> OpenConcept:
        """Return what a concept or another note lacks, in words."""
        gap = self._gaps.get(concept)
        path = path_of(concept)
        facts = self._facts[path]
        own, _ = lines_of(self._texts[path], facts, concept)
        said = prose(own)
        chain = self._vault.ontology.chain
        code_kinds = self._vault.ontology.code_kinds
        lacking = [stage.stage for stage in gap.chain if not stage.present] if gap else []
        below = _below(gap, path)
        parts = [prose(lines_of(self._texts[path_of(id)], self._facts[path_of(id)], id)[0])
                 for id in below if path_of(id) in self._facts]
        evidence = gap.evidence if gap else ()
        broken = frozenset(item.id for item in evidence if item.state in ("missing", "stub"))
        section = section_of(concept)
        whole = not section
        fields = fields_of({
            "title": [facts.title] if whole else [facts.title, section.rpartition("#")[2]],
            "aliases": list(facts.aliases) if whole else [], "tags": list(facts.tags) if whole else [],
            "summary": [facts.summary or ""] if whole else [], "headings": [said.headings], "text": [said.text],
            "names": [said.names, *(part.names for part in parts)], "diagrams": [said.diagrams, said.code],
            "below": [f"{part.headings}\n{part.text}\n{part.diagrams}" for part in parts],
            "broken": [id for id in broken if not id.endswith(".md")],
        })
        code = gap is None or gap.state in _ASKED or not self._code[concept]
        return OpenConcept(
            concept, facts.title, gap.missing_stage if gap else None,
            tuple(stage for stage in lacking if stage in chain and stage not in code_kinds), code, fields,
            _meanings(facts.title, facts.aliases, facts.summary, said), self._mentioned([path, *below]),
            self._near(concept), frozenset([path, *map(path_of, below)]), broken)

    def _mentioned(self, notes: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for path in dict.fromkeys(map(path_of, notes)):
            for text in self._said.get(path, ()):
                symbol = self._vault.source.mention(text, stale=False).symbol
                if symbol is not None:
                    found.add(symbol.id)
        return frozenset(found)

    def _near(self, concept: str) -> dict[str, str]:
        near: dict[str, str] = {}
        for other in sorted(self._beside.get(concept, ())):
            for id in sorted(self._code.get(other, ())):
                near.setdefault(path_of(id), self._gaps[other].title)
        return near

    def _neighbours(self) -> dict[str, set[str]]:
        """Concept → those it is tied to, or that are part of the same whole."""
        beside: dict[str, set[str]] = defaultdict(set)
        wholes: dict[str, set[str]] = defaultdict(set)
        for source, target, relation in self._vault.woven().edges():
            if relation == "part_of" and source in self._gaps and target not in self._gaps:
                wholes[target].add(source)
            elif source in self._gaps and target in self._gaps:
                beside[source].add(target)
                beside[target].add(source)
        for members in wholes.values():
            for one in members:
                beside[one] |= members - {one}
        return beside


def _code_of(gap: Gap) -> Iterator[str]:
    """The ids of good code that a concept leads to, other than in notes and by a mere mention."""
    for item in gap.evidence:
        if item.state == "ok" and item.strength != "inferred" and not path_of(item.id).endswith(".md"):
            yield item.id


def _below(gap: Gap | None, path: str) -> list[str]:
    """The other notes, or parts of them, that the chain of a concept goes through."""
    if gap is None:
        return []
    ids = [node.id for stage in gap.chain for node in stage.nodes]
    return [id for id in dict.fromkeys(ids) if path_of(id).endswith(".md") and path_of(id) != path]


def _meanings(title: str, aliases: Iterable[str], summary: str | None, said: Prose) -> tuple[str, ...]:
    names = ". ".join([title, *aliases])
    begins = " ".join(said.text.split())[:_MEANING]
    return (f"{names}. {summary or begins}"[:_MEANING], f"{names}. {begins}")
