"""Choice of the conversations that a person wants."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from datetime import date

from vaultkit.chats.protocol import Brief
from vaultkit.errors import UsageError


def chosen(briefs: Sequence[Brief], since: date | None, only: Sequence[str]) -> set[str]:
    """The ids of those that were last changed on the day ``since`` or later (one without any time is always wanted),
    and whose title is one of ``only``, in any case; where no title is, those whose title holds it. Raises UsageError
    for a title that fits none, with the nearest ones."""
    titles = {brief.id: _folded(brief.title) for brief in briefs}
    ids = set(titles)
    if only:
        ids = {id_ for title in only for id_ in _called(title, titles, briefs)}
    if since is not None:
        ids &= {brief.id for brief in briefs
                if (time := brief.updated or brief.created) is None or time.date() >= since}
    return ids


def _called(title: str, titles: dict[str, str], briefs: Sequence[Brief]) -> set[str]:
    wanted = _folded(title)
    found = {id_ for id_, known in titles.items() if known == wanted} or {
        id_ for id_, known in titles.items() if wanted and wanted in known}
    if not found:
        near = difflib.get_close_matches(title, [brief.title for brief in briefs if brief.title.strip()], n=3)
        raise UsageError(f"no conversation is called {title!r}",
                         f"did you mean {', '.join(map(repr, near))}?" if near else "look at the titles with --dry-run")
    return found


def _folded(title: str) -> str:
    return unicodedata.normalize("NFC", " ".join(title.split())).casefold()
