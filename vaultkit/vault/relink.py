"""The text of a note or canvas with other link targets: only the targets change, and what was made is read back and
held against what was to be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.markdown.frontmatter import read_frontmatter
from vaultkit.markdown.mdlinks import text_end
from vaultkit.markdown.parse import parse
from vaultkit.markdown.proplinks import scalars
from vaultkit.markdown.source import NoteText, line_starts
from vaultkit.model import Link, ResolvedLink
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import is_canvas
from vaultkit.vault.canvas import canvas_links, canvas_texts
from vaultkit.vault.renamed import Renamed
from vaultkit.vault.resolve import is_external, is_markdown

AnyLink = Link | ResolvedLink
_BOM = "\ufeff"
_TARGET_END = lazy_pattern(r"\\?\||#|\]\]")
_DEFINITION = lazy_pattern(r"^[ >\t]{0,12}\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s<]\S*)", re.MULTILINE)
_LABEL = lazy_pattern(r"\](?:\[((?:[^\[\]\\]|\\.)*)\])?$")
# What is text to Markdown and YAML alike, inside of quotes and without.
_BENIGN = lazy_pattern(r"[\w ./()-]+")
_HIGH = lazy_pattern(r"%[89A-Fa-f][0-9A-Fa-f]")


class Put(NamedTuple):
    """``text`` in the place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def relinked(config: Config, path: str, text: str, renamed: Renamed, known: Sequence[AnyLink] = ()) -> str:
    """The text of the note or canvas at ``path`` whose links lead where they led, after the files of ``renamed`` moved.
    ``text`` may begin with a BOM; ``known`` are its links where they are known. Raises UsageError, with path and line,
    for a link that can't be written anew."""
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    plainly = _plainly(path, body, known, renamed) if known and not is_canvas(path) else None
    if plainly is not None:
        return bom + with_puts(body, plainly)

    def read(piece: str) -> tuple[Link, ...]:
        return parse(piece, path, chats=config.chats, bounds=config.bounds).links

    def found(whole: str) -> Sequence[Link]:
        return canvas_links(whole, path, read)[0] if is_canvas(path) else read(whole)

    links = found(body)
    targets = [_target(path, link, renamed) for link in links]
    if not any(target is not None for target in targets):
        return text
    if is_canvas(path):
        puts = list(_in_canvas(path, body, read, renamed))
    else:
        puts = list(_in_note(config, path, body, links, targets))
    made = with_puts(body, puts)
    _compare(path, links, targets, found(made))
    return bom + made


def _plainly(path: str, body: str, known: Sequence[AnyLink], renamed: Renamed) -> list[Put] | None:
    """The changes where nothing has to be read anew: wikilinks alone, that stand in the text where and as they are
    known, and targets without a sign that means anything in Markdown or YAML; None for every other case."""
    starts, puts = line_starts(body), []
    for link in known:
        target = _target(path, link, renamed)
        if target is None:
            continue
        at = starts[link.line - 1] + link.column - 1 if link.line <= len(starts) else len(body)
        if not link.raw.startswith(("[[", "![[")) or not body.startswith(link.raw, at) or not _BENIGN.fullmatch(target):
            return None
        puts.append(_in_wikilink(body, at, target))
    return puts


def with_puts(text: str, puts: Iterable[Put]) -> str:
    """``text`` with each of ``puts`` in its place; one that stands there twice counts once."""
    parts, at = [], 0
    for start, end, new in sorted(set(puts)):
        if start < at:
            continue
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _target(path: str, link: AnyLink, renamed: Renamed) -> str | None:
    markdown = link.raw[:2] != "[[" and is_markdown(link.raw, link.target)
    if markdown and is_external(link.target):
        return None
    try:
        return renamed.target(link.target, path, markdown=markdown, subpath=bool(link.subpath))
    except LookupError as error:
        raise UsageError(f"{path}:{link.line}: no link can name {error.args[0]}", "choose another name") from None


def _compare(path: str, links: Sequence[Link], targets: Sequence[str | None], made: Sequence[Link]) -> None:
    """Raise UsageError unless the links ``made`` are ``links`` with ``targets``."""
    for at, (link, target) in enumerate(zip(links, targets, strict=True)):
        new = made[at] if at < len(made) else None
        inner = "](" in (link.display or "") or "[[" in (link.display or "")  # links inside of it may change
        same = new is not None and (new.kind, new.field, new.subpath, new.commented) == (
            link.kind, link.field, link.subpath, link.commented) and (inner or new.display == link.display)
        if not same or new is None or new.target != (link.target if target is None else target):
            raise UsageError(f"{path}:{link.line}: the link {link.raw} can't be written anew safely",
                             "write it by hand first, without escapes")
    if len(made) != len(links):
        raise UsageError(f"{path}: its links can't be written anew safely", "look for one with odd escapes")


