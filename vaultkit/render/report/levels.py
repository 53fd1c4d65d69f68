"""Thinking against practice: one mark a subsystem, and the table that it was drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.assess_text import claim_source, count_words
from vaultkit.render.report.page import ReportInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.assess import Assessment

NAME = "levels"
TITLE = "report.levels"
_SIDE, _PAD, _MARK = 300, 34, 11
TEMPLATE = """
<div class="levels"><svg viewBox="0 0 {{ side + 2 * pad }} {{ side + 2 * pad }}" role="img" aria-label="{{ w('report.levels_picture') }}">
<rect x="{{ pad }}" y="{{ pad }}" width="{{ side }}" height="{{ side }}" class="frame"/>
<path d="M{{ pad }} {{ pad + side }}L{{ pad + side }} {{ pad }}" class="even"/>
<text x="{{ pad + side / 2 }}" y="{{ 2 * pad + side - 9 }}" text-anchor="middle">{{ w("assess.thinking") }} →</text>
<text x="0" y="0" text-anchor="middle" transform="translate(20 {{ pad + side / 2 }}) rotate(-90)">{{ w("assess.practice") }} →</text>
{% for mark in marks %}<g><title>{{ mark.name }}</title><circle cx="{{ mark.x }}" cy="{{ mark.y }}" r="{{ radius }}" class="mark"/><text x="{{ mark.x }}" y="{{ mark.y + 4.5 }}" text-anchor="middle" class="number">{{ mark.number }}</text></g>
{% endfor %}</svg>
<ol>{% for row in rows %}<li>{{ row.name }}<br><span class="quiet">{{ w("assess.thinking") }}: {{ row.cells[0].level }}, {{ w("assess.practice") }}: {{ row.cells[1].level }}</span></li>{% endfor %}</ol></div>
<div class="scroll" tabindex="0" role="region" aria-label="{{ w('report.levels') }}"><table class="data"><thead><tr><th scope="col" data-kind="number">№</th><th scope="col">{{ w("assess.subsystem") }}</th><th scope="col">{{ w("assess.thinking") }}</th>
<th scope="col">{{ w("assess.practice") }}</th><th scope="col">{{ w("assess.claimed") }}</th></tr></thead>
<tbody>{% for row in rows %}<tr><td>{{ row.number }}</td><th scope="row">{% if row.href %}<a href="{{ row.href }}">{{ row.name }}</a>{% else %}{{ row.name }}{% endif %}</th>
{% for cell in row.cells %}<td>{{ cell.level }}<br><span class="quiet">{{ cell.words }}</span></td>{% endfor %}
<td>{% if row.claim %}«{{ row.claim }}»<br><span class="quiet">{{ row.said }}</span>{% else %}—{% endif %}</td></tr>{% endfor %}</tbody></table></div>
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """The marks and the rows; None when there is no subsystem."""
    find = material.more.get("assess")
    found: Sequence[Assessment] = find() if find else ()
    if not found:
        return None
    words = material.words
    rows = [{"number": number, "name": item.name, "href": material.href(item.note) if item.note else None,
             "cells": [{"level": words.name("level", level.level), "words": count_words(level, words)}
                       for level in (item.thinking, item.practice)],
             "claim": item.claimed.text if item.claimed else None,
             "said": claim_source(item.claimed, words) if item.claimed else None}
            for number, item in enumerate(found, 1)]
    return {"marks": _marks(found), "rows": rows, "side": _SIDE, "pad": _PAD, "radius": _MARK}


def _marks(found: Sequence[Assessment]) -> list[dict[str, Any]]:
    """Return where each subsystem lies; one that would lie on another is moved aside."""
    marks: list[dict[str, Any]] = []
    for number, item in enumerate(found, 1):
        x = _PAD + item.thinking.score * _SIDE
        y = _PAD + (1 - item.practice.score) * _SIDE
        step = 2 * _MARK + 2
        for _ in range(len(found)):
            if all(abs(x - mark["x"]) >= step or abs(y - mark["y"]) >= step for mark in marks):
                break
            x -= step
            if x < _PAD:
                x, y = _PAD + item.thinking.score * _SIDE, y - step
        marks.append({"number": number, "name": item.name, "x": round(x, 1), "y": round(y, 1)})
    return marks
