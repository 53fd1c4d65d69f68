"""The table of gaps: to be sorted, filtered and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.report.page import ReportInput

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.messages.words import Words

NAME = "gaps"
TITLE = "report.gaps"
_ROWS = 3000
TEMPLATE = """
<div class="tools" data-for="gap-table" hidden>
<label>{{ w("report.find") }} <input type="search"></label>
<label>{{ w("report.state") }} <select><option value="">{{ w("report.every_state") }}</option>
{% for state, name in states %}<option value="{{ state }}">{{ name }}</option>{% endfor %}</select></label>
<span role="status" class="quiet"></span></div>
<div class="scroll" tabindex="0" role="region" aria-label="{{ w('report.gaps') }}"><table id="gap-table" class="data">
<thead><tr><th scope="col">{{ w("report.concept") }}</th><th scope="col">{{ w("report.state") }}</th>
<th scope="col">{{ w("report.missing") }}</th><th scope="col" data-kind="number">{{ w("report.priority") }}</th>
<th scope="col">{{ w("report.why") }}</th></tr></thead>
<tbody>{% for row in rows %}<tr data-state="{{ row.state }}"><th scope="row"><a href="#c-{{ row.number }}">{{ row.title }}</a>
{% if row.summary %}<span class="quiet"> — {{ row.summary }}</span>{% endif %}</th>
<td><span class="sign">{{ row.sign }}</span> {{ row.state_name }}</td><td>{{ row.missing }}</td>
<td class="number">{{ row.priority }}</td><td>{{ row.why|code }}</td></tr>{% endfor %}</tbody></table></div>
{% if more %}<p class="quiet">{{ w("report.more_rows", n=more) }}</p>{% endif %}
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """A row a concept, covered ones too; None without concepts."""
    gaps, words = material.report.gaps, material.words
    if not gaps:
        return None
    rows = [{"number": number, "title": gap.title, "summary": material.summary(gap.concept), "state": gap.state,
             "state_name": _state(gap, words), "sign": _sign(gap),
             "missing": words.name("stage", gap.missing_stage) if gap.missing_stage and gap.strength != "inferred" else "—",
             "priority": words.number(round(gap.priority, 1)), "why": "; ".join(_why(gap))}
            for number, gap in enumerate(gaps[:_ROWS])]
    states = sorted({gap.state for gap in gaps})
    return {"rows": rows, "states": [(state, words.name("state", state)) for state in states],
            "more": words.number(len(gaps) - _ROWS) if len(gaps) > _ROWS else None}


def _state(gap: Gap, words: Words) -> str:
    """The gap term of what is declared; of a guess how far it gets."""
    return words.name("state", gap.state) if gap.strength != "inferred" else words(f"report.{gap.outcome}")


def _sign(gap: Gap) -> str:
    if gap.strength == "inferred":
        return {"covered": "✓", "probable": "≈"}.get(gap.outcome, "·")
    return "✓" if gap.state == "covered" else "⚠"


def _why(gap: Gap) -> list[str]:
    if gap.strength != "inferred":
        return list(gap.why)
    code = [f"`{gap.probable[0].path}`"] if gap.outcome == "probable" else []
    return [*code, *(gap.implementable.why if gap.implementable else ())]
