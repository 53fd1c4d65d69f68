"""First the answer: how many ideas reach code, and what to do next."""

from __future__ import annotations

from typing import Any

from vaultkit.render.report.page import ReportInput

NAME = "answer"
TITLE = "report.next"
_STEPS = 5
TEMPLATE = """
{% if not concepts %}<p class="answer">{{ w("report.none") }}</p>{% else %}
<p class="answer">{{ answer }}</p>
<div class="bar" role="img" aria-label="{{ answer }}"><span style="width: {{ share }}%"></span></div>
{% if inferred %}<p class="quiet">{{ w("report.guess") }}</p>{% endif %}
{% if not steps %}<p>{{ w("report.nothing_next") }}</p>{% endif %}
<ol class="steps">
{% for step in steps %}
<li><a href="#c-{{ step.number }}">{{ step.title }}</a>{% if step.summary %} <span class="quiet">— {{ step.summary }}</span>{% endif %}
<ul>{% for line in step.lines %}<li>{{ line|code }}</li>{% endfor %}</ul>
{% if step.why %}<p class="quiet">{{ step.why }}</p>{% endif %}</li>
{% endfor %}
</ol>{% endif %}
"""


def values(material: ReportInput) -> dict[str, Any]:
    """The count as a sentence and a bar, and the first steps."""
    summary, words = material.report.summary, material.words
    covered = summary.by_state.get("covered", 0)
    numbers = {gap.concept: number for number, gap in enumerate(material.report.gaps)}
    steps = [{"number": numbers[gap.concept], "title": gap.title, "summary": material.summary(gap.concept),
              "lines": material.mender.lines(gap), "why": "; ".join(material.mender.reasons(gap))}
             for gap in material.open_gaps()[:_STEPS]]
    return {"concepts": summary.concepts, "inferred": material.report.inferred, "steps": steps,
            "answer": words("report.answer", covered=words.number(covered),
                            concepts=words.count("concept", summary.concepts)),
            "share": round(100 * covered / summary.concepts) if summary.concepts else 0}
