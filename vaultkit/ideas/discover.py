"""Ideas that have no note: the sources of ideas put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial

from vaultkit.graph.kinds import is_board
from vaultkit.ideas.boilerplate_headings import repeated_headings
from vaultkit.ideas.copies import copies, without_copies
from vaultkit.ideas.idea_reasons import idea_reasons
from vaultkit.ideas.ideas import Discovery, Idea, IdeaSource, KnownNames, Place, Sighting, tells_a_name
from vaultkit.ideas.named_things import named_things, unresolved
from vaultkit.ideas.names import alternatives
from vaultkit.ideas.phrase_splitting import Line, prose_lines, runs_of, template_lines
from vaultkit.ideas.recurring_terms import recurring_terms
from vaultkit.markdown.turns import BRANCH, part_lines, turn_at
from vaultkit.messages.message import Message
from vaultkit.model import Note, ResolvedLink
from vaultkit.storage.sqlite import pausing_gc
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import lemma_key


def merge(sightings: Iterable[Sighting], known: KnownNames | None, fewest: int) -> list[Idea]:
    """One idea for each name that has no note, best first: score, then notes, then place. ``fewest`` notes have to
    name it. A term that is part of a table's row (``Docker / Multi-GPU``) is that idea's. Sightings in one note count
    once for each kind of place, the best of them."""
    groups: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        groups[lemma_key(sighting.name)].append(sighting)
    ideas = []
    for group in groups.values():
        name = _best_name(group)
        if len({sighting.source.note for sighting in group}) >= fewest and not (known and known.has(name)):
            ideas.append(_idea(name, group, known))
    counts = {lemma_key(idea.name): idea.count for idea in ideas}
    rows = {lemma_key(part) for idea in ideas if idea.kind == "table" for part in alternatives(idea.name)}
    ideas = [idea for idea in ideas if not _said_better(idea, counts)
             and not (idea.kind == "term" and lemma_key(idea.name) in rows)]
    return sorted(ideas, key=lambda idea: (-idea.score, -idea.count, idea.sources[0].note, idea.sources[0].line))


def _said_better(idea: Idea, counts: dict[tuple[str, ...], int]) -> bool:
    """Return whether a part of ``GNU/Linux`` is an idea that more notes use alone. Rows of tables stay whole."""
    return idea.kind != "table" and any(counts.get(lemma_key(part), 0) > idea.count for part in alternatives(idea.name))


def _best_name(group: list[Sighting]) -> str:
    best = max(sighting.weight for sighting in group)
    names = Counter(sighting.name for sighting in group if sighting.weight >= 0.8 * best)
    return min(names, key=lambda name: (-names[name], len(name), name))


def _idea(name: str, group: list[Sighting], known: KnownNames | None) -> Idea:
    # What was said last; of one minute the answer, which may stand before its question.
    first = max(group, key=lambda s: (s.status is not None, s.source.time or "" if s.status else "",
                                      s.status is not None and s.source.role == "assistant", s.weight))
    ordered = sorted(group, key=lambda s: (-s.weight, s.source.note, s.source.line))
    sources = tuple(dict.fromkeys(sighting.source for sighting in ordered))
    return Idea(
        name=name,
        sources=_one_per_line(sources),
        count=len({s.source.note for s in group}),
        status=first.status,
        why=idea_reasons(name, group, known),
        role=first.source.role,
        kind=first.place,
        score=round(_score(group), 3),
    )


def _one_per_line(sources: tuple[IdeaSource, ...]) -> tuple[IdeaSource, ...]:
    return tuple({(source.note, source.line): source for source in reversed(sources)}.values())[::-1]


def _score(group: list[Sighting]) -> float:
    """The best weight of each kind of place; links, tables and what is named in chats weigh more for each further note
    (by halves of the logarithm), elsewhere headings and bold words of many notes are more often a form than an idea.
    So ten notes that link to a name outweigh one table, and one table outweighs a word that is used twice."""
    by_place: dict[Place, dict[str, float]] = defaultdict(dict)
    said: set[Place] = set()
    for sighting in group:
        notes = by_place[sighting.place]
        notes[sighting.source.note] = max(sighting.weight, notes.get(sighting.source.note, 0.0))
        if sighting.source.role or sighting.place in ("link", "table"):
            said.add(sighting.place)
    return sum(max(notes.values()) * (1 + 0.5 * (len(notes).bit_length() - 1) * (place in said))
               for place, notes in by_place.items())


_LINE_END = lazy_pattern(r"\r\n|\n|\r")


def discover(notes: Iterable[Note], links: Iterable[ResolvedLink], text: Callable[[str], str], *,
             is_stage: Callable[[str], object] = lambda heading: None,
             excluded: Collection[str] = (), min_sources: int = 1) -> Discovery:
    """The ideas of ``notes`` that have no note, best first, and the notes that are only missing here.

    ``text`` gives a note's text by path, ``is_stage`` says whether a heading names a stage and so no idea; notes at
    ``excluded`` paths are known and not read; ``min_sources`` is the number of notes that have to name an idea.
    The reasons are messages until they are worded for a person. Names of speakers are left out.
    """
    with pausing_gc():
        read = [_without_unread_parts(note) for note in notes]
        return _discover(read, [link for link in links if tells_a_name(link)],
                         text, is_stage, excluded, min_sources)


def _without_unread_parts(note: Note) -> Note:
    """The note without those of its parts that name no idea: all notes of a vault are held at once."""
    return replace(note, summary=None, tags=(), links=(), block_ids=(), fields=(), tasks=(), footnotes=(), lists=(),
                   mentions=(), callouts=tuple([item for item in note.callouts if item.type == BRANCH]), problems=())


def _discover(all_notes: list[Note], all_links: list[ResolvedLink], text: Callable[[str], str],
              is_stage: Callable[[str], object], excluded: Collection[str], min_sources: int) -> Discovery:
    by_path = {note.path: note for note in all_notes}
    known = KnownNames(all_notes, all_links)
    repeated = repeated_headings(all_notes)
    shown = {path: note for path, note in by_path.items() if path not in excluded}
    copied = copies(shown.values(), lambda path: _LINE_END.split(text(path)))
    apart = {path: lines for path, note in by_path.items() if (lines := part_lines(note))}
    all_links = [link for link in all_links if link.line not in apart.get(link.source, ())]
    linking: defaultdict[str, set[int]] = defaultdict(set)
    for link in all_links:
        if link.status == "unresolved":
            linking[link.source].add(link.line)
    linked: dict[tuple[str, int], str] = {}
    sightings: list[Sighting] = []
    own: list[list[Line]] = []
    for note in shown.values():
        of_note = _LINE_END.split(text(note.path))
        linked.update(((note.path, line), of_note[line - 1]) for line in linking[note.path] if line <= len(of_note))
        named = replace(note, headings=(), strongs=()) if is_board([item.name for item in note.properties]) else note
        sightings += named_things(named, of_note, partial(place, note), repeated, is_stage)
        if note.path not in copied:
            own.append(prose_lines(note, of_note))
    template = template_lines(own)
    originals = [path for path in shown if path not in copied]
    runs = [runs_of(own.pop(), template) for _ in originals][::-1]
    terms = recurring_terms(originals, runs, known, _fewest_for_terms(len(originals), min_sources))
    sightings += [replace(term, source=place(by_path[term.source.note], term.source.line)) for term in terms]
    ideas, missing = unresolved(all_links, shown, linked, lambda path, line: place(by_path[path], line))
    return _put_together(all_notes, without_copies([*ideas, *sightings], copied), without_copies(missing, copied),
                         known, min_sources)


def place(note: Note, line: int) -> IdeaSource:
    """A line as the place of an idea, with the speaker and the time; no speaker outside of a chat's turns (a cited
    answer between two turns is second-hand)."""
    turn = turn_at(note.turns, line)
    return IdeaSource(note.path, line, turn.role, turn.time) if turn else IdeaSource(note.path, line)


def _fewest_for_terms(notes: int, min_sources: int) -> int:
    """Notes that have to use a term: two in a small vault, three in any other."""
    return max(2 if notes < 20 else 3, min_sources)


def _put_together(notes: list[Note], sightings: list[Sighting], missing: list[Sighting], known: KnownNames,
                  fewest: int) -> Discovery:
    speakers = {lemma_key(turn.name) for note in notes for turn in note.turns}
    gone = {lemma_key(sighting.name) for sighting in missing}
    named = (s for s in sightings if lemma_key(s.name) not in speakers and lemma_key(s.name) not in gone)
    ideas = merge(named, known, fewest)
    return Discovery(tuple(ideas), tuple(_as_missing(idea) for idea in merge(missing, None, 1)))


def _as_missing(idea: Idea) -> Idea:
    return replace(idea, status=None, why=(Message("idea.missing"),), kind="missing")
