"""Exports as their providers write them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from vaultkit.chats import Imported

Bring = Callable[..., Imported]
BEGUN = 1751285400  # 2025-06-30 12:10 UTC


def chatgpt(id_: str, title: Any, *said: str, minutes: int = 0, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A conversation of ChatGPT: what user and assistant said in turn, a minute each."""
    mapping: dict[str, Any] = {"root": {"id": "root", "message": None, "parent": None, "children": []}}
    before = "root"
    for number, words in enumerate(said):
        key = f"{id_}-{number}"
        mapping[key] = node(key, before, ("user", "assistant")[number % 2], words, BEGUN + 60 * (minutes + number))
        mapping[before]["children"].append(key)
        before = key
    return {"title": title, "create_time": BEGUN + 60 * minutes, "update_time": BEGUN + 60 * (minutes + len(said)),
            "mapping": mapping, "current_node": before, "conversation_id": id_, "id": id_} | dict(more or {})


def node(key: str, parent: str, role: str, words: Any, time: Any, **message: Any) -> dict[str, Any]:
    """One message in its place of the tree; ``words`` are its text or its whole content."""
    content = words if isinstance(words, dict) else {"content_type": "text", "parts": [words]}
    metadata = {"model_slug": "gpt-4o"} if role == "assistant" else {}
    return {"id": key, "parent": parent, "children": [], "message": {
        "id": key, "author": {"role": role, "name": None}, "create_time": time, "content": content, "weight": 1.0,
        "recipient": "all", "metadata": metadata} | message}


def put(path: Path, value: Any) -> Path:
    """Write a JSON file, or a ZIP with it as conversations.json where the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        text = json.dumps(value)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("user.json", "{}")
            archive.writestr("conversations.json", text)
            archive.writestr("chat.html", "<html>")
    else:
        path.write_text(text, "utf-8")
    return path


def put_lines(path: Path, entries: Iterable[Any]) -> Path:
    """Write a JSONL file; an entry that is text already stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)) + "\n"
                            for entry in entries), "utf-8")
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}
