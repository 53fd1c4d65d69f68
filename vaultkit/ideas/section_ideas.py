"""Sections that are ideas of their own: their heading names a thing, and its text is near to what is built or to code
that is there. A bare heading is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vaultkit.graph.gap_types import Implementable
from vaultkit.ideas.implementable import IDEA, implementable
from vaultkit.ideas.names import clean, is_name
from vaultkit.ideas.planned import exercise, is_exercise
from vaultkit.ideas.signals import CodeNames, Signal, name_signals, near_code
from vaultkit.ideas.technical_words import WORD
from vaultkit.ideas.word_lists import PARTS_OF_A_DESCRIPTION, split_words
from vaultkit.model import Heading, NoteFacts
from vaultkit.model.ids import id_of
from vaultkit.ontology import Ontology
from vaultkit.suggest.note_prose import lines_of, prose
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import lemma_key

# A section is an idea from here on: its note may be one already, so it has to say more, but where it is a part of
# what is built.
LEAST = 0.75
_FEWEST_WORDS = 12
_EXAMPLE = lazy_pattern(r"(?:example|пример)\s*:\s+", 2)
_ASIDE = lazy_pattern(r"\s+\([^()]*\)$|\s+[—–-]\s.*$")
_NO_THING = {"head_topic", "title_lesson", "title_life", "title_question", "title_dated", "title_form"}


@dataclass(frozen=True, slots=True)
class SectionIdea:
    """A section of a note that is an idea: its heading, its name, and how surely it can be built."""

    note: NoteFacts
    heading: Heading
    name: str
    implementable: Implementable


class SectionText(NamedTuple):
    """A section that may be an idea: its place, name and text, and what its name and its text say of it."""

    id: str
    note: NoteFacts
    heading: Heading
    name: str
    text: str
    signals: list[Signal]
    ordered: bool = False


def candidates(notes: Iterable[NoteFacts], text: Callable[[str], str], ontology: Ontology, code: CodeNames,
               repeated: frozenset[tuple[str, ...]], parents: Mapping[str, float]) -> Iterator[SectionText]:
    """The sections of ``notes`` whose heading names a thing and that say something of it. ``repeated``: keys of
    headings that many notes share; ``parents``: notes whose sections are parts of something that is built → how
    surely."""
    for note in notes:
        seen = {lemma_key(note.title)}
        for heading in note.headings:
            id = id_of(note.path, heading.anchor)
            own = lines_of(text(note.path), note, id)[0]
            name = thing_of(heading.text)
            key = lemma_key(name)
            if key in seen or key in repeated or not _names(heading, name) or ontology.stage_of_heading(heading.text):
                continue
            seen.add(key)
            signals = name_signals(name)
            if {signal.name for signal in signals} & _NO_THING:
                continue
            said = prose(own)
            if len(WORD.findall(said.text)) < (_FEWEST_WORDS if not said.code else 1):
                continue
            called = code.named(name) or any(code.knows(part) for part in heading.text.split("`")[1::2])
            known = sum(code.knows(one) for one in set(said.names.split("\n")))
            more = [Signal("in_code_title", float(called)), Signal("in_code_said", min(1.0, known / 3)),
                    Signal("part_of", parents.get(note.path, 0.0))]
            yield SectionText(id, note, heading, name, own, [*signals, *(one for one in more if one.strength)])


def exercises(notes: Iterable[NoteFacts], text: Callable[[str], str]) -> Iterator[SectionText]:
    """Yield the sections whose heading is the number of an exercise and whose text orders something to be built."""
    for note in notes:
        for heading in note.headings:
            if not is_exercise(heading.text):
                continue
            id = id_of(note.path, heading.anchor)
            own = lines_of(text(note.path), note, id)[0]
            if name := exercise(heading.text, own):
                signals = [Signal("ordered", 1.0), Signal("title_build", 1.0)]
                yield SectionText(id, note, heading, name, own, signals, True)


def _names(heading: Heading, name: str) -> bool:
    return (heading.level > 1 and not heading.blank and is_name(name)
            and not set("/(") & set(name) and lemma_key(name) not in _parts())


@lru_cache(maxsize=1)
def _parts() -> frozenset[tuple[str, ...]]:
    """Keys of headings that every description of a program has."""
    return frozenset(lemma_key(phrase) for phrase in split_words(PARTS_OF_A_DESCRIPTION))


def thing_of(heading: str) -> str:
    """The name in a heading: without an aside in brackets, what is said of it after a dash, or the word that makes it
    an example (``Example: Slurm notifier``)."""
    text = _EXAMPLE.sub("", clean(heading), count=1)
    return clean(_ASIDE.sub("", text, count=1)) or text


def section_ideas(found: Iterable[SectionText], meaning: Mapping[str, float],
                  near: Mapping[str, Mapping[str, float]]) -> list[SectionIdea]:
    """The candidates that are ideas. ``meaning``: id → nearness to what is built; ``near``: id → file → cosine."""
    made: list[SectionIdea] = []
    for one in found:
        signals = [*one.signals, Signal("meaning", meaning.get(one.id, 0.0)), *near_code(near.get(one.id, {}))]
        judged = implementable(signals)
        part = any(signal.name == "part_of" and signal.strength for signal in one.signals)
        if one.ordered or judged.score >= (IDEA if part else LEAST):
            made.append(SectionIdea(one.note, one.heading, one.name, judged))
    return made
