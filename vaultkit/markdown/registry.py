"""The constructs, each one function in one file: the field of Note that it fills, what must be there for it to run at
all, and the function. A new construct is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaultkit.markdown.blockids import block_ids
from vaultkit.markdown.callouts import callouts
from vaultkit.markdown.comments import comments
from vaultkit.markdown.fences import fences
from vaultkit.markdown.fields import fields
from vaultkit.markdown.footnotes import footnotes
from vaultkit.markdown.headings import headings
from vaultkit.markdown.links import links
from vaultkit.markdown.lists import lists
from vaultkit.markdown.mentions import find_mentions
from vaultkit.markdown.source import NoteText
from vaultkit.markdown.strongs import strongs
from vaultkit.markdown.tables import tables
from vaultkit.markdown.tasks import tasks

Construct = Callable[[NoteText], tuple[Any, ...]]

BEFORE_TURNS: tuple[tuple[str, str | None, str | None, Construct], ...] = (
    # field of Note, span that must occur, text that must occur, function
    ("callouts", "BlockQuote", None, callouts),
    ("comments", None, None, comments),
)
AFTER_TURNS: tuple[tuple[str, str | None, str | None, Construct], ...] = (
    ("headings", "Heading", None, headings),
    ("fields", None, "::", fields),
    ("links", None, "[", links),
    ("block_ids", None, "^", block_ids),
    ("tasks", "Item", None, tasks),
    ("footnotes", None, "^", footnotes),
    ("fences", "CodeBlock", None, fences),
    ("lists", "List", None, lists),
    ("tables", "Table", None, tables),
    ("strongs", "Strong", None, strongs),
    ("mentions", None, None, find_mentions),
)
