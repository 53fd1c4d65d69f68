"""``search``: a hit as the contract's object, and the list for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vaultkit.messages.words import Words
from vaultkit.model import Hit
from vaultkit.render.terminal import beside, bold, dim, display_width, one_line, terminal_width, visible_line, wrap
from vaultkit.search.passage_text import readable_passage, said_headings

# Words near the question's that are named as the reason of a hit.
_MOST_NEAR = 5


def result(hit: Hit, snippet: str) -> dict[str, Any]:
    """One of ``results``; role, date, tags and form stand beside what the contract names."""
    chunk = hit.chunk
    return {
        "rank": hit.rank, "note": chunk.note, "title": chunk.title, "headings": list(chunk.headings),
        "start_line": chunk.start_line, "end_line": chunk.end_line, "kind": chunk.kind, "score": hit.score,
        "why": {"lexical": hit.lexical, "dense": hit.dense, "graph": hit.graph}, "snippet": snippet,
        "tags": list(chunk.tags), "role": chunk.role, "date": chunk.date, "form": chunk.form,
        "secondhand": chunk.secondhand,
    }


def search_lines(hits: Sequence[Hit], snippets: Sequence[str], words: Words,
                 summaries: Mapping[str, str | None]) -> Iterator[str]:
    """Each hit as name and headings, place, snippet, reason; ``snippets`` are of one line each."""
    if not hits:
        yield words("search.none")
        return
    width = terminal_width()
    for hit, snippet in zip(hits, snippets, strict=True):
        chunk = hit.chunk
        name = one_line(chunk.title)
        head = (
            f"{hit.rank}. {bold(name)}{beside(chunk.title, summaries.get(chunk.note), width - display_width(name) - 4)}"
        )
        yield head + "".join(dim(f" › {one_line(heading)}") for heading in map(readable_passage, said_headings(chunk)))
        place = f"{visible_line(chunk.note)}:{chunk.start_line}"
        about = [words.name("stage", chunk.kind)] if chunk.kind and chunk.kind != "note" else []
        about += [words.name("role", chunk.role)] if chunk.role else []
        about += [chunk.date[:10]] if chunk.date else []
        about += [words("search.secondhand")] if chunk.secondhand else []
        yield "   " + "  ".join([place, *map(dim, about)])
        yield from ("   " + line for line in wrap(snippet, width - 3))
        yield "   " + dim(" · ".join(_reasons(hit, words)))
        yield ""


def highlight(text: str, places: Sequence[tuple[int, int]]) -> str:
    """``text`` with the stretches at ``places`` in bold."""
    parts, at = [], 0
    for start, end in places:
        parts += [text[at:start], bold(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def notice_line(key: str, number: int, words: Words) -> str:
    """Say what a search went without, in one line."""
    return words(key, chunks=words.count("chunk", number))


def _reasons(hit: Hit, words: Words) -> Iterator[str]:
    if hit.lexical:
        if hit.lexical["terms"]:
            yield words("search.lexical", terms=", ".join(map(one_line, hit.lexical["terms"])))
        if hit.lexical.get("near"):
            yield words("search.near", terms=", ".join(map(one_line, hit.lexical["near"][:_MOST_NEAR])))
    if hit.dense:
        yield words("search.dense", score=words.number(round(hit.dense["score"], 2)))
    if hit.graph:
        relation = str(hit.graph["relation"])
        yield words("search.graph", note=one_line(str(hit.graph["from"])),
                    relation=f" ({relation})" if relation != "links_to" else "")
