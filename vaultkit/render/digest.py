"""``digest`` for a person, as a note, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from vaultkit.digest.digest import Digest, DigestLine
from vaultkit.errors import UsageError
from vaultkit.messages.words import Words
from vaultkit.render.formats import JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import bold, dim, one_line, terminal_width, visible_line, wrap

BEGIN, END = "<!-- vaultkit: digest begin -->", "<!-- vaultkit: digest end -->"
# Lines of each kind that fill a screen together.
_FEW = 5


@dataclass(frozen=True, slots=True)
class DigestView:
    """Values that the formats of ``digest`` are made of."""

    vault: str
    digest: Digest
    words: Callable[[], Words]


def as_text(view: DigestView) -> Lines:
    """A screen: the newest lines of each kind, the others counted."""
    return Lines(_text(view, view.words(), terminal_width()))


def _text(view: DigestView, words: Words, width: int) -> Iterator[str]:
    found = view.digest
    if not found.lines:
        yield words("digest.none", since=found.since or "—")
        return
    yield bold(words("digest.head", vault=view.vault, since=found.since or "—", until=found.until or "—"))
    for kind, group in groupby(found.lines, key=lambda line: line.kind):
        lines = list(group)
        yield ""
        yield bold(words(f"digest.{kind}"))
        for line in lines[:_FEW]:
            first, *rest = wrap(f"· {one_line(line.text)}", width - 2, lines=2)
            yield f"  {first}"
            yield from (f"    {text}" for text in rest)
            yield "    " + dim(f"{one_line(line.note)}:{line.line} · {words.name('role', line.role)} · {line.date}")
        if len(lines) > _FEW:
            yield "  " + dim(words("digest.more", n=words.number(len(lines) - _FEW)))


def as_json(view: DigestView) -> JsonObject:
    """CONTRACT, ``digest``."""
    found = view.digest
    return JsonObject({"schema": "digest/1", "since": found.since, "until": found.until,
                       "lines": map(to_json_value, found.lines)})


def as_markdown(view: DigestView) -> Lines:
    """Every line as a list item that links to its note."""
    return Lines(digest_markdown(view.digest, view.words()))


def digest_markdown(found: Digest, words: Words) -> Iterator[str]:
    """A heading a kind, an item a line."""
    yield words("digest.title", since=found.since or "—", until=found.until or "—")
    for kind, group in groupby(found.lines, key=lambda line: line.kind):
        yield ""
        yield f"## {words(f'digest.{kind}')}"
        yield ""
        yield from (_item(line, words) for line in group)


def _item(line: DigestLine, words: Words) -> str:
    title = one_line(line.topic)
    for sign in "[]|%":
        title = title.replace(sign, " ")
    target = visible_line(line.note.removesuffix(".md"))
    said = visible_line(line.text).replace("[[", "[ [")
    place = f"[[{target}|{' '.join(title.split())}]]:{line.line}"
    return f"- {said} — {place}, {words.name('role', line.role)}, {line.date}"


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
