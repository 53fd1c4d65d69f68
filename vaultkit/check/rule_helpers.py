"""Helpers that the rules about chains share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from vaultkit.check.rule import RuleHit
from vaultkit.messages.words import Text
from vaultkit.model import STRENGTHS, ResolvedLink
from vaultkit.model.ids import path_of, subpath_of
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import file_stem

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.nodes import Tie


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
