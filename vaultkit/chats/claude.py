"""Claude: ``conversations.json`` of its data export (``chat_messages`` with content blocks), or one conversation of it.

There is no published schema; the form is that of exports since 2024. Older messages have ``text`` alone. ``users.json``
and ``projects.json`` hold no conversation and are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vaultkit.chats.protocol import Brief, Conversation, Message, MessagePart
from vaultkit.chats.sources import sources
from vaultkit.chats.tree import TreeNode, grown
from vaultkit.chats.values import identity, line, mapping, moment, objects, text

name = "Claude"


def recognise(item: Mapping[str, Any]) -> bool:
    """A conversation has its messages in ``chat_messages``."""
    return isinstance(item.get("chat_messages"), list)


def conversations(items: Iterable[Mapping[str, Any]]) -> Iterator[Conversation]:
    """One a JSON object."""
    for item in items:
        if recognise(item) and (made := _conversation(item)):
            yield made


def briefs(items: Iterable[Mapping[str, Any]]) -> Iterator[Brief]:
    """The same without their messages, of those that have any."""
    for item in items:
        if recognise(item) and item["chat_messages"]:
            yield Brief(_id(item), text(item.get("name")), moment(item.get("created_at")),
                        moment(item.get("updated_at")))


def _id(item: Mapping[str, Any]) -> str:
    return identity(item.get("uuid"), *(text(raw.get("uuid")) for raw in objects(item["chat_messages"])))


def _conversation(item: Mapping[str, Any]) -> Conversation | None:
    nodes: dict[str, TreeNode] = {}
    before: str | None = None
    for number, raw in enumerate(objects(item.get("chat_messages"))):
        key = text(raw.get("uuid")) or f"message-{number}"
        # A message without a parent of its own follows the one before it, as all did before there were branches.
        parent = text(raw.get("parent_message_uuid")) or before
        nodes.setdefault(key, TreeNode(parent if parent != key else before, _message(key, raw)))
        before = key
    leaf = text(item.get("current_leaf_message_uuid"))
    active, branches = grown(nodes, leaf if leaf in nodes else before)
    if not active and not branches:
        return None
    id_ = _id(item)
    more = {"project": line(mapping(item.get("project")).get("name")), "models": line(item.get("model"))}
    return Conversation(id_, text(item.get("name")), "claude", f"https://claude.ai/chat/{id_}", active, branches,
                        moment(item.get("created_at")), moment(item.get("updated_at")), more)


def _message(key: str, raw: Mapping[str, Any]) -> Message | None:
    role = text(raw.get("sender"))
    if role not in ("human", "assistant"):
        return None
    blocks = list(objects(raw.get("content")))
    parts = [part for block in blocks for part in _block(block)]
    if not any(part.kind == "text" for part in parts) and (not blocks or not parts):
        parts.append(MessagePart("text", text(raw.get("text"))))
    for file in objects(raw.get("attachments")):
        title = line(file.get("file_name")) or "attachment"
        parts.append(MessagePart("attachment", text(file.get("extracted_content")), title, ""))
    shown = {part.title for part in parts if part.kind == "attachment"}
    files = [line(file.get("file_name")) for files in ("files", "files_v2") for file in objects(raw.get(files))]
    parts += [MessagePart("attachment", "", title) for title in dict.fromkeys(files) if title and title not in shown]
    if cited := sources(_cited(blocks)):
        parts.append(cited)
    kept = tuple(part for part in parts if part.text.strip() or part.title)
    if not kept:
        return None
    return Message(key, "user" if role == "human" else "assistant", kept, moment(raw.get("created_at")))


def _block(block: Mapping[str, Any]) -> Iterator[MessagePart]:
    kind = block.get("type")
    if kind == "text":
        yield MessagePart("text", text(block.get("text")))
    elif kind == "thinking":
        yield MessagePart("thinking", text(block.get("thinking")))
    elif kind == "voice_note":
        yield MessagePart("text", text(block.get("text")))
    elif kind == "tool_use":
        yield _used(line(block.get("name")), mapping(block.get("input")))
    elif kind == "tool_result":
        content = block.get("content")
        said = content if isinstance(content, str) else "\n\n".join(
            text(piece.get("text")) for piece in objects(content) if piece.get("type") == "text")
        if text(said).strip() not in ("", "OK"):
            yield MessagePart("tool", text(said), line(block.get("name")), "")


def _used(tool: str, given: Mapping[str, Any]) -> MessagePart:
    """A call of a tool. An artifact (also one that is only changed) is a document for a person."""
    if tool == "artifacts" or ("artifact" in tool and "content" in given):
        made = text(given.get("content")) or text(given.get("new_str"))
        if made:
            form = text(given.get("type"))
            language = text(given.get("language")) or form.rpartition(".")[2].rpartition("/")[2]
            return MessagePart("document", made, line(given.get("title")) or line(given.get("id")) or "artifact",
                        None if form in ("text/markdown", "text/plain", "") else language)
    only = next(iter(given.values())) if len(given) == 1 else None
    said = text(only) or json.dumps(given, ensure_ascii=False, indent=1, default=str)
    return MessagePart("tool", text(said), tool, "")


def _cited(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, Any]]:
    for block in blocks:
        for citation in objects(block.get("citations")):
            told = {**citation, **mapping(citation.get("details"))}
            yield told.get("title"), told.get("url")
            for source in objects(citation.get("sources")):
                yield source.get("title"), source.get("url")
