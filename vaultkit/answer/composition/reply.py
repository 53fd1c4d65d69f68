"""Reply of a model → its sentences with the numbers that they cite, as soon as a line of it is complete.

Reasoning, Markdown, list marks, headings and every form of a citation are understood; a model that repeats itself is
stopped. Nothing of it is believed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vaultkit.answer.sentences import spans
from vaultkit.text.lazy_pattern import lazy_pattern

_THOUGHT = lazy_pattern(r"<(think|thinking|thought|reasoning|analysis)>.*?</\1>|◁think▷.*?◁/think▷"
                        r"|\[THINK\].*?\[/THINK\]", re.DOTALL | re.IGNORECASE)
_OPEN = lazy_pattern(r"<(?:think|thinking|thought|reasoning|analysis)>|◁think▷|\[THINK\]", re.IGNORECASE)
_CLOSE = lazy_pattern(r"</(?:think|thinking|thought|reasoning|analysis)>|◁/think▷|\[/THINK\]", re.IGNORECASE)
# [1], [^1], [1, 2], [^1][^2], 【1】, 【1†source】, (note 1)
_CITED = lazy_pattern(r"\s*(?:\[\^?(\d{1,3}(?:\s*[,;]\s*\^?\d{1,3})*)\]|【\^?(\d{1,3})[^】\n]{0,20}】)")
_LEADING = lazy_pattern(r"^\s*(?:[-*+•–—]|\d{1,2}[.)]|>)\s+(?=\S)")
_EMPHASIS = lazy_pattern(r"(\*\*|__|(?<!\w)[*_](?=\S))(.+?)\1")
_SPECIAL = lazy_pattern(r"<\|[^|>\n]{0,40}\|>|</?s>|\[/?INST\]|</?(?:start|end)_of_turn>")
_ENDED = lazy_pattern(r"[.!?…]['\"»”)\]*_`]*\s*$")
LONGEST, REPEATED = 20_000, 3


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a model, without marks, and the numbers of the passages that it cites."""

    text: str
    cites: tuple[int, ...]


def read_reply(pieces: Iterable[str]) -> Iterator[Said]:
    """The sentences of a reply that comes in ``pieces``, each when its line is complete. A last sentence without an
    end was cut off and is left out; a line that comes ``REPEATED`` times ends the reading."""
    seen: dict[str, int] = {}
    for line, whole in _lines(pieces):
        found = list(_said(line))
        if not whole and found and not _ENDED.search(found[-1].text):
            found.pop()
        for said in found:
            key = " ".join(said.text.casefold().split())
            seen[key] = seen.get(key, 0) + 1
            if seen[key] >= REPEATED:
                return
            if seen[key] == 1:
                yield said


def _lines(pieces: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """(line, whether its end was written), reasoning left out."""
    waiting, length = "", 0
    for piece in pieces:
        length += len(piece)
        waiting = _THOUGHT.sub("", waiting + piece)
        if length > LONGEST:
            break
        if waiting.lstrip().startswith(("{", "[{", "```json")) or _OPEN.search(waiting):
            continue
        # Some templates open the reasoning themselves, so that only its end is in the reply.
        if _CLOSE.search(waiting):
            waiting = _CLOSE.split(waiting)[-1]
        *done, waiting = waiting.split("\n")
        for line in done:
            yield line, True
    waiting = _CLOSE.split(_OPEN.split(_THOUGHT.sub("", waiting))[0])[-1]
    listed = _of_json(waiting)
    if listed is not None:
        yield from ((line, True) for line in listed)
        return
    for line in waiting.split("\n"):
        yield line, False


def _of_json(text: str) -> list[str] | None:
    """The lines of a reply that is JSON ({"lines": [{"text", "cites"}]}, or a list of texts), or None."""
    try:
        data = json.loads(re.sub(r"^\s*```(?:json)?\s*|\s*```\s*$", "", text))
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict):
        data = next((value for value in data.values() if isinstance(value, list)), None)
    if not isinstance(data, list):
        return None
    out = []
    for item in data:
        if isinstance(item, str):
            out.append(item)
        elif isinstance(item, dict) and isinstance(item.get("text"), str):
            cites = next((value for key, value in item.items() if key != "text" and isinstance(value, list)), [])
            out.append(item["text"] + "".join(f" [^{n}]" for n in cites if isinstance(n, int)))
    return out


def _said(line: str) -> Iterator[Said]:
    """The sentences of one line. One without a number of its own has those of its line."""
    line = _SPECIAL.sub("", line)
    if re.match(r"\s*(?:#{1,6}\s|```|\[\^\d+\]:|(?:\*\*|__)[^*_]+(?:\*\*|__):?\s*$)", line):
        return
    line = _LEADING.sub("", line)
    line = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", line)).strip()
    marked = _CITED.sub(lambda match: "".join(f" [^{n}]" for n in re.findall(r"\d+", match[1] or match[2])), line)
    everything = _numbers(marked)
    for begin, end in spans(marked):
        part = marked[begin:end]
        text = re.sub(r"\s+([.!?,;:…])", r"\1", re.sub(r"\s*\[\^\d+\]", "", part)).strip()
        if re.search(r"\w{2}", text):
            yield Said(" ".join(text.split()), _numbers(part) or everything)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(n) for n in re.findall(r"\[\^(\d+)\]", text)))
