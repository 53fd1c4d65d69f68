"""``links`` for a person: in groups by note on a terminal, one line a link where another program reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby

from vaultkit.messages.words import Words
from vaultkit.model import ResolvedLink
from vaultkit.render.formats import CsvRows, JsonLines, JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import Signs, bold, clip, coloured, dim, one_line, pad, signs, terminal_width


def grouped_lines(links: Iterable[ResolvedLink], words: Words, signs: Signs, width: int) -> Iterator[str]:
    """The links of each note below its path, in columns."""
    for source, group in groupby(links, key=lambda link: link.source):
        mine = list(group)
        yield bold(source)
        places = [f"{link.line}:{link.column}" for link in mine]
        place_width = max(map(len, places))
        raw_width = min(max(24, width // 3), max(len(link.raw) for link in mine))
        for link, place in zip(mine, places, strict=True):
            raw = pad(clip(one_line(link.raw), raw_width), raw_width)
            yield f"  {dim(pad(place, place_width))}  {raw}  {_answer(link, words, signs)}"
        yield ""


def flat_lines(links: Iterable[ResolvedLink], words: Words, signs: Signs) -> Iterator[str]:
    """``source:line:column: raw → target``, nothing cut."""
    for link in links:
        yield f"{link.source}:{link.line}:{link.column}: {one_line(link.raw)} {_answer(link, words, signs)}"


def links_summary_line(counts: Counter[str], words: Words) -> str:
    """Say how many links there are, by status."""
    parts = ", ".join(f"{words.number(n)} {words.name('status', status)}" for status, n in counts.most_common())
    total = words.count("link", counts.total())
    return f"{total}: {parts}" if parts else total


def _answer(link: ResolvedLink, words: Words, signs: Signs) -> str:
    parts = []
    if link.resolved:
        parts.append(f"{coloured(signs.solid, link.status)} {_opens(link)}")
    elif link.status == "external":
        parts.append(f"{coloured(signs.solid, link.status)} {dim(words.name('status', 'external'))}")
    else:
        parts.append(coloured(f"{signs.missing} {words('links.nothing')}", "missing"))
    if link.subpath_status == "missing":
        key = "links.no_block" if (link.subpath or "").startswith("^") else "links.no_heading"
        parts.append(coloured(f"{signs.missing} {words(key)}", "missing"))
    others = [path for path in link.candidates if path != link.resolved]
    if others and link.status in ("ambiguous", "unresolved"):
        key = "links.others" if link.resolved else "links.candidates"
        parts.append(coloured(words(key, names=", ".join(others)), "ambiguous"))
    if link.relation:
        parts.append(dim(f"({link.relation})"))
    if link.commented:
        parts.append(dim(f"({words('links.commented')})"))
    return "  ".join(parts)


def _opens(link: ResolvedLink) -> str:
    return f"{link.resolved}#{link.subpath}" if link.subpath and link.subpath_status == "ok" else str(link.resolved)


@dataclass(frozen=True, slots=True)
class LinksView:
    """Values that the formats of ``links`` are made of, each link once; ``grouped``: as text, by note."""

    links: Iterable[ResolvedLink]
    words: Callable[[], Words]
    grouped: bool


def as_text(view: LinksView) -> Lines:
    """See ``grouped_lines`` and ``flat_lines``."""
    if view.grouped:
        return Lines(grouped_lines(view.links, view.words(), signs(), terminal_width(160)))
    return Lines(flat_lines(view.links, view.words(), signs()))


def as_json(view: LinksView) -> JsonObject:
    """CONTRACT, ``links``."""
    return JsonObject({"schema": "links/1", "links": map(to_json_value, view.links)})


def as_jsonl(view: LinksView) -> JsonLines:
    """A line a link."""
    return JsonLines(map(to_json_value, view.links))


def as_csv(view: LinksView) -> CsvRows:
    """A row a link, its cells in the order of the record; several candidates in one."""
    names = [field.name for field in fields(ResolvedLink)]
    return CsvRows(names, ([_cell(getattr(link, name)) for name in names] for link in view.links))


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value
