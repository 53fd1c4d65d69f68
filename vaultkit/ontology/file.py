"""Reading an ontology.yaml: YAML with lines, checked for form, merged with the one that it extends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from vaultkit.errors import UsageError

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
_REPLACED = {("chain",)}


class OntologyFile:
    """One ontology.yaml as plain data, with the line of every key and list item."""

    def __init__(self, path: Path) -> None:
        """Read and check ``path``. Raises UsageError with file and line for what is no YAML or has another form."""
        self.path = path
        self.lines: dict[tuple[str, ...], int] = {}
        try:
            text = path.read_bytes().decode("utf-8-sig")
            loader = _LOADER(text)
            try:
                root = loader.get_single_node()
            finally:
                loader.dispose()
        except OSError as error:
            raise UsageError(f"{path}: can't be read ({error.strerror})") from error
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
