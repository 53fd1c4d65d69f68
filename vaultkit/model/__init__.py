"""The central types that pass between rooms. Frozen, slotted, without behaviour beyond small derived values.

Positions: ``line`` and ``column`` count from 1, columns in characters (code points) of the original file,
BOM not counted; ``end_line`` is the last line that belongs to the construct, inclusive.
Paths are vault-relative POSIX paths as spelled on disk.

Each name is loaded from its module when it is first asked for: making a frozen class costs about a millisecond, and
most commands need few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultkit.model.answers import (
        Answer,
        AnswerBlock,
        AnswerSeconds,
        AnswerSection,
        AnswerSentence,
        AnswerSource,
        AnswerState,
        Chunk,
        Hit,
        Nearest,
        Passage,
        Refusal,
        Relevant,
        Style,
    )
    from vaultkit.model.marks import (
        BlockId,
        Callout,
        Comment,
        Fence,
        Field,
        Footnote,
        Heading,
        ListBlock,
        Property,
        Strong,
        Table,
        Tag,
        Task,
        Turn,
        TurnPart,
    )
    from vaultkit.model.notes import (
        STRENGTHS,
        Block,
        Finding,
        Link,
        LinkKind,
        LinkStatus,
        Makeup,
        Mention,
        Note,
        NoteFacts,
        Problem,
        RefreshReport,
        ResolvedLink,
        Severity,
        Strength,
        SubpathStatus,
    )
    from vaultkit.model.source import Symbol, TraceComment

__all__ = [
    "STRENGTHS",
    "Answer",
    "AnswerBlock",
    "AnswerSeconds",
    "AnswerSection",
    "AnswerSentence",
    "AnswerSource",
    "AnswerState",
    "Block",
    "BlockId",
    "Callout",
    "Chunk",
    "Comment",
    "Fence",
    "Field",
    "Finding",
    "Footnote",
    "Heading",
    "Hit",
    "Link",
    "LinkKind",
    "LinkStatus",
    "ListBlock",
    "Makeup",
    "Mention",
    "Nearest",
    "Note",
    "NoteFacts",
    "Passage",
    "Problem",
    "Property",
    "RefreshReport",
    "Refusal",
    "Relevant",
    "ResolvedLink",
    "Severity",
    "Strength",
    "Strong",
    "Style",
    "SubpathStatus",
    "Symbol",
    "Table",
    "Tag",
    "Task",
    "TraceComment",
    "Turn",
    "TurnPart",
]

_MODULES = {
    "answers": (
        "Answer AnswerBlock AnswerSeconds AnswerSection AnswerSentence AnswerSource AnswerState Backing Nearest "
        "Passage Refusal Relevant Style Chunk Hit "
    ),
    "marks": (
        "BlockId Callout Comment Fence Field Footnote Heading ListBlock Property Strong Table Tag Task Turn TurnPart "
    ),
    "notes": (
        "STRENGTHS Strength Block Makeup Note NoteFacts RefreshReport Finding Problem Severity Link LinkKind "
        "LinkStatus Mention ResolvedLink SubpathStatus "
    ),
    "source": (
        "Symbol TraceComment "
    ),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """A name of the package, from the module that defines it (PEP 562)."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    return value