def _in_note(config: Config, path: str, body: str, links: Sequence[Link], targets: Sequence[str | None]
             ) -> Iterator[Put]:
    source = NoteText(body, path)
    front = read_frontmatter(source, config.bounds)
    values = [node for top in front.nodes.values() for node in scalars(top)]
    for link, target in zip(links, targets, strict=True):
        if target is None:
            continue
        at = source.lines[link.line - 1] + link.column - 1
        if link.kind == "property":
            style = next((node.style for node in values
                          if front.start + node.start_mark.index <= at < front.start + node.end_mark.index), None)
            yield _in_wikilink(body, at, _in_yaml(target, style))
        else:
            yield _in_markdown(body, at, link, target)


def _in_markdown(body: str, at: int, link: Link, target: str) -> Put:
    if link.raw.startswith(("[[", "![[")):
        return _in_wikilink(body, at, target)
    return _in_markdown_link(body, at, at + len(link.raw), target)


def _in_wikilink(text: str, at: int, target: str) -> Put:
    """Put ``target`` into the wikilink or embed that begins at ``at``; blanks around the old one stay."""
    start = text.index("[[", at) + 2
    end = _TARGET_END.search(text, start)
    stop = end.start() if end else start
    old = text[start:stop]
    return Put(start + len(old) - len(old.lstrip()), stop - (len(old) - len(old.rstrip())), target)


def _in_markdown_link(body: str, start: int, end: int, target: str) -> Put:
    """The same for a Markdown link or image, inline or by reference."""
    source = NoteText(body)
    opening = start + 1 if body[start] == "!" else start
    close = text_end(source, opening, end)
    if body[close + 1:close + 2] == "(":
        at = close + 2
        while body[at] in " \t\r\n":
            at += 1
        return _in_destination(body, at, end - 1, target)
    label = _LABEL.search(body[start:end])
    wanted = _label((label[1] if label else None) or body[opening + 1:close])
    for found in _DEFINITION.finditer(body):
        if _label(found[1]) == wanted:
            return _in_destination(body, found.start(2), found.end(2), target)
    return Put(start, start, "")


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _in_destination(body: str, at: int, end: int, target: str) -> Put:
    """Put ``target`` before the subpath of the destination that begins at ``at`` and ends before ``end``."""
    enclosed = body[at] == "<"
    start = at + 1 if enclosed else at
    stop = body.find(">", start, end) if enclosed else next(
        (place for place in range(start, end) if body[place] in " \t\r\n"), end)
    old, _, _ = body[start:stop].partition("#")
    return Put(start, start + len(old), _encoded(target, old, enclosed))


def _encoded(target: str, old: str, enclosed: bool) -> str:
    """``target`` as a destination: letters beyond ASCII stay as they are unless ``old`` had them encoded."""
    keep = "/!$&'*+,;=:@~-._" + ("() " if enclosed and "%20" not in old else "()" if old.count("(") else "")
    if _HIGH.search(old):
        return quote(target, safe=keep)
    return "".join(sign if ord(sign) > 127 and not sign.isspace() else quote(sign, safe=keep) for sign in target)


def _in_yaml(target: str, style: str | None) -> str:
    if style == "'":
        return target.replace("'", "''")
    return target.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else target


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _in_canvas(path: str, body: str, read: Callable[[str], tuple[Link, ...]], renamed: Renamed) -> Iterator[Put]:
    """The changes in the file nodes and text nodes of a canvas, escaped as JSON."""
    for part in canvas_texts(body):
        if part.is_file:
            target = _target(path, Link(1, 1, part.text, part.text, part.subpath, None, "canvas"), renamed)
            if target is not None:
                yield Put(part.offsets[0], part.offsets[-1], _in_json(target))
            continue
        starts = line_starts(part.text)
        for link in read(part.text):
            target = _target(path, link, renamed)
            if target is not None and link.kind != "property":
                at = starts[link.line - 1] + link.column - 1
                start, end, text = _in_markdown(part.text, at, link, target)
                yield Put(part.offsets[start], part.offsets[end], _in_json(text))
