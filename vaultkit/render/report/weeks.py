"""The plan: the first weeks, each step with what proves it done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.report.page import ReportInput

if TYPE_CHECKING:
    from vaultkit.plan import Plan

NAME = "plan"
TITLE = "plan.title"
_WEEKS = 6
TEMPLATE = """
{% for week in weeks %}<h3>{{ week.name }}</h3><ul>
{% for step in week.steps %}<li><strong>{{ step.stage }}</strong>: {% if step.href %}<a href="{{ step.href }}">{{ step.title }}</a>{% else %}{{ step.title }}{% endif %} — {{ step.action|code }}
<br><span class="quiet">{{ step.done_when }}</span></li>{% endfor %}</ul>{% endfor %}
{% if more %}<p class="quiet">{{ w("report.more_weeks", n=more) }}</p>{% endif %}
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """The weeks; None when nothing is open."""
    find = material.more.get("plan")
    plan: Plan | None = find() if find else None
    if plan is None or not plan.weeks:
        return None
    words = material.words
    titles = {gap.concept: (number, gap.title) for number, gap in enumerate(material.report.gaps)}
    weeks = []
    for week in plan.weeks[:_WEEKS]:
        steps = [{"stage": words.name("stage", step.stage), "action": step.action,
                  "title": titles.get(step.concept, (0, step.concept))[1],
                  "href": f"#c-{titles[step.concept][0]}" if step.concept in titles else None,
                  "done_when": words("plan.done_when", what=step.done_when)} for step in week.steps]
        name = words("plan.week", n=week.week) + (f": {week.subsystem}" if week.subsystem else "")
        weeks.append({"name": name, "steps": steps})
    return {"weeks": weeks, "more": len(plan.weeks) - _WEEKS if len(plan.weeks) > _WEEKS else None}
