"""Loading of ontology.yaml files: merged, words spelled out, relations completed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from vaultkit.errors import UsageError
from vaultkit.ontology.types import FenceRole, Kind, Ontology, Relation
from vaultkit.ontology.words import inflected, normal_word

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# The form of the file. A type in a list: a list of it; a dict with "*": any names; a tuple: one of these.
_KIND: dict[str, Any] = {
    "words": [str], "headings": [str], "fences": [str], "steps": [str], "drawings": [str], "claims_fences": bool,
    "proof": ("text", "code"), "plural": str,
}
_RELATION: dict[str, Any] = {
    "direction": ("down", "up", "across", "whole"), "source": [str], "target": [str], "words": [str],
}
FORM: dict[str, Any] = {
    "chain": [str],
    "kind_fields": {"strict": [str], "loose": [str]},
    "plain_words": [str],
    "kinds": {"*": _KIND},
    "relations": {"*": _RELATION},
    "library_fields": [str],
    "subsystem_words": [str],
    "status_fields": [str],
    "run_fields": [str],
    "log_endings": [str],
    "levels": {"thinking": {"*": float}, "practice": {"*": float}},
    "practice_points": {"code": float, "test": float, "run": float},
    "languages": {"programming": [str], "data": [str], "plain": [str]},
    "source_files": {"endings": [str], "config": [str], "names": [str]},
}
# Our own file has some eight hundred; what comes of them grows with their square.
_MOST = 5_000
_REPLACED = {("chain",)}


class OntologyFile:
    """One ontology.yaml as plain data, with the line of every key and list item."""

    def __init__(self, path: Path, content: bytes) -> None:
        """Check what ``path`` holds. Raises UsageError with file and line for what is no YAML or has another form."""
        self.path = path
        self.lines: dict[tuple[str, ...], int] = {}
        self._values = 0
        try:
            text = content.decode("utf-8-sig")
            loader = _LOADER(text)
            try:
                root = loader.get_single_node()
            finally:
                loader.dispose()
        except UnicodeDecodeError as error:
            raise UsageError(f"{path}: is no UTF-8 text ({error.reason})") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise UsageError(f"{path}:{mark.line + 1 if mark else 1}: no valid YAML: {problem}") from error
        except RecursionError as error:
            raise UsageError(f"{path}:1: no valid YAML: nested too deep") from error
        self.data: dict[str, Any] = {} if root is None else self._value(root, FORM, ())

    def error(self, key: tuple[str, ...], message: str) -> UsageError:
        """A UsageError that begins with the file and the line of ``key`` (or the nearest key around it)."""
        while key and key not in self.lines:
            key = key[:-1]
        return UsageError(f"{self.path}:{self.lines.get(key, 1)}: {message}")

    def _value(self, node: yaml.Node, form: Any, key: tuple[str, ...]) -> Any:
        self.lines.setdefault(key, node.start_mark.line + 1)
        self._values += 1  # counted where it is used, since an anchor is used again and again
        if self._values > _MOST:
            raise self.error(key, f"holds more than {_MOST:,} words and names")
        if isinstance(form, dict):
            return self._table(node, form, key)
        if isinstance(form, list):
            if isinstance(node, yaml.ScalarNode) and node.value:
                return [self._value(node, form[0], key)]
            if not isinstance(node, yaml.SequenceNode):
                raise self.error(key, f"{'.'.join(key)} must be a list")
            return [self._value(item, form[0], (*key, str(item.value))) for item in node.value]
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(key, f"{'.'.join(key)} must be a word")
        if form is bool:
            if node.value.lower() not in ("true", "false"):
                raise self.error(key, f"{'.'.join(key)} must be true or false, not {node.value}")
            return node.value.lower() == "true"
        if form is float:
            try:
                return float(node.value)
            except ValueError:
                raise self.error(key, f"{'.'.join(key)} must be a number, not {node.value}") from None
        if isinstance(form, tuple) and node.value not in form:
            raise self.error(key, f"{'.'.join(key)} must be one of {', '.join(form)}, not {node.value}")
        return node.value

    def _table(self, node: yaml.Node, form: dict[str, Any], key: tuple[str, ...]) -> dict[str, Any]:
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise self.error(key, f"{'.'.join(key) or 'the file'} must hold names with values")
        table: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name = str(name_node.value)
            self.lines[(*key, name)] = name_node.start_mark.line + 1
            inner = form.get("*", form.get(name))
            if inner is None:
                import difflib

                near = difflib.get_close_matches(name, form, n=1, cutoff=0.0)
                raise self.error((*key, name), f"unknown key {name}: the nearest known one is {near[0]}")
            if name in table:
                raise self.error((*key, name), f"{name} stands here twice")
            table[name] = self._value(value_node, inner, (*key, name))
        return table


def merged(base: dict[str, Any], more: dict[str, Any], key: tuple[str, ...] = ()) -> dict[str, Any]:
    """``base`` with ``more`` laid over it: tables merge, lists join (the chain is replaced), values replace."""
    result = dict(base)
    for name, value in more.items():
        path = (*key, name)
        old = result.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            result[name] = merged(old, value, path)
        elif isinstance(old, list) and isinstance(value, list) and path not in _REPLACED \
                and name not in ("source", "target"):
            result[name] = [*old, *(item for item in value if item not in old)]
        else:
            result[name] = value
    return result


def assemble(contents: Sequence[tuple[Path, bytes]]) -> Ontology:
    """The first file extended by the others, each with its content. Raises UsageError with file and line for a
    faulty file."""
    files = [OntologyFile(path, content) for path, content in contents]
    data = files[0].data
    for extra in files[1:]:
        data = merged(data, extra.data)
    return _assemble(data, files)


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
        chain=tuple(chain),
        kinds=kinds,
        relations={name: item for name, (item, _) in relations.items()},
        strict_fields=frozenset(map(normal_word, fields["strict"])),
        loose_fields=frozenset(map(normal_word, fields["loose"])),
        library_fields=frozenset(map(normal_word, data["library_fields"])),
        subsystem_words=frozenset(form for word in data["subsystem_words"] for form in inflected(normal_word(word))),
        status_fields=frozenset(map(normal_word, data["status_fields"])),
        run_fields=frozenset(map(normal_word, data["run_fields"])),
        log_endings=frozenset(data["log_endings"]),
        levels=data["levels"],
        practice_points=data["practice_points"],
        plain_words=frozenset(map(normal_word, data["plain_words"])),
        kind_words=_table(words, "words", files),
        heading_words=_table(headings, "headings", files),
        step_words=_table(staged, "steps", files),
        fence_words=fences,
        relation_words=_table(
            {name: {"words": words_of} for name, (_, words_of) in relations.items()}, "words", files, "relations"
        ),
        languages=languages,
        source_endings=frozenset(data["source_files"]["endings"]),
        config_endings=frozenset(data["source_files"]["config"]),
        source_names=frozenset(data["source_files"]["names"]),
        stage_index={name: index for index, name in enumerate(chain)},
    )


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
    return tuple(dict.fromkeys(form for word in words for form in inflected(normal_word(word))))


def _table(owners: dict[str, dict[str, Any]], key: str, files: list[OntologyFile],
           section: str = "kinds") -> dict[str, str]:
    """Word → owner. Where two claim a word, the vault's own file decides; two claims in one file are reported as a
    mistake."""
    table: dict[str, str] = {}
    rank: dict[str, int] = {}
    for owner, body in owners.items():
        for written in body.get(key, []):
            for word in inflected(normal_word(written)):
                level = max((level for level, file in enumerate(files)
                             if written in file.data.get(section, {}).get(owner, {}).get(key, [])), default=0)
                if word in table and table[word] != owner and level == rank[word] and level > 0:
                    raise files[level].error((section, owner, key, written),
                                             f"the word {written} belongs to {table[word]} already")
                if word not in table or level > rank[word]:
                    table[word], rank[word] = owner, level
    return table
