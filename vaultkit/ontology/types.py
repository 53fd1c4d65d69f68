"""Kinds, relations and the ontology that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vaultkit.ontology.words import heading_candidates, normal_word, tokens

PLAIN = "note"
Direction = Literal["down", "up", "across", "whole"]
FenceRole = Literal["stage", "programming", "data", "plain", "unnamed", "unknown"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. ``stage`` is its place in the chain from 0, None for a kind outside of it; ``needs_code``: a note or
    section of this kind counts only with code in it; ``claims_fences``: every fence in it is of its kind."""

    name: str
    stage: int | None
    words: tuple[str, ...]
    needs_code: bool
    drawings: tuple[str, ...]
    claims_fences: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation. ``source`` and ``target`` are the kinds allowed at its ends, or one of any, lower, higher.
    ``gives`` is the kind that its target is taken for when that declares none, else None."""

    name: str
    direction: Direction
    source: tuple[str, ...]
    target: tuple[str, ...]
    gives: str | None


@dataclass(frozen=True)
class Ontology:
    """The merged ontology. Look-ups are memoised: a vault asks for the same few words thousands of times."""

    chain: tuple[str, ...]
    kinds: dict[str, Kind]
    relations: dict[str, Relation]
    strict_fields: frozenset[str]
    loose_fields: frozenset[str]
    library_fields: frozenset[str]
    plain_words: frozenset[str]
    kind_words: dict[str, str]
    heading_words: dict[str, str]
    step_words: dict[str, str]
    fence_words: dict[str, str]
    relation_words: dict[str, str]
    languages: dict[str, FenceRole]
    source_endings: frozenset[str]
    config_endings: frozenset[str]
    source_names: frozenset[str]
    stage_index: dict[str, int]
    subsystem_words: frozenset[str]
    status_fields: frozenset[str]
    run_fields: frozenset[str]
    log_endings: frozenset[str]
    levels: dict[str, dict[str, float]]
    practice_points: dict[str, float]
    _headings: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    _heading_tokens: set[str] = field(default_factory=set, repr=False, compare=False)
    _steps: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    _kinds: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    _relations: dict[str, Relation | None] = field(default_factory=dict, repr=False, compare=False)

    def kind_of_word(self, word: str) -> str | None:
        """The kind that ``word`` names (a property's value or a tag, without ``#``), ``note`` for a plain one, or
        None when it names no kind."""
        if word not in self._kinds:
            key = normal_word(word)
            self._kinds[word] = PLAIN if key in self.plain_words else self.kind_words.get(key)
        return self._kinds[word]

    def stage_of_heading(self, text: str) -> str | None:
        """The kind whose stage word the heading ``text`` is, decoration aside (``## 2. Алгоритм:``), or None."""
        if text not in self._headings:
            self._headings[text] = self._find_stage(text)
        return self._headings[text]

    def _find_stage(self, text: str) -> str | None:
        if not self._heading_tokens:
            for words in self.heading_words:
                self._heading_tokens.update(sorted(tokens(words))[:1])
        # Most headings share no word with a stage: a look at their words spares taking them apart.
        if self._heading_tokens.isdisjoint(tokens(text)):
            return None
        return next((kind for words in heading_candidates(text) if (kind := self.heading_words.get(words))), None)

    def steps_kind(self, text: str) -> str | None:
        """The kind of a numbered list under the heading ``text`` when the heading says that steps follow."""
        if text not in self._steps:
            self._steps[text] = self._find_steps(text)
        return self._steps[text]

    def _find_steps(self, text: str) -> str | None:
        for words in heading_candidates(text):
            parts = words.split(" ")
            for end in range(len(parts), 0, -1):
                if kind := self.step_words.get(" ".join(parts[:end])):
                    return kind
        return None

    def relation_of_field(self, name: str) -> Relation | None:
        """The relation that a property or inline field called ``name`` stands for, or None."""
        if name not in self._relations:
            found = self.relation_words.get(normal_word(name))
            self._relations[name] = self.relations[found] if found else None
        return self._relations[name]

    def relation_to(self, stage: str) -> str | None:
        """The name of the relation whose target is taken for ``stage``: the property that links a note of it."""
        return next((name for name, relation in self.relations.items() if relation.gives == stage), None)

    def stage_of_fence(self, language: str | None) -> str | None:
        """The kind of a fence whose language names a stage's form (mermaid, pseudocode …), or None."""
        return self.fence_words.get(language) if language else None

    def fence_role(self, language: str | None) -> FenceRole:
        """Return what a fence of ``language`` (lower case, or None) holds: the form of a stage, a programming language,
        a data format, plain text or output, an unnamed or an unknown language."""
        if not language:
            return "unnamed"
        return "stage" if language in self.fence_words else self.languages.get(language, "unknown")

    def is_source_file(self, path: str) -> bool:
        """Return whether a file of this name is source code, so that any link to it is evidence of code."""
        name = path.rsplit("/", 1)[-1].lower()
        return name in self.source_names or ("." in name and name.rsplit(".", 1)[1] in self.source_endings)

    def is_source_or_config(self, path: str) -> bool:
        """Return whether a file of this name is evidence of code where a property names it."""
        return self.is_source_file(path) or path.lower().rsplit(".", 1)[-1] in self.config_endings

    @property
    def code_kinds(self) -> tuple[str, ...]:
        """The kinds that need code, in the order of the chain."""
        return tuple(name for name in self.chain if self.kinds[name].needs_code)

    def stage_of_drawing(self, target: str) -> str | None:
        """The kind that an embedded file of this name is of (a drawing, a canvas), or None."""
        name = target.lower()
        return next((kind for kind in self.chain if name.endswith(self.kinds[kind].drawings)), None)
