"""What the blocks of a note are: drawings, fences, numbered lists; and how much of it they make."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.graph.classify.evidence import Evidence, Surroundings, own_lines
from vaultkit.model import Block, NoteFacts

# Style sheets and pages do something without being programs.
_STYLES = frozenset({"css", "scss", "sass", "less", "html", "svg", "dataviewjs", "templater", "regex"})


def block_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """Blocks whose form says a kind, by number and by their share of the note's lines."""
    ontology = around.ontology
    lines = own_lines(note)
    drawings = [block for block in note.blocks if block.form == "drawing"]
    staged: dict[str, list[Block]] = {}
    code: list[Block] = []
    other: list[Block] = []
    for block in note.blocks:
        if block.form != "fence":
            continue
        stage = ontology.stage_of_fence(block.language)
        if stage is not None:
            staged.setdefault(stage, []).append(block)
        elif block.active and (ontology.fence_role(block.language) == "programming" or block.language in _STYLES):
            code.append(block)
        elif block.active:
            other.append(block)
    for block in drawings:
        if stage := ontology.stage_of_drawing(block.info):
            staged.setdefault(stage, []).append(block)
    for kind, blocks in staged.items():
        yield Evidence("form_block", 1.0, (len(blocks), kind), kind)
        yield Evidence("form_share", _share(blocks, lines), (_percent(blocks, lines), kind), kind)
    if code:
        yield Evidence("code_fence", 1.0, (len(code),))
        yield Evidence("code_share", _share(code, lines), (_percent(code, lines),))
    if other:
        yield Evidence("other_share", _share(other, lines), (_percent(other, lines),))
    yield from _steps(note, lines)


def _steps(note: NoteFacts, lines: int) -> Iterator[Evidence]:
    lists = [block for block in note.blocks if block.form == "list"]
    if not lists:
        return
    items = sum(block.items for block in lists)
    yield Evidence("numbered", 1.0, (len(lists), items))
    yield Evidence("numbered_many", min(1.0, (len(lists) - 1) / 3), (len(lists),))
    yield Evidence("numbered_share", _share(lists, lines), (_percent(lists, lines),))


def _size(blocks: list[Block]) -> int:
    return sum(block.end_line - block.line + 1 for block in blocks)


def _share(blocks: list[Block], lines: int) -> float:
    return min(1.0, _size(blocks) / lines)


def _percent(blocks: list[Block], lines: int) -> int:
    return round(100 * _share(blocks, lines))


