"""Notes that are ideas though nothing declares them: judged one by one by their signals and those of their folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import NamedTuple

from vaultkit.config import Config
from vaultkit.graph.gap_types import Implementable
from vaultkit.graph.inputs import LightEdge
from vaultkit.graph.kinds import has_plugin_form, is_own, is_subsystem, kind_of_note
from vaultkit.ideas.implementable import implementable, outcome
from vaultkit.ideas.meaning import beginning
from vaultkit.ideas.signals import (
    CodeNames,
    NoteParts,
    Signal,
    around_signals,
    categories,
    category_signal,
    name_of,
    near_code,
    note_signals,
    repeated_lines,
)
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology

_BUILT, _MUCH = ("planned", "intends"), 0.5
_REFUSED = ("not-code", "not_code", "notcode")


class NoteIdeas(NamedTuple):
    """``ideas``: path → how surely each note that declares nothing can be built; ``declared``: the same of notes that
    declare to be a concept; ``learning``: notes to learn from; ``signals`` of every note that was looked at."""

    ideas: dict[str, Implementable]
    declared: dict[str, Implementable]
    learning: tuple[str, ...]
    signals: dict[str, list[Signal]]

    @property
    def built(self) -> dict[str, float]:
        """The ideas of whose notes the sections are parts of what is built: a task consists of the note, or its
        author says what he means to do. Others, a course's notes say, may gather many things."""
        return {path: judged.score for path, judged in self.ideas.items()
                if any(one.name in _BUILT and one.strength >= _MUCH for one in self.signals[path])}


def note_ideas(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], text: Callable[[str], str], ontology: Ontology,
               config: Config, code: CodeNames,
               meaning: Callable[[Mapping[str, str]], Mapping[str, float]],
               near: Callable[[Mapping[str, str]], Mapping[str, Mapping[str, float]]],
               planned: Collection[str] = ()) -> NoteIdeas:
    """Judge every note that is shown. ``text`` gives a note's text by path; ``meaning`` tells of the beginnings of
    notes how near they are to what is built (-1 to 1), ``near`` to which source files (cosines); of the ``planned``
    notes a task consists. What a person says of
    a note goes before: a declared kind, ``not-code``, ``[ideas] ignore``; a note that a relation takes for a stage is
    that."""
    taken = _taken(edges, ontology)
    own: dict[str, list[Signal]] = {}
    free: set[str] = set()
    concepts: set[str] = set()
    begins: dict[str, str] = {}
    looked_at = [note for note in facts if not (
        note.excluded or note.template or note.is_chat or is_own(note) or has_plugin_form(note.properties))]
    form = repeated_lines((text(note.path) for note in looked_at), len(looked_at))
    above = categories((text(note.path) for note in looked_at), form)
    for note in looked_at:
        kind = kind_of_note(note, ontology, config)
        apart = NoteParts.of(note, text(note.path), form)
        names = (note.title, PurePosixPath(note.path).stem, *note.aliases)
        own[note.path] = [*note_signals(apart, ontology, code), *category_signal(names, above)]
        if note.path in planned:
            own[note.path].append(Signal("planned", 1.0))
        if kind.kind == ontology.chain[0]:
            concepts.add(note.path)
        elif kind.strength is None and note.path not in taken and not is_subsystem(note, ontology) \
                and not is_refused(note) and not is_ignored(name_of(note), note.path, config.ideas_ignore):
            free.add(note.path)
        if (note.path in free or note.path in concepts) and outcome(own[note.path], sure=False) != "nothing":
            begins[note.path] = beginning(name_of(note), apart.prose)
    for path, more in around_signals(own).items():
        own[path] += more
    for path, found in meaning(begins).items():
        own[path].append(Signal("meaning", found))
    for path, files in near(begins).items():
        own[path] += near_code(files)
    outcomes = {path: outcome(own[path]) for path in free}
    return NoteIdeas({path: implementable(own[path]) for path in sorted(free) if outcomes[path] == "idea"},
                     {path: implementable(own[path]) for path in sorted(concepts)},
                     tuple(sorted(path for path in free if outcomes[path] == "learning")), own)


def is_refused(note: NoteFacts) -> bool:
    """Return whether a person said that a note is not to be built (``not-code: true``)."""
    return any(name.casefold() in _REFUSED and value not in (False, None, "false", "no", "нет")
               for name, value in note.properties.items())


def is_ignored(name: str, path: str | None, patterns: Collection[str]) -> bool:
    """Return whether ``[ideas] ignore`` names an idea, by its name or by a glob over its note's path."""
    places = [one.casefold() for one in (name, path, path and path.removesuffix(".md")) if one]
    return any(fnmatchcase(place, pattern.casefold()) for pattern in patterns for place in places)


def _taken(edges: Iterable[LightEdge], ontology: Ontology) -> set[str]:
    """Notes that a relation of another note takes for a stage."""
    found: set[str] = set()
    known: dict[str, bool] = {}
    for _, target, _, field, _, _, commented, _ in edges:
        if field is None or commented:
            continue
        if field not in known:
            relation = ontology.relation_of_field(field)
            known[field] = relation is not None and relation.gives is not None
        if known[field]:
            found.add(target)
    return found
