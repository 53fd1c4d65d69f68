"""A conversation → the text of its note: properties, a callout a message, other branches below a heading, the mark.

The form of turns is that of Obsidian's chat plug-ins, which ``vaultkit.markdown.turns`` reads. Every line of what was
said stands behind ``> ``, so nothing in it can end its turn or begin one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from vaultkit.chats.mark import Mark, block_hash, note_hash
from vaultkit.chats.protocol import Branch, Conversation, Message, MessagePart
from vaultkit.chats.values import digest, line
from vaultkit.text.lazy_pattern import lazy_pattern

_TICKS = lazy_pattern(r"`{3,}")
_LETTER = lazy_pattern(r"[^\W\d_]")
_CYRILLIC = lazy_pattern(r"[Ѐ-ӿ]")
_PLAIN_ID = lazy_pattern(r"(?!.*--)[A-Za-z0-9][\w.:]*(?:-[\w.:]+)*", re.ASCII)
_NO_MODEL = lazy_pattern(r"[^\w./:@ -]|-(?=-)|-$")
_CALLOUT_INSIDE = lazy_pattern(r"(?m)^(>(?:[ \t]*>)+[ \t]*)(?=\[!)")
_TITLE_LENGTH = 60
_HEADS = {"user": "> [!nexus_user] **User**", "assistant": "> [!nexus_agent] **Assistant**"}
# English, Russian.
_WORDS = {
    "other": ("Other branches", "Другие ветви"), "helper": ("Helpers of the assistant", "Помощники ассистента"),
    "branch": ("Branch", "Ветвь"), "user": ("person", "человек"), "assistant": ("answer", "ответ"),
    "thinking": ("Thinking", "Размышление"), "tool": ("Tool", "Инструмент"), "document": ("Document", "Документ"),
    "attachment": ("Attachment", "Вложение"), "sources": ("Links cited", "Ссылки в ответе"),
}  # fmt: skip
HEADINGS = {f"## {word}": kind for kind in ("other", "helper") for word in _WORDS[kind]}


@dataclass(frozen=True, slots=True)
class MessageBlock:
    """A unit of merging: a message or a heading. ``key`` names it in every export of its conversation; ``uid`` is
    that of a message, which stands in a ``branch`` or in the chat."""

    key: str
    text: str
    uid: str = ""
    branch: bool = False

    @property
    def twin(self) -> str:
        """The key of the same message where it would stand if another branch were the chat; empty for a heading."""
        return message_key(self.uid, branch=not self.branch) if self.uid else ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A note as an export has it. ``title`` is never empty."""

    title: str
    properties: dict[str, str | list[str]]
    blocks: tuple[MessageBlock, ...]
    mark: Mark
    text: str


def render(conversation: Conversation) -> Rendered:
    """The whole note. The same conversation always gives the same text."""
    title = conversation.title if conversation.title.strip() else _first_words(conversation)
    column = _column(conversation)
    properties = _properties(conversation, title)
    blocks = tuple(_blocks(conversation, column))
    front = "".join(f"{name}: {yaml_of(value)}\n" for name, value in properties.items())
    text = f"---\n{front}---\n\n" + "\n\n".join(block.text for block in blocks) + "\n"
    hashes = {block.key: block_hash(block.text) for block in blocks}
    hashes |= {property_key(name): value_hash(value) for name, value in properties.items()}
    mark = Mark(note_hash(text), conversation.updated, hashes)
    return Rendered(title, properties, blocks, mark, f"{text}\n{mark.text()}\n")


def property_key(name: str) -> str:
    """The key under which the mark has a property."""
    return digest("property", name)


def value_hash(value: object) -> str:
    """The hash of a property's value, written by us or read from a note."""
    return digest(*map(str, value)) if isinstance(value, (list, tuple)) else digest(str(value))


def message_key(uid: str, *, branch: bool) -> str:
    """The key of a message in the chat, or of the same beside it."""
    return digest("branch" if branch else "turn", uid)


def heading_key(kind: str) -> str:
    """The key of the heading above what stands beside the chat."""
    return digest("heading", kind)


def beside(blocks: Iterable[MessageBlock], title: str) -> str:
    """The text of a note for messages that could not be merged: in the form of branches, so it has no turns."""
    shown = []
    for block in blocks:
        head, _, rest = block.text.partition("\n")
        for role, known in _HEADS.items():
            head = head.replace(known, f"> [!branch] Export · {role}")
        shown.append(_CALLOUT_INSIDE.sub(r"\1\\", f"{head}\n{rest}"))
    front = f"---\nconflict_with: {yaml_of(f'[[{title}]]')}\n---\n\n"
    return front + "\n\n".join(shown) + "\n"


def _blocks(conversation: Conversation, column: int) -> Iterator[MessageBlock]:
    used: set[str] = set()
    for message in conversation.messages:
        uid = _uid(message, used)
        yield MessageBlock(message_key(uid, branch=False), _callout(_turn_head(message), uid, message, column), uid)
    for kind in ("other", "helper"):
        chains = [branch for branch in conversation.branches if branch.kind == kind]
        if chains:
            yield MessageBlock(heading_key(kind), f"## {_WORDS[kind][column]}")
        for number, branch in enumerate(chains, 1):
            yield from _branch(branch, number, column, used)


