"""First the answer: how many ideas reach code, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.first_screen import OPEN, PROBABLE, WORDS_ONLY, FolderRead, head_lines, left_out_lines
from vaultkit.render.report.page import ReportInput

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap

NAME = "answer"
TITLE = "report.next"
_STEPS = 5
TEMPLATE = """
{% for line in head %}<p class="quiet">{{ line|code }}</p>{% endfor %}
{% if declared %}<p class="answer">{{ answer }}</p>
<div class="bar" role="img" aria-label="{{ answer }}"><span style="width: {{ share }}%"></span></div>
{% if not steps %}<p>{{ w("report.nothing_next") }}</p>{% endif %}
<ol class="steps">
{% for step in steps %}
<li><a href="#c-{{ step.number }}">{{ step.title }}</a>{% if step.summary %} <span class="quiet">— {{ step.summary }}</span>{% endif %}
<ul>{% for line in step.lines %}<li>{{ line|code }}</li>{% endfor %}</ul>
{% if step.why %}<p class="quiet">{{ step.why }}</p>{% endif %}</li>
{% endfor %}
</ol>{% endif %}
{% for lead, rows in guessed %}<p>{{ lead|code }}</p>
<ul>{% for row in rows %}<li><a href="#c-{{ row.number }}">{{ row.title }}</a>{% if row.code %} ⇢ <code>{{ row.code }}</code>{% endif %} <span class="quiet">{{ row.place }}</span></li>{% endfor %}</ul>{% endfor %}
{% for line in left_out %}<p class="quiet">{{ line|code }}</p>{% endfor %}
"""


def values(material: ReportInput) -> dict[str, Any]:
    """Lines of what was read and how far ideas get; of declared concepts the count as a sentence and a bar, and the first steps;
    of inferred ones those that are open and those that are probably in code."""
    report, words = material.report, material.words
    summary = report.summary
    covered = summary.by_state.get("covered", 0)
    numbers = {gap.concept: number for number, gap in enumerate(report.gaps)}
    declared = any(gap.strength != "inferred" for gap in report.gaps)
    steps = [{"number": numbers[gap.concept], "title": gap.title, "summary": material.summary(gap.concept),
              "lines": material.mender.lines(gap), "why": "; ".join(material.mender.reasons(gap))}
             for gap in material.open_gaps() if gap.strength != "inferred"][:_STEPS]
    guessed = [gap for gap in report.gaps if gap.strength == "inferred"]

    def rows(gaps: list[Gap]) -> list[dict[str, Any]]:
        return [{"number": numbers[gap.concept], "title": gap.title, "place": f"{gap.path}:{gap.line}",
                 "code": gap.probable[0].path if gap.outcome == "probable" else None} for gap in gaps]

    lists = [(words("first.open" if summary.roots else "first.open_unjudged"),
              rows([gap for gap in guessed if gap.outcome in WORDS_ONLY][:OPEN])),
             (words("first.probable"), rows([gap for gap in guessed if gap.outcome == "probable"][:PROBABLE]))]
    return {"head": head_lines(material.vault, report, material.read or FolderRead(0, 0, 0), words),
            "declared": declared, "steps": steps, "guessed": [(lead, found) for lead, found in lists if found],
            "left_out": left_out_lines(report, words) if guessed or not report.gaps else [],
            "answer": words("report.answer", covered=words.number(covered),
                            concepts=words.count("concept", summary.concepts)),
            "share": round(100 * covered / summary.concepts) if summary.concepts else 0}
