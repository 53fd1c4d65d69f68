"""Notes that are ideas though nothing declares them: judged one by one by their signals and those of their folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import NamedTuple

from vaultkit.config import Config
from vaultkit.graph.generated_notes import is_own
from vaultkit.graph.gap_types import Implementable
from vaultkit.graph.inputs import LightEdge
from vaultkit.graph.kinds import is_subsystem, kind_of_note
from vaultkit.graph.plugins import has_plugin_form
from vaultkit.ideas.implementable import implementable, outcome
from vaultkit.ideas.names import clean
from vaultkit.ideas.signals import CodeNames, NoteText, Signal, around_signals, note_signals
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology
from vaultkit.ontology.words import normal_word

# Names of files that name nothing: the idea is called after the heading or the folder.
_NAMELESS = frozenset("readme index main notes note home untitled overview concept task задание заметка конспект".split())
_REFUSED = ("not-code", "not_code", "notcode")


class NoteIdeas(NamedTuple):
    """``ideas``: path → how surely each note that declares nothing can be built; ``declared``: the same of notes that
    declare to be a concept; ``learning``: notes to learn from; ``signals`` of every note that was looked at."""

    ideas: dict[str, Implementable]
    declared: dict[str, Implementable]
    learning: tuple[str, ...]
    signals: dict[str, list[Signal]]


def note_ideas(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], text: Callable[[str], str], ontology: Ontology,
               config: Config, code: CodeNames) -> NoteIdeas:
    """Judge every note that is shown. ``text`` gives a note's text by path. What a person says of a note goes before:
    a declared kind, ``not-code``, ``[ideas] ignore``; a note that a relation takes for a stage is that."""
    taken = _taken(edges, ontology)
    own: dict[str, list[Signal]] = {}
    free: set[str] = set()
    concepts: set[str] = set()
    for note in facts:
        if note.excluded or note.template or note.is_chat or is_own(note) or has_plugin_form(note.properties):
            continue
        kind = kind_of_note(note, ontology, config)
        own[note.path] = note_signals(NoteText.of(note, text(note.path)), ontology, code)
        if kind.kind == ontology.chain[0]:
            concepts.add(note.path)
        elif kind.strength is None and note.path not in taken and not is_subsystem(note, ontology) \
                and not is_refused(note) and not is_ignored(name_of(note), note.path, config.ideas_ignore):
            free.add(note.path)
    for path, more in around_signals(own).items():
        own[path] += more
    outcomes = {path: outcome(own[path]) for path in free}
    return NoteIdeas({path: implementable(own[path]) for path in sorted(free) if outcomes[path] == "idea"},
                     {path: implementable(own[path]) for path in sorted(concepts)},
                     tuple(sorted(path for path in free if outcomes[path] == "learning")), own)


def name_of(note: NoteFacts) -> str:
    """The name of the idea that a note is: its title, or for a file whose name says nothing its first heading, else its
    folder."""
    if normal_word(note.title) not in _NAMELESS:
        return note.title
    first = next((heading.text for heading in note.headings if heading.level == 1), "")
    return clean(first) or PurePosixPath(note.path).parent.name or note.title


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
