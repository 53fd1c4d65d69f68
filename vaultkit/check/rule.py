"""Form of a rule and of what it finds, and what several rules share: about chains, links, and the code that notes
name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from vaultkit.graph.evidence.declared import library_names
from vaultkit.graph.evidence.references import named_code
from vaultkit.graph.gap_types import waiver_of
from vaultkit.graph.symbols import SymbolHit, find_reference, split_reference
from vaultkit.messages.words import Text
from vaultkit.model import STRENGTHS, NoteFacts, ResolvedLink, Severity
from vaultkit.model.ids import path_of, subpath_of
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import file_stem

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.nodes import Tie


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One place where a rule does not hold. ``about`` is what is wrong as it is written (a link, a property's value):
    the finding's identity, whatever line it moves to; ``fix`` None: what the rule says in general."""

    path: str
    line: int
    column: int
    message: str
    about: str
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``doc`` explains it in a paragraph (docs/rules.md is made of these), ``mend`` says what to do. ``find``
    yields the hits in a context. ``relative``: when a change is judged, only what the change brought counts, in the
    changed notes too. ``of``: the lists of the context that it goes through; where all are empty there is nothing to
    find, and ``find`` is not asked."""

    id: str
    severity: Severity
    doc: str
    mend: Text
    find: Callable[[CheckContext], Iterable[RuleHit]]
    relative: bool = False
    of: tuple[str, ...] = ()

    def has_work(self, context: CheckContext) -> bool:
        """Return whether ``context`` holds anything that the rule goes through."""
        return not self.of or any(getattr(context, name) for name in self.of)


def without_numbers(message: str) -> str:
    """A message for the fingerprint of a finding, without the line numbers, which move with the text."""
    return re.sub(r"\d+", "#", message)


def failing(context: CheckContext) -> Iterator[Gap]:
    """The gaps of concepts that are strong enough to count (``coverage.fail_from``), in the context's graph."""
    counts = STRENGTHS[:STRENGTHS.index(context.config.fail_from) + 1]
    return (gap for gap in context.report.gaps if gap.strength in counts)


def concept_place(context: CheckContext, gap: Gap) -> tuple[str, int, int]:
    """Return where a concept says that it is one: its heading, its property, else the note's first line."""
    if subpath_of(gap.concept):
        return gap.path, gap.line, 1
    note = context.facts_of([gap.path])
    line = context.kind(note[0]).line if note else 1
    return gap.path, line, 1


def place_of_tie(context: CheckContext, tie: Tie, note: str, below: str) -> tuple[str, int, int]:
    """Return where a link from ``note`` down to ``below`` is written; where that is in the code, the note's
    beginning."""
    if tie.path != note:
        found = context.facts_of([note])
        return note, context.kind(found[0]).line if found else 1, 1
    name = path_of(below).rsplit("/", 1)[-1]
    line, column = context.spot(note, tie.line, name, last=tie.line)
    return note, line, column


Meant = Literal["note", "attachment", "code"]
# Obsidian Help, "Accepted file formats", and what else people put beside notes.
_ATTACHMENTS = frozenset("""
avif bmp gif jpeg jpg png svg webp tif tiff heic ico flac m4a mp3 ogg opus wav webm 3gp aac mkv mov mp4 ogv avi pdf
canvas base excalidraw drawio csv tsv xlsx xls ods docx doc odt pptx ppt odp epub djvu zip gz tar 7z rar html htm bib
psd ai gguf onnx parquet
""".split())
_ENDING = lazy_pattern(r"\.(\w{1,10})$")


def meant(context: CheckContext, link: ResolvedLink) -> Meant:
    """Return what kind of file a link that leads nowhere was to lead to, by how it is written."""
    target = link.target.strip()
    relation = context.ontology.relation_of_field(link.field) if link.field else None
    is_code = context.ontology.is_source_file(target) and ("." in target or "/" in target)
    if relation is not None and relation.gives in context.ontology.code_kinds:
        is_code = is_code or (context.ontology.is_source_or_config(target) and "." in target)
    if is_code:
        return "code"
    ending = _ENDING.search(target)
    if ending is None or ending[1].lower() == "md":
        return "note"
    known = ending[1].lower() in _ATTACHMENTS
    return "attachment" if known or (link.kind == "embed" and not ending[1].isdigit()) else "note"


def link_hit(
    context: CheckContext, link: ResolvedLink, message: Text, fix: Text | None = None, **values: object
) -> RuleHit:
    """A hit at a link; ``target`` and what else ``values`` names fill the texts."""
    values.setdefault("target", link.target)
    said = context.say(message, **values)
    return RuleHit(link.source, link.line, link.column, said, link.raw, context.say(fix, **values) if fix else None)


def link_name(path: str) -> str:
    """A file as a link would name it: a note without ``.md``."""
    return file_stem(path) if path.lower().endswith(".md") else path.rsplit("/", 1)[-1]


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
