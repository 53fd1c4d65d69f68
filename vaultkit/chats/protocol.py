"""Records that an importer gives: conversations, each a chain of messages that a person sees, and the branches beside
it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Role = Literal["user", "assistant"]
PartKind = Literal["text", "thinking", "tool", "document", "attachment", "sources"]


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A piece of a message in its order. Only ``text`` is what was said; the others stand apart, folded.

    ``document`` is a canvas or an artifact, ``attachment`` a file that was sent along (its text where the export has
    it). ``title`` names them; ``language`` makes the text a code block (empty: of no language)."""

    kind: PartKind
    text: str = ""
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``time`` is in UTC, None where the export has none or a senseless one."""

    id: str
    role: Role
    parts: tuple[MessagePart, ...]
    time: datetime | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """Messages beside the chat: an edited question, an answer made again (``other``), or a conversation that the
    assistant had with a helper of its own (``helper``)."""

    messages: tuple[Message, ...]
    kind: Literal["other", "helper"] = "other"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation. ``messages`` is the active branch from its beginning; ``source`` says where it was held;
    ``more`` holds further properties of the note. An empty ``title`` becomes the first words."""

    id: str
    title: str
    provider: str
    source: str
    messages: tuple[Message, ...]
    branches: tuple[Branch, ...] = ()
    created: datetime | None = None
    updated: datetime | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brief:
    """Facts of a conversation that are needed before the first note is written."""

    id: str
    title: str
    created: datetime | None
    updated: datetime | None


class Importer(Protocol):
    """Reads the export of one provider. Another package names one by an entry point of ``vaultkit.chat_importers``."""

    @property
    def name(self) -> str:
        """The name by which a person calls the provider."""

    def recognise(self, item: Mapping[str, Any]) -> bool:
        """Tell whether ``item``, one of the first of a JSON array or one of the first lines of a JSONL file, or the
        whole of a JSON file, is of this form."""

    def conversations(self, items: Iterable[Mapping[str, Any]]) -> Iterator[Conversation]:
        """The conversations of a file, in its order, made while ``items`` are read. One that nobody said anything in
        is left out. What is missing or of another type in an item is passed over, never raised."""
