"""The code that notes name, and what is wrong with it: what three rules share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.check.rule_helpers import meant
from vaultkit.graph.evidence.code_properties import named_code
from vaultkit.graph.evidence.declared import library_names
from vaultkit.graph.symbols import SymbolHit, find_reference, split_reference
from vaultkit.graph.waiver import waiver_of
from vaultkit.model import NoteFacts

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext


class CodeRef(NamedTuple):
    """``text`` as it is written at (``path``, ``line``, ``column``), and what it leads to."""

    path: str
    line: int
    column: int
    text: str
    hit: SymbolHit


def code_refs(context: CheckContext) -> tuple[CodeRef, ...]:
    """Every reference of the judged files to code that is not as it should be: missing, a stub, elsewhere."""
    known = context.__dict__.get("code_refs")
    if known is None:
        known = context.__dict__["code_refs"] = tuple(ref for ref in _all(context) if ref.hit.status != "found")
    found: tuple[CodeRef, ...] = known
    return found


def waived(context: CheckContext, path: str, term: str) -> bool:
    """Return whether the note at ``path`` accepts gaps of this term."""
    for note in context.facts_of([path]):
        waiver = waiver_of(note, context.frame.today)
        return waiver is not None and not waiver.expired and (not waiver.terms or term in waiver.terms)
    return False


def _all(context: CheckContext) -> Iterator[CodeRef]:
    for note in context.facts:
        yield from _of_note(context, note)
    for link in context.faulty_links:
        if link.status == "unresolved" and meant(context, link) == "code":
            text = f"{link.target}#{link.subpath}" if link.subpath else link.target
            yield CodeRef(link.source, link.line, link.column, link.raw, _find(context, text, link.source))
    for source, resolved, subpath, _, line, column, *_ in context.edges:
        if subpath and context.ontology.is_source_file(resolved):
            text = f"{resolved}#{subpath}"
            yield CodeRef(source, line, column, text, _find(context, text, source))


def _of_note(context: CheckContext, note: NoteFacts) -> Iterator[CodeRef]:
    for _, text, line in named_code(context, note):  # type: ignore[arg-type]
        if any(path.endswith(".md") and context.lookups.has(path) for path in (text, split_reference(text)[0])):
            continue
        hit = _find(context, text, note.path)
        if hit.status == "missing_file" and not _looks_like_path(context, text):
            continue
        row, column = context.spot(note.path, line, text, last=_last(note, line))
        yield CodeRef(note.path, row, column, text, hit)
    for name, line in library_names(context, note):  # type: ignore[arg-type]
        if context.symbols.library(name) == "missing":
            row, column = context.spot(note.path, line, name, last=_last(note, line))
            yield CodeRef(note.path, row, column, name, SymbolHit("missing_symbol", name))


def _last(note: NoteFacts, line: int) -> int | None:
    """An inline field ends in its own line; a property goes on."""
    return None if line in note.property_lines.values() else line


def _find(context: CheckContext, text: str, note: str) -> SymbolHit:
    return find_reference(context.symbols, text, note)


def _looks_like_path(context: CheckContext, text: str) -> bool:
    """Return whether the graph takes it for a path: ``code: later`` names no file."""
    return any(char in text for char in "/\\.#") or context.ontology.is_source_file(text)
