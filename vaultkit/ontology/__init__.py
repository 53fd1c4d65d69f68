"""What kinds of notes there are, their chain, and the relations between them: data, never code.

The data is ``schemas/ontology.yaml``, extended by an ontology.yaml beside vaultkit.toml. Everything that asks for
a stage, a kind or a relation asks here; nothing else in vaultkit knows the name of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from vaultkit.config import CONFIG_NAME, Config
from vaultkit.errors import UsageError
from vaultkit.ontology.file import OntologyFile, merged
from vaultkit.ontology.words import heading_candidates, inflected, normal, tokens

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
    _headings: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    _heading_tokens: set[str] = field(default_factory=set, repr=False, compare=False)
    _steps: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    _kinds: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)
    _relations: dict[str, Relation | None] = field(default_factory=dict, repr=False, compare=False)

    def kind_of_word(self, word: str) -> str | None:
        """The kind that ``word`` names (a property's value or a tag, without ``#``), ``note`` for a plain one, or
        None when it names no kind."""
        if word not in self._kinds:
            key = normal(word)
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
            found = self.relation_words.get(normal(name))
            self._relations[name] = self.relations[found] if found else None
        return self._relations[name]

    def stage_of_fence(self, language: str | None) -> str | None:
        """The kind of a fence whose language names a stage's form (mermaid, pseudocode …), or None."""
        return self.fence_words.get(language) if language else None

    def fence_role(self, language: str | None) -> FenceRole:
        """What a fence of ``language`` (lower case, or None) holds: the form of a stage, a programming language, a
        data format, plain text or output, an unnamed or an unknown language."""
        if not language:
            return "unnamed"
        return "stage" if language in self.fence_words else self.languages.get(language, "unknown")

    def is_source_file(self, path: str) -> bool:
        """Whether a file of this name is source code, so that any link to it is evidence of code."""
        name = path.rsplit("/", 1)[-1].lower()
        return name in self.source_names or ("." in name and name.rsplit(".", 1)[1] in self.source_endings)

    def is_source_or_config(self, path: str) -> bool:
        """Whether a file of this name is evidence of code where a property names it."""
        return self.is_source_file(path) or path.lower().rsplit(".", 1)[-1] in self.config_endings

    @property
    def code_kinds(self) -> tuple[str, ...]:
        """The kinds that need code, in the order of the chain."""
        return tuple(name for name in self.chain if self.kinds[name].needs_code)

    def stage_of_drawing(self, target: str) -> str | None:
        """The kind that an embedded file of this name is of (a drawing, a canvas), or None."""
        name = target.lower()
        return next((kind for kind in self.chain if name.endswith(self.kinds[kind].drawings)), None)


def load_ontology(config: Config | None = None) -> Ontology:
    """vaultkit's ontology, extended by the vault's own ontology.yaml and by ``[kinds] synonyms``.

    Raises UsageError with file and line for a faulty file or a kind that does not exist."""
    from vaultkit.resources import schemas_dir

    files = [OntologyFile(schemas_dir() / "ontology.yaml")]
    if config is not None:
        beside = config.config_path.parent if config.config_path else config.vault
        places = (beside / "ontology.yaml", config.vault / "ontology.yaml")
        own = next((path for path in places if path.is_file()), None)
        if own is not None:
            files.append(OntologyFile(own))
    data = files[0].data
    for extra in files[1:]:
        data = merged(data, extra.data)
    ontology = _assemble(data, files)
    if config is not None:
        _add_synonyms(ontology, config)
    return ontology


def _add_synonyms(ontology: Ontology, config: Config) -> None:
    known = ", ".join((*ontology.kinds, PLAIN))
    for word, name in config.kind_synonyms.items():
        kind = ontology.kind_of_word(name)
        if kind is None:
            raise _config_error(config, ("kinds", "synonyms", word), f"{name} is no kind (known: {known})")
        ontology.kind_words[normal(word)] = kind
    for folder, name in config.kind_folders.items():
        if ontology.kind_of_word(name) is None:
            raise _config_error(config, ("kinds", "folders", folder), f"{name} is no kind (known: {known})")
    ontology._kinds.clear()


def _config_error(config: Config, key: tuple[str, ...], message: str) -> UsageError:
    from vaultkit.config.settings import setting_error

    if config.config_path is None:
        return UsageError(f"{CONFIG_NAME}: {message}")
    return setting_error(config.config_path, key, message)


def _assemble(data: dict[str, Any], files: list[OntologyFile]) -> Ontology:
    last = files[-1]
    chain: list[str] = data["chain"]
    if len(chain) < 2 or len(set(chain)) != len(chain):
        raise last.error(("chain",), "chain must name at least two kinds, each once")
    kinds: dict[str, Kind] = {}
    for name, body in {**dict.fromkeys(chain), **data["kinds"]}.items():
        body = body or {}
        stage = chain.index(name) if name in chain else None
        kinds[name] = Kind(name, stage, _all_words([name, *body.get("words", [])]), body.get("proof") == "code",
                           tuple(item.lower() for item in body.get("drawings", [])),
                           bool(body.get("claims_fences")))
    relations = _relations(data, kinds, chain, last)
    words = {name: {"words": list(kind.words)} for name, kind in kinds.items()}
    staged = {name: data["kinds"].get(name) or {} for name in chain}
    headings = {name: {"headings": body.get("headings") or list(kinds[name].words)} for name, body in staged.items()}
    roles: tuple[FenceRole, ...] = ("plain", "data", "programming")
    languages = {word.lower(): role for role in roles for word in data["languages"].get(role, [])}
    fences = {word.lower(): name for name, body in staged.items() for word in body.get("fences", [])}
    fields = data["kind_fields"]
    return Ontology(
        chain=tuple(chain), kinds=kinds, relations={name: item for name, (item, _) in relations.items()},
        strict_fields=frozenset(map(normal, fields["strict"])), loose_fields=frozenset(map(normal, fields["loose"])),
        library_fields=frozenset(map(normal, data["library_fields"])),
        plain_words=frozenset(map(normal, data["plain_words"])),
        kind_words=_table(words, "words", files), heading_words=_table(headings, "headings", files),
        step_words=_table(staged, "steps", files), fence_words=fences,
        relation_words=_table({name: {"words": words_of} for name, (_, words_of) in relations.items()}, "words", files,
                              "relations"),
        languages=languages, source_endings=frozenset(data["source_files"]["endings"]),
        config_endings=frozenset(data["source_files"]["config"]), source_names=frozenset(data["source_files"]["names"]),
        stage_index={name: index for index, name in enumerate(chain)})


def _relations(data: dict[str, Any], kinds: dict[str, Kind], chain: list[str],
               file: OntologyFile) -> dict[str, tuple[Relation, list[str]]]:
    """Every relation with its words. A stage that no relation leads down to gets one of its own name."""
    found: dict[str, tuple[Relation, list[str]]] = {}
    for name, body in data["relations"].items():
        ends = {end: tuple(body.get(end, ["any"])) for end in ("source", "target")}
        for end, names in ends.items():
            for kind in names:
                if kind not in kinds and kind not in ("any", "lower", "higher"):
                    raise file.error(("relations", name, end, kind), f"{kind} is no kind")
        direction = body.get("direction", "across")
        gives = ends["target"][0] if direction == "down" and ends["target"][0] in kinds else None
        relation = Relation(name, direction, ends["source"], ends["target"], gives)
        found[name] = relation, [name, *body.get("words", [])]
    led = {relation.gives for relation, _ in found.values()}
    for kind in chain[1:]:
        if kind not in led and kind not in found:
            words = [kind, f"{kind}s", data["kinds"].get(kind, {}).get("plural", kind), *kinds[kind].words]
            found[kind] = Relation(kind, "down", ("higher",), (kind,), kind), words
    return found


def _all_words(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for word in words for form in inflected(normal(word))))


def _table(owners: dict[str, dict[str, Any]], key: str, files: list[OntologyFile],
           section: str = "kinds") -> dict[str, str]:
    """Word → owner. Where two claim a word, the one that the vault's own file gives it to has it; two in one file
    are a mistake that is told."""
    table: dict[str, str] = {}
    rank: dict[str, int] = {}
    for owner, body in owners.items():
        for written in body.get(key, []):
            for word in inflected(normal(written)):
                level = max((level for level, file in enumerate(files)
                             if written in file.data.get(section, {}).get(owner, {}).get(key, [])), default=0)
                if word in table and table[word] != owner and level == rank[word] and level > 0:
                    raise files[level].error((section, owner, key, written),
                                             f"the word {written} belongs to {table[word]} already")
                if word not in table or level > rank[word]:
                    table[word], rank[word] = owner, level
    return table
