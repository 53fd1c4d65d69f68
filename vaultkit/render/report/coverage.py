"""Section on how far the concepts get: bars by stage, by folder and by state."""

from __future__ import annotations

from typing import Any

from vaultkit.render.gaps import ORDER
from vaultkit.render.report.page import ReportInput

NAME = "coverage"
TITLE = "report.coverage"
_FOLDERS = 30
TEMPLATE = """
{% macro bars(title, rows) %}
<h3>{{ title }}</h3>
<table class="bars"><thead class="hidden-word"><tr><th scope="col">{{ title }}</th><th scope="col"></th><th scope="col">{{ w("report.of") }}</th></tr></thead>
<tbody>{% for row in rows %}<tr><th scope="row">{{ row.name }}{% if row.note %} <span class="quiet">— {{ row.note }}</span>{% endif %}</th>
<td><div class="bar" aria-hidden="true"><span class="{{ row.tone }}" style="width: {{ row.share }}%"></span></div></td><td>{{ row.text }}</td></tr>{% endfor %}</tbody></table>
{% endmacro %}
<div class="columns"><div>{{ bars(w("report.by_stage"), stages) }}</div><div>{{ bars(w("report.by_state"), states) }}</div>
{% if folders|length > 1 %}<div>{{ bars(w("report.by_folder"), folders) }}</div>{% endif %}</div>
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """Rows of bars; None without concepts."""
    summary, words = material.report.summary, material.words
    if not summary.concepts:
        return None

    def row(name: str, part: int, whole: int, note: str = "", tone: str = "good") -> dict[str, Any]:
        return {"name": name, "share": round(100 * part / whole) if whole else 0, "note": note, "tone": tone,
                "text": f"{words.number(part)} / {words.number(whole)}"}

    stages = []
    for stage, counts in summary.coverage.items():
        name = words.name("stage", stage)
        stages += [row(name, counts.shallow, counts.of, words("report.shallow")),
                   row(name, counts.deep, counts.of, words("report.deep"))]
    return {
        "stages": stages,
        "states": [row(words.name("state", state), summary.by_state[state], summary.concepts,
                       words.name("meaning", state), "good" if state == "covered" else "warn")
                   for state in ORDER if summary.by_state.get(state)],
        "folders": [row(folder.folder or words("report.root"), folder.covered, folder.concepts)
                    for folder in sorted(summary.folders, key=lambda folder: -folder.concepts)[:_FOLDERS]],
    }
