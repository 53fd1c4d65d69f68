"""The two-level table for a person, and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.messages.words import Words
from vaultkit.render.formats import CsvRows, JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import bold, dim, one_line, terminal_width, wrap

if TYPE_CHECKING:
    from vaultkit.assess import Assessment, Claim, Level

HEADER = ["name", "note", "thinking", "thinking_score", "practice", "practice_score", "claimed", "role", "date"]
_BAR = 10


def assess_lines(vault: str, found: Sequence[Assessment], words: Words, width: int, detail: bool) -> Iterator[str]:
    """A block a subsystem: both levels as bars, what is claimed and by whom; with ``detail`` all evidence."""
    if not found:
        yield words("assess.empty")
        return
    yield bold(words("assess.head", vault=vault))
    for item in found:
        yield ""
        yield bold(item.name) + dim(f"  {item.note}" if item.note else "")
        for key, level in (("assess.thinking", item.thinking), ("assess.practice", item.practice)):
            name = words.name("level", level.level)
            yield f"  {words(key):<10} {_bar(level)} {name} {dim(count_words(level, words))}"
            for proof in level.evidence if detail else ():
                yield dim(f"      {_what(proof.what, words)}: {proof.id} ({proof.path}:{proof.line})")
        claims = item.claims if detail else item.claims[:1]
        for i, claim in enumerate(claims):
            name = words("assess.claimed" if i == 0 else "assess.older")
            said = f"{name}: «{claim.text}» — {claim_source(claim, words)}"
            yield from (f"  {line}" for line in wrap(said, width - 2))
        if not claims:
            yield dim(f"  {words('assess.claimed')}: {words('assess.nobody')}")


def assess_markdown(found: Sequence[Assessment], words: Words) -> list[str]:
    """A table: subsystem, thinking, practice, claim."""
    if not found:
        return [words("assess.empty")]
    heads = [words(f"assess.{name}") for name in ("subsystem", "thinking", "practice", "claimed")]
    lines = [f"| {' | '.join(heads)} |", "| --- | --- | --- | --- |"]
    for item in found:
        name = f"[[{item.note.removesuffix('.md')}\\|{_cell(item.name)}]]" if item.note else _cell(item.name)
        claim = f"«{_cell(item.claimed.text)}» — {claim_source(item.claimed, words)}" if item.claimed else "—"
        cells = [f"{words.name('level', level.level)} ({_cell(count_words(level, words))})"
                 for level in (item.thinking, item.practice)]
        lines.append(f"| {name} | {cells[0]} | {cells[1]} | {claim} |")
    return lines


def assess_rows(found: Sequence[Assessment]) -> Iterator[list[object]]:
    """Rows under HEADER."""
    for item in found:
        claim = item.claimed
        yield [item.name, item.note, item.thinking.level, item.thinking.score, item.practice.level,
               item.practice.score, claim.text if claim else None, claim.role if claim else None,
               claim.date if claim else None]


def _bar(level: Level) -> str:
    full = round(level.score * _BAR)
    return "█" * full + "░" * (_BAR - full)


def count_words(level: Level, words: Words) -> str:
    """Count how much evidence of each sort there is: ``concept 3, scheme 2``."""
    counts: dict[str, int] = {}
    for proof in level.evidence:
        counts[proof.what] = counts.get(proof.what, 0) + 1
    return ", ".join(f"{_what(what, words)} {words.number(n)}" for what, n in counts.items()) or "—"


def _what(what: str, words: Words) -> str:
    named = words.name("assess.what", what)
    return named if named != what else words.name("stage", what)


def claim_source(claim: Claim, words: Words) -> str:
    """Say who said it, when and where."""
    said = [words.name("role", claim.role)] if claim.role else []
    return ", ".join([*said, *([claim.date[:10]] if claim.date else []), f"{claim.note}:{claim.line}"])


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


@dataclass(frozen=True, slots=True)
class AssessView:
    """Values that the formats of ``assess`` are made of; ``detail``: as text, with all evidence."""

    vault: str
    found: Sequence[Assessment]
    detail: bool
    words: Callable[[], Words]


def as_text(view: AssessView) -> Lines:
    """See ``assess_lines``."""
    return Lines(assess_lines(view.vault, view.found, view.words(), terminal_width(), view.detail))


def as_json(view: AssessView) -> JsonObject:
    """CONTRACT, ``assess``."""
    return JsonObject({"schema": "assess/1", "subsystems": map(to_json_value, view.found)})


def as_csv(view: AssessView) -> CsvRows:
    """See ``assess_rows``."""
    return CsvRows(HEADER, assess_rows(view.found))


def as_markdown(view: AssessView) -> Lines:
    """See ``assess_markdown``."""
    return Lines(assess_markdown(view.found, view.words()))