def _branch(branch: Branch, number: int, column: int, used: set[str]) -> Iterator[MessageBlock]:
    for message in branch.messages:
        uid = _uid(message, used)
        head = f"> [!branch]- {_WORDS['branch'][column]} {number} · {_WORDS[message.role][column]}"
        if message.time:
            head += f" · {message.time:%d.%m.%Y %H:%M}"
        text = _callout(head, uid, message, column, beside=True)
        # In a quote that is no turn a callout of its own would be one.
        yield MessageBlock(message_key(uid, branch=True), _CALLOUT_INSIDE.sub(r"\1\\", text), uid, branch=True)


def _uid(message: Message, used: set[str]) -> str:
    uid = message.id if len(message.id) <= 100 and _PLAIN_ID.fullmatch(message.id) else digest(message.id, size=16)
    plain, number = uid, 1
    while uid in used:
        number += 1
        uid = f"{plain}:{number}"
    used.add(uid)
    return uid


def _turn_head(message: Message) -> str:
    time = message.time
    if time is None:
        return _HEADS[message.role]
    # Four times as fast as strftime, which would be a tenth of a large import.
    return f"{_HEADS[message.role]} - {time.day:02}.{time.month:02}.{time.year:04} at {time.hour:02}:{time.minute:02}"


def _callout(head: str, uid: str, message: Message, column: int, *, beside: bool = False) -> str:
    lines = [head, f"> <!-- UID: {uid} -->"]
    model = _NO_MODEL.sub("", line(message.model)[:100]).strip() if message.model else ""
    if model:
        lines.append(f"> <!-- model: {model} -->")
    for number, part in enumerate(message.parts):
        if number:
            lines.append(">")
        lines += _quoted(_part(part, column, beside))
    return "\n".join(lines)


def _part(part: MessagePart, column: int, beside: bool) -> list[str]:
    if part.kind == "text":
        return part.text.strip("\n").split("\n")
    text = part.text.strip("\n")
    title = line(part.title) or _WORDS[part.kind][column]
    kind = "tool-call" if part.kind == "tool" else part.kind
    head = f"> {_WORDS[part.kind][column]}: {title}" if beside else f"> [!{kind}]{'-' if text else ''} {title}"
    if not text:
        return [head]
    lines = text.split("\n")
    if part.language is not None:
        longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
        fence = "`" * (longest + 1)
        lines = [fence + re.sub(r"[^\w+#.-]", "", part.language), *lines, fence]
    return [head, *_quoted(lines)]


def _quoted(lines: Iterable[str]) -> list[str]:
    return [f"> {each}" if each else ">" for each in lines]


def _properties(conversation: Conversation, title: str) -> dict[str, str | list[str]]:
    every = (*conversation.messages, *(message for branch in conversation.branches for message in branch.messages))
    times = [message.time for message in conversation.messages if message.time]
    more = dict(conversation.more)
    models = list(dict.fromkeys(line(message.model) for message in every if message.model)) or (
        [more["models"]] if more.get("models") else [])
    found: dict[str, str | list[str] | None] = {
        "title": title, "provider": conversation.provider, "conversation_id": conversation.id,
        "created": _stamp(conversation.created or min(times, default=None)),
        "updated": _stamp(conversation.updated or max(times, default=None)),
        "source": conversation.source, "models": models,
    }  # fmt: skip
    found |= {name: value for name, value in more.items() if name != "models"}
    return {name: value for name, value in found.items() if value}


def _stamp(time: datetime | None) -> str | None:
    return f"{time:%Y-%m-%dT%H:%M:%S}" if time else None


def yaml_of(value: str | list[str]) -> str:
    """A value that YAML reads as this very text: a time plain, as Obsidian has it, all else in double quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(yaml_of, value))}]"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return quoted if quoted.isascii() or value.isprintable() else "".join(map(_escaped, quoted))


def _escaped(sign: str) -> str:
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def _first_words(conversation: Conversation) -> str:
    for message in sorted(conversation.messages, key=lambda message: message.role != "user"):
        for part in message.parts:
            words = line(part.text.lstrip()[:400].partition("\n")[0])
            if part.kind == "text" and words:
                short = words[:_TITLE_LENGTH + 1].rpartition(" ")[0] or words[:_TITLE_LENGTH]
                return words if len(words) <= _TITLE_LENGTH else short + "…"
    return f"Chat {_stamp(conversation.created) or conversation.id}"


def _column(conversation: Conversation) -> int:
    """The language of our own words in the note: that of its first message, so it stays when the chat grows."""
    first = next(iter(conversation.messages), None)
    text = "".join(part.text[:2000] for part in first.parts if part.kind == "text") if first else conversation.title
    letters = len(_LETTER.findall(text))
    return 1 if letters and len(_CYRILLIC.findall(text)) * 3 >= letters else 0
