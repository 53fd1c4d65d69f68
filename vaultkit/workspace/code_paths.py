"""``code:`` paths of notes after files of the vault got other paths: those that lead into what moved, and those that
count from a note that did."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError
from vaultkit.graph.symbols import split_reference
from vaultkit.markdown.frontmatter import read_frontmatter
from vaultkit.markdown.source import NoteText
from vaultkit.vault.write import set_property

if TYPE_CHECKING:
    from vaultkit.workspace.snapshot import Snapshot

Now = Callable[[str], str]
_BOM = "\ufeff"


def moved_code(vault: Snapshot, now: Now) -> dict[str, Callable[[str], str]]:
    """Path of each note whose ``code:`` changes → what makes its new text of its text. ``now`` gives the path
    afterwards of a file or folder of the vault."""
    found: dict[str, Callable[[str], str]] = {}
    code = set(vault.ontology.code_kinds)
    for fact in vault.facts:
        changed: dict[str, dict[str, str]] = {}
        for name, value in fact.properties.items():
            relation = vault.ontology.relation_of_field(name)
            if relation is not None and relation.gives in code:
                news = {old: new for old in _texts(value) if (new := _moved(vault, fact.path, old, now)) != old}
                if news:
                    changed[name] = news
        if changed:
            found[fact.path] = _rewriter(vault, changed)
    return found


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and "[[" not in one:
            yield one


def _moved(vault: Snapshot, note: str, written: str, now: Now) -> str:
    """``written`` with its path as it is afterwards. It is looked for in the source roots, in the vault, beside the
    note (docs/contract.md, Settings)."""
    path = split_reference(written)[0]
    if not path or os.path.isabs(path) or "\0" in path:
        return written
    top = os.path.realpath(vault.root)
    beside = os.path.join(top, os.path.dirname(note))
    bases = [*(os.path.realpath(root) for root in vault.config.roots), top, beside]
    base = next((one for one in bases if os.path.exists(os.path.join(one, path))), None)
    if base is None:
        return written
    whole = os.path.normpath(os.path.join(base, path))
    inside = os.path.relpath(whole, top).replace(os.sep, "/")
    after = whole if inside.startswith("../") else os.path.join(top, now(inside))
    start = os.path.join(top, os.path.dirname(now(note))) if base == beside and base not in bases[:-1] else base
    if after == whole and start == base:
        return written
    if base in bases[:-1] and base != top and not after.startswith(base + os.sep):
        start = top
    made = os.path.relpath(after, start).replace(os.sep, "/")
    return made + written[len(path):] if written.startswith(path) else written.replace(path, made, 1)


def _rewriter(vault: Snapshot, changed: dict[str, dict[str, str]]) -> Callable[[str], str]:
    def rewrite(text: str) -> str:
        for name, news in changed.items():
            text = _put(vault, text, name, news)
        return text

    return rewrite


def _put(vault: Snapshot, text: str, name: str, news: dict[str, str]) -> str:
    """The text with other values in the property ``name``: in their own places where that gives what is wanted."""
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    source = NoteText(body)
    front = read_frontmatter(source, vault.config.bounds)
    item = next((one for one in front.properties if one.name == name), None)
    if item is None:
        raise UsageError(f"the property {name} is not there any more", "call it again")
    held = item.value
    wanted: Any = [news.get(one, one) for one in held] if isinstance(held, list) else news.get(held, held)
    start = source.lines[item.line - 1]
    end = source.lines[item.end_line] if item.end_line < len(source.lines) else len(body)
    part = body[start:end]
    for old, new in news.items():
        part = new.join(re.split(rf"(?<![\w./-]){re.escape(old)}(?![\w./-])", part))
    made = body[:start] + part + body[end:]
    after = read_frontmatter(NoteText(made), vault.config.bounds).properties
    others = [(one.name, one.value) for one in front.properties]
    if [(one.name, one.value) for one in after] == [(key, wanted if key == name else value) for key, value in others]:
        return bom + made
    return set_property(text, name, wanted)
