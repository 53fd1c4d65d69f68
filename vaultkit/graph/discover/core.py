"""Ideas that have no note: the sources of ideas put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial

from vaultkit.graph.discover.ideas import Discovery, Idea, Sighting, Source
from vaultkit.graph.discover.known import Known
from vaultkit.graph.discover.lemma import key
from vaultkit.graph.discover.links import unresolved
from vaultkit.graph.discover.named import named_things
from vaultkit.graph.discover.rank import merge
from vaultkit.graph.discover.repeated import repeated_headings
from vaultkit.graph.discover.runs import Line, own_lines, runs_of, template_lines
from vaultkit.graph.discover.terms import recurring_terms
from vaultkit.graph.discover.wording import Lang, reason_missing
from vaultkit.graph.plugins import is_board
from vaultkit.model import Note, ResolvedLink
from vaultkit.vault.pause import pausing_gc

_LINE_END = re.compile(r"\r\n|\n|\r")


def discover(notes: Iterable[Note], links: Iterable[ResolvedLink], text: Callable[[str], str], *,
             is_stage: Callable[[str], object] = lambda heading: None,
             excluded: Collection[str] = (), min_sources: int = 1, lang: Lang = "en") -> Discovery:
    """The ideas of ``notes`` that have no note, best first, and the notes that are only missing here.

    ``text`` gives a note's text by path, ``is_stage`` says whether a heading names a stage and so no idea; notes at
    ``excluded`` paths are known and not read; ``min_sources`` is the number of notes that have to name an idea,
    ``lang`` the language of the reasons. Names of speakers are left out.
    """
    with pausing_gc():
        return _discover(list(notes), list(links), text, is_stage, excluded, min_sources, lang)


def _discover(all_notes: list[Note], all_links: list[ResolvedLink], text: Callable[[str], str],
              is_stage: Callable[[str], object], excluded: Collection[str], min_sources: int, lang: Lang) -> Discovery:
    by_path = {note.path: note for note in all_notes}
    cache: dict[str, list[str]] = {}

    def lines(path: str) -> list[str]:
        if path not in cache:
            cache[path] = _LINE_END.split(text(path))
        return cache[path]

    known = Known(all_notes, all_links)
    repeated = repeated_headings(all_notes)
    shown = {path: note for path, note in by_path.items() if path not in excluded}
    sightings, missing = unresolved(all_links, shown, lines, lambda path, line: place(by_path[path], line))
    own: list[list[Line]] = []
    for note in shown.values():
        of_note = lines(note.path)
        named = replace(note, headings=(), strongs=()) if is_board([item.name for item in note.properties]) else note
        sightings += named_things(named, of_note, partial(place, note), repeated, is_stage)
        own.append(own_lines(note, of_note))
    template = template_lines(own)
    sightings += recurring_terms(list(shown), [runs_of(found, template) for found in own], known,
                                 _fewest_for_terms(len(shown), min_sources))
    return _put_together(all_notes, sightings, missing, known, min_sources, lang)


def place(note: Note, line: int) -> Source:
    """A line as the place of an idea, with who speaks there and when; nobody outside of a chat's turns (a cited answer
    between two turns is second-hand)."""
    turn = next((turn for turn in note.turns if turn.line <= line <= turn.end_line), None)
    return Source(note.path, line, turn.role, turn.time) if turn else Source(note.path, line)


def _fewest_for_terms(notes: int, min_sources: int) -> int:
    """Notes that have to use a term: two in a small vault, three in any other."""
    return max(2 if notes < 20 else 3, min_sources)


def _put_together(notes: list[Note], sightings: list[Sighting], missing: list[Sighting], known: Known,
                  fewest: int, lang: Lang) -> Discovery:
    speakers = {key(turn.name) for note in notes for turn in note.turns}
    gone = {key(sighting.name) for sighting in missing}
    named = (s for s in sightings if key(s.name) not in speakers and key(s.name) not in gone)
    ideas = merge(named, known, fewest, lang)
    return Discovery(tuple(ideas), tuple(_as_missing(idea, lang) for idea in merge(missing, None, 1, lang)))


def _as_missing(idea: Idea, lang: Lang) -> Idea:
    return replace(idea, status=None, why=(reason_missing(lang),), kind="missing")
