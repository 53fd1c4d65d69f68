"""ChatGPT: ``conversations.json`` of its data export, in one file or in parts (``conversations-000.json`` …).

A conversation is a tree (``mapping``) with ``current_node`` as the end of what its person sees; an edited question or
an answer made again is another child. There is no published schema: the form is that of exports since 2023.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vaultkit.chats.chatgpt_parts import parts_of
from vaultkit.chats.protocol import Brief, Conversation, Message
from vaultkit.chats.tree import TreeNode, grown
from vaultkit.chats.values import identity, mapping, moment, text

name = "ChatGPT"
# What stands in the context of the model and on nobody's screen.
_UNSEEN = {"model_editable_context", "user_editable_context"}


def recognise(item: Mapping[str, Any]) -> bool:
    """A conversation has its messages in ``mapping``; DeepSeek's too, but in another form."""
    return isinstance(item.get("mapping"), dict) and "inserted_at" not in item


def conversations(items: Iterable[Mapping[str, Any]]) -> Iterator[Conversation]:
    """One a JSON object."""
    for item in items:
        if isinstance(item.get("mapping"), dict) and (made := _conversation(item)):
            yield made


def briefs(items: Iterable[Mapping[str, Any]]) -> Iterator[Brief]:
    """The same without their messages, of those in which somebody may have said something."""
    for item in items:
        if isinstance(item.get("mapping"), dict) and any(map(_may_say, item["mapping"].values())):
            yield Brief(_id(item), text(item.get("title")), moment(item.get("create_time")),
                        moment(item.get("update_time")))


def _may_say(node: Any) -> bool:
    return mapping(mapping(mapping(node).get("message")).get("author")).get("role") in ("user", "assistant", "tool")


def _id(item: Mapping[str, Any]) -> str:
    return identity(item.get("conversation_id") or item.get("id"), *item["mapping"])


def _conversation(item: Mapping[str, Any]) -> Conversation | None:
    nodes = {key: TreeNode(_parent(node), _message(key, mapping(mapping(node).get("message"))))
             for key, node in item["mapping"].items()}
    _adopt(item["mapping"], nodes)
    active, branches = grown(nodes, text(item.get("current_node")) or None)
    if not active and not branches:
        return None
    created, updated = moment(item.get("create_time")), moment(item.get("update_time"))
    id_ = _id(item)
    more = {} if any(message.model for message in active) else {"models": text(item.get("default_model_slug"))}
    return Conversation(id_, text(item.get("title")), "chatgpt", f"https://chatgpt.com/c/{id_}", active, branches,
                        created, updated, more)


def _parent(node: Any) -> str | None:
    return text(mapping(node).get("parent")) or None


def _adopt(raw: Mapping[str, Any], nodes: dict[str, TreeNode]) -> None:
    """Give a node that names no parent the one that names it as a child."""
    for key, node in raw.items():
        children = mapping(node).get("children")
        for child in children if isinstance(children, list) else ():
            found = nodes.get(child) if isinstance(child, str) else None
            if found and found.parent is None and child != key:
                found.parent = key


def _message(key: str, raw: Mapping[str, Any]) -> Message | None:
    """The message as a person sees it, None where she sees none. What a tool answered is the assistant's."""
    role = text(mapping(raw.get("author")).get("role"))
    about, content = mapping(raw.get("metadata")), mapping(raw.get("content"))
    if role not in ("user", "assistant", "tool") or raw.get("weight") == 0:
        return None
    if about.get("is_visually_hidden_from_conversation") or content.get("content_type") in _UNSEEN:
        return None
    parts = parts_of(raw, content, about, role)
    if not parts:
        return None
    time = moment(raw.get("create_time")) or moment(raw.get("update_time"))
    model = text(about.get("model_slug")) if role != "user" else ""
    return Message(text(raw.get("id")) or key, "user" if role == "user" else "assistant", parts, time, model or None)
