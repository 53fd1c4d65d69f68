"""The central types that pass between rooms. Frozen, slotted, without behaviour beyond small derived values.

Positions: ``line`` and ``column`` count from 1, columns in characters (code points) of the original file,
BOM not counted; ``end_line`` is the last line that belongs to the construct, inclusive.
Paths are vault-relative POSIX paths as spelled on disk.
"""

from vaultkit.model.answers import (
    Answer,
    AnswerSeconds,
    AnswerSection,
    AnswerSentence,
    AnswerSource,
    Nearest,
    Passage,
    Refusal,
    Relevant,
    Style,
)
from vaultkit.model.evidence import STRENGTHS, Strength
from vaultkit.model.findings import Finding, Problem, Severity
from vaultkit.model.links import Link, LinkKind, LinkStatus, Mention, ResolvedLink, SubpathStatus
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
)
from vaultkit.model.notes import Block, Makeup, Note, NoteFacts, RefreshReport
from vaultkit.model.search import Chunk, Hit
from vaultkit.model.source import Symbol, TraceComment

__all__ = [
    "STRENGTHS",
    "Answer",
    "AnswerSeconds",
    "AnswerSection",
    "AnswerSentence",
    "AnswerSource",
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
]
