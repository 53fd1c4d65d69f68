"""The content of one message of ChatGPT: text, pictures and files by name, canvas, code and its output, citations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from vaultkit.chats.protocol import MessagePart
from vaultkit.chats.sources import sources
from vaultkit.chats.values import line, mapping, objects, text
from vaultkit.text.lazy_pattern import lazy_pattern

# ``\ue200cite\ue202turn0search1\ue201``: a mark that the page draws as a button; an entity's holds its name.
_MARK = lazy_pattern("\ue200([a-z_]*)(?:\ue202([^\ue200\ue201]*))?\ue201")
_MARKS = [chr(0xE200 + number) for number in range(7)]
_REST = lazy_pattern("[\ue200-\ue206]")
_OLD_MARK = lazy_pattern(r"【\d+(?::\d+)?†[^】\n]*】")
_CITING = {"content_references", "citations", "_cite_metadata", "search_result_groups"}
_ASSET = lazy_pattern(r"^[a-z-]+://(?:[^/]*/)*")


def parts_of(raw: Mapping[str, Any], content: Mapping[str, Any], about: Mapping[str, Any],
             role: str) -> tuple[MessagePart, ...]:
    """Return what the message shows, in its order; nothing for an empty one."""
    named = [part for part in map(_attachment, objects(about["attachments"])) if part] if "attachments" in about else []
    found = list(_content(content, text(raw.get("recipient")), role, text(mapping(raw.get("author")).get("name")),
                          bool(named)))
    if role != "user":
        found = [_unmarked(part, about) if part.kind == "text" else part for part in found]
    found += named
    if role != "user" and not _CITING.isdisjoint(about) and (cited := sources(_cited(about))):
        found.append(cited)
    return tuple(part for part in found if part.text.strip() or part.title)


def _content(content: Mapping[str, Any], recipient: str, role: str, tool: str, named: bool) -> Iterator[MessagePart]:
    kind = text(content.get("content_type"))
    if kind in ("text", "multimodal_text") or "parts" in content:
        yield from _written(content, recipient, role, tool, named)
    elif kind == "code":
        yield from _called(text(content.get("text")), text(content.get("language")), recipient)
    elif kind == "execution_output":
        yield MessagePart("tool", text(content.get("text")), line(tool), "")
    elif kind == "thoughts":
        for thought in objects(content.get("thoughts")):
            yield MessagePart("thinking", text(thought.get("content")), line(thought.get("summary")))
    elif kind == "reasoning_recap":
        yield MessagePart("thinking", "", line(content.get("content")))
    elif kind == "tether_quote":
        yield MessagePart("tool", text(content.get("text")), line(content.get("title")) or line(content.get("url")), "")
    else:
        for key in ("text", "result", "content", "summary"):
            if said := text(content.get(key)):
                yield MessagePart("tool", said, line(content.get("name")) or line(tool) or kind, "")
                break


def _written(content: Mapping[str, Any], recipient: str, role: str, tool: str, named: bool) -> Iterator[MessagePart]:
    given = content.get("parts")
    for part in given if isinstance(given, list) else ():
        if isinstance(part, str):
            if role == "tool":
                yield MessagePart("tool", text(part), line(tool), "")
            elif role == "assistant" and recipient not in ("", "all"):
                yield from _called(text(part), "", recipient)
            else:
                yield MessagePart("text", text(part))
            continue
        piece = mapping(part)
        if "transcription" in text(piece.get("content_type")) or (
                "text" in piece and "asset_pointer" not in piece):
            yield MessagePart("text" if role != "tool" else "tool", text(piece.get("text")))
        elif "image" in text(piece.get("content_type")) and not (named and role == "user"):
            # What the message lists as its attachments is named there.
            yield MessagePart("attachment", "", _ASSET.sub("", line(piece.get("asset_pointer"))) or "image")


def _called(said: str, language: str, recipient: str) -> Iterator[MessagePart]:
    """A call of a tool: a canvas document is text for a person, everything else code."""
    if "canmore" in recipient or recipient.startswith("canvas"):
        document = _json(said)
        made = text(document.get("content"))
        pieces = [made] if made else [text(update.get("replacement")) for update in objects(document.get("updates"))]
        form = text(document.get("type"))
        code = form.partition("/")[2] if form.startswith("code") else None
        yield from (MessagePart("document", piece, line(document.get("name")) or "canvas", code) for piece in pieces)
        if pieces:
            return
    tool = line(recipient) if recipient != "all" else ""
    yield MessagePart("tool", said, tool, "" if language == "unknown" else language)


def _json(said: str) -> Mapping[str, Any]:
    try:
        return mapping(json.loads(said, strict=False))
    except (ValueError, RecursionError):
        return {}


def _attachment(raw: Mapping[str, Any]) -> MessagePart | None:
    title = line(raw.get("name")) or line(raw.get("id"))
    return MessagePart("attachment", "", title) if title else None


def _unmarked(part: MessagePart, about: Mapping[str, Any]) -> MessagePart:
    said = part.text
    if not said.isascii() and any(mark in said for mark in _MARKS):
        said = _REST.sub("", _MARK.sub(_named, said))
    if "†" in said and about.get("citations"):
        said = _OLD_MARK.sub("", said)
    return part if said is part.text else replace(part, text=said)


def _named(mark: re.Match[str]) -> str:
    """Return what stands in the place of a mark: an entity's name, for anything else nothing."""
    if mark[1] != "entity" or not mark[2]:
        return ""
    try:
        values = json.loads(mark[2])
    except (ValueError, RecursionError):
        return ""
    return line(values[1]) if isinstance(values, list) and len(values) > 1 else ""


def _cited(about: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for reference in objects(about.get("content_references")):
        for item in (reference, *objects(reference.get("items")), *objects(reference.get("sources"))):
            yield item.get("title"), item.get("url")
            for site in objects(item.get("supporting_websites")):
                yield site.get("title"), site.get("url")
    for citation in objects(about.get("citations")):
        told = mapping(citation.get("metadata")) or citation
        yield told.get("title"), told.get("url")
    cite = mapping(about.get("_cite_metadata"))
    for told in objects(cite.get("metadata_list")):
        yield told.get("title"), told.get("url")
    for group in objects(about.get("search_result_groups")):
        for entry in objects(group.get("entries")):
            if entry.get("cited"):
                yield entry.get("title"), entry.get("url")
