"""Mentions: inline code and forge permalinks, which may name a symbol or a file of a source root.

Source: CommonMark 6.1 (code spans); the permalink forms of GitHub (``/blob/``), GitLab (``/-/blob/``) and Gitea
(``/src/``).
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Mention
from vaultkit.storage.fast_records import maker
from vaultkit.text.lazy_pattern import lazy_pattern

_mention = maker(Mention)
_PERMALINK = lazy_pattern(r"/(?:blob|src)/[^\s<>()\[\]\"'`|]+")
_ADDRESS = lazy_pattern(r"https?://[^\s<>()\[\]\"'`|]+")
_LONGEST = 2_000


def code_mentions(source: NoteText) -> list[tuple[int, Mention]]:
    """Inline code with the offset of its first backtick."""
    return [(start, _mention(text, "code", *source.at(start)))
            for start, _, text in source.spans.get("Code", ()) if text.strip()]


def permalinks(source: NoteText) -> list[tuple[int, Mention]]:
    """Permalinks as destination of a Markdown link (placed at the link), in ``<…>`` or bare in the text, with their
    offsets."""
    autolinks = [(start, detail[1]) for start, _, detail in source.spans.get("Autolink", ())]
    found = [(start, _mention(written, "permalink", *source.at(start)))
             for start, written in source.addresses + autolinks
             if ("/blob/" in written or "/src/" in written) and is_permalink(written)
             and not source.comments.end_of(start)]
    text = source.text
    for match in _PERMALINK.finditer(text, source.body):
        at = match.start()
        if source.linked(at):
            continue
        start = text.rfind("http", max(source.body, at - _LONGEST), at)
        address = _ADDRESS.fullmatch(text, start, match.end()) if start >= 0 else None
        if address and not source.hidden(start):
            found.append((start, _mention(address[0].rstrip(".,;:!?"), "permalink", *source.at(start))))
    return found


def is_permalink(address: str) -> bool:
    """True for an address that names a file of a repository on a forge."""
    return address.startswith("http") and ("/blob/" in address or "/src/" in address)


def find_mentions(source: NoteText) -> tuple[Mention, ...]:
    """Mentions in order of place."""
    found = code_mentions(source)
    if "/blob/" in source.text or "/src/" in source.text:
        found += permalinks(source)
        found.sort(key=lambda pair: pair[0])
    return tuple([mention for _, mention in found])
