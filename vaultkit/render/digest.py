"""``digest`` for a person, as a note, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from vaultkit.digest.types import Digest, DigestLine
from vaultkit.errors import UsageError
from vaultkit.messages.words import Words
from vaultkit.render.formats import JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import bold, dim, one_line, terminal_width, visible_line, wrap

BEGIN, END = "<!-- vaultkit: digest begin -->", "<!-- vaultkit: digest end -->"
# Lines of each idea or chat, and of all, that fill a screen or two.
_FEW, _MOST = 5, 25


@dataclass(frozen=True, slots=True)
class DigestView:
    """Values that the formats of ``digest`` are made of."""

    vault: str
    digest: Digest
    words: Callable[[], Words]


def as_text(view: DigestView) -> Lines:
    """A screen: the newest ideas and chats with the first lines of each, the others counted."""
    return Lines(_text(view, view.words(), terminal_width()))


def _text(view: DigestView, words: Words, width: int) -> Iterator[str]:
    found = view.digest
    if not found.lines:
        yield words("digest.none", since=found.since or "—")
        return
    yield bold(words("digest.head", vault=view.vault, since=found.since or "—", until=found.until or "—"))
    if any(line.dated == "file" for line in found.lines):
        yield dim(words("digest.file_days"))
    groups = found.groups
    told = shown = 0
    for lines in groups:
        if told >= _MOST:
            break
        yield from _group(lines, words, width)
        shown, told = shown + len(lines), told + min(len(lines), _FEW)
        groups = groups[1:]
    if groups:
        yield ""
        yield dim(words("digest.more_of", lines=words.count("line", len(found.lines) - shown),
                        topics=words.count("topic", len(groups))))


def _group(lines: list[DigestLine], words: Words, width: int) -> Iterator[str]:
    yield ""
    yield bold(one_line(lines[0].heading))
    for kind, group in groupby(lines[:_FEW], key=lambda line: line.kind):
        yield f"  {words(f'digest.{kind}')}"
        for line in group:
            first, *rest = wrap(f"· {one_line(line.text)}", width - 4, lines=2)
            yield f"    {first}"
            yield from (f"      {text}" for text in rest)
            yield "      " + dim(" · ".join([f"{one_line(line.note)}:{line.line}", *_about(line, words)]))
    if len(lines) > _FEW:
        yield "  " + dim(words("digest.more", n=words.number(len(lines) - _FEW)))


def _about(line: DigestLine, words: Words) -> Iterator[str]:
    """Whose words a line is, of which day, and where its question was answered."""
    yield words.name("role", line.role)
    yield words("digest.file_day", date=line.date) if line.dated == "file" else line.date
    if line.answer:
        if line.answer.note == line.note:
            yield words("digest.answer_line", line=line.answer.line)
        else:
            yield words("digest.answer", place=f"{one_line(line.answer.note)}:{line.answer.line}")


def as_json(view: DigestView) -> JsonObject:
    """CONTRACT, ``digest``."""
    found = view.digest
    number = {line: at for at, line in enumerate(found.lines)}
    groups = [{"idea": to_json_value(lines[0].idea), "topic": lines[0].heading,
               "lines": [number[line] for line in lines]}
              for lines in found.groups]
    return JsonObject({"schema": "digest/1", "since": found.since, "until": found.until,
                       "lines": map(to_json_value, found.lines), "groups": groups})


def as_markdown(view: DigestView) -> Lines:
    """Every line as a list item that links to its note."""
    return Lines(digest_markdown(view.digest, view.words()))


def digest_markdown(found: Digest, words: Words) -> Iterator[str]:
    """A heading an idea or chat, below it one a kind, an item a line."""
    if not found.lines:
        yield words("digest.none", since=found.since or "—")
        return
    yield words("digest.title", since=found.since or "—", until=found.until or "—")
    if any(line.dated == "file" for line in found.lines):
        yield ""
        yield words("digest.file_days")
    for lines in found.groups:
        yield ""
        yield f"## {_plain(lines[0].heading)}"
        for kind, group in groupby(lines, key=lambda line: line.kind):
            yield ""
            yield f"### {words(f'digest.{kind}')}"
            yield ""
            yield from (_item(line, words) for line in group)


def _item(line: DigestLine, words: Words) -> str:
    target = visible_line(line.note.removesuffix(".md"))
    said = visible_line(line.text).replace("[[", "[ [")
    return f"- {said} — [[{target}|{_plain(line.topic)}]]:{line.line}, {', '.join(_about(line, words))}"


def _plain(title: str) -> str:
    """A title that can stand in a link and in a heading."""
    title = one_line(title)
    for sign in "[]|%":
        title = title.replace(sign, " ")
    return " ".join(title.split())


def kept_digest(found: Digest, words: Words, before: str | None, path: str) -> str:
    """The text of the digest's note: what stands outside of its markers stays. Raises UsageError for a file that holds
    no digest of ours."""
    inner = "\n".join([BEGIN, *digest_markdown(found, words), END])
    if before is None:
        return f"---\ngenerated_by: vaultkit\n---\n{inner}\n"
    start, end = before.find(BEGIN), before.find(END)
    if start < 0 or end < start:
        raise UsageError(f"{path}: holds no digest of vaultkit's", "name another file")
    return before[:start] + inner + before[end + len(END):]
