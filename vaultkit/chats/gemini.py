"""Gemini: ``MyActivity.json`` of Google Takeout (My Activity, Gemini Apps, as JSON).

Source: the files that public readers of it were written from. Each record is one question with its answer in HTML, and
nothing says which conversation it belongs to, so a note holds the questions of one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from vaultkit.chats.html_text import markdown_of
from vaultkit.chats.protocol import Conversation, Message, MessagePart
from vaultkit.chats.values import digest, line, moment, objects, text
from vaultkit.text.lazy_pattern import lazy_pattern

name = "Gemini"
_PRODUCTS = {"gemini apps", "gemini", "bard", "приложения gemini"}
# What a person said, after the word that the page puts before it; other records are clicks.
_SAID = lazy_pattern(
    r"(?:Prompted(?: with:)?|Asked(?: Gemini:| Bard:)?|Said|Запрос:|Вы спросили:|Отправлен запрос:?)\s+"
)


def recognise(item: Mapping[str, Any]) -> bool:
    """A record of My Activity whose product is Gemini."""
    products = item.get("products")
    names = [item.get("header"), *(products if isinstance(products, list) else ())]
    return "title" in item and "time" in item and any(line(each).casefold() in _PRODUCTS for each in names)


def conversations(items: Iterable[Mapping[str, Any]]) -> Iterator[Conversation]:
    """One a day, told by UTC; records come newest first."""
    days: dict[str, list[tuple[datetime, Message, Message | None]]] = {}
    for item in items:
        time = moment(item.get("time"))
        said = _SAID.match(text(item.get("title")))
        if time is None or said is None or not recognise(item):
            continue
        question = text(item.get("title"))[said.end():]
        id_ = digest(time.isoformat(), question, size=8)
        files = tuple(MessagePart("attachment", "", line(name)) for name in _attached(item) if line(name))
        answer = "\n\n".join(markdown_of(text(piece.get("html"))) for piece in objects(item.get("safeHtmlItem")))
        days.setdefault(f"{time:%Y-%m-%d}", []).append((
            time, Message(f"{id_}-q", "user", (MessagePart("text", question), *files), time),
            Message(f"{id_}-a", "assistant", (MessagePart("text", answer),), time) if answer.strip() else None))
    for day, records in days.items():
        records.sort(key=lambda record: record[0])
        messages = tuple(message for _, *pair in records for message in pair if message)
        yield Conversation(f"gemini-{day}", f"Gemini {day}", "gemini", "https://gemini.google.com", messages, (),
                           records[0][0], records[-1][0])


def _attached(item: Mapping[str, Any]) -> list[Any]:
    found = item.get("attachedFiles")
    return found if isinstance(found, list) else []
