"""Code, notes and packages that may already be what the ideas lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.render.report.page import ReportInput

if TYPE_CHECKING:
    from vaultkit.suggest import Candidate

NAME = "suggestions"
TITLE = "report.suggestions"
_MOST = 30
_CANDIDATES = 3
TEMPLATE = """
<p class="quiet">{{ w("report.suggestions_lead") }}</p>
<dl>{% for item in items %}<dt><strong>{{ item.title }}</strong>{% if item.stage %} <span class="quiet">— {{ w("report.lacks") }}: {{ item.stage }}</span>{% endif %}</dt>
{% for one in item.candidates %}<dd>{{ one.type }}: {% if one.href %}<a href="{{ one.href }}">{{ one.id }}</a>{% else %}{{ one.id }}{% endif %}
<span class="quiet">— {{ one.why }}</span></dd>{% endfor %}{% endfor %}</dl>
{% if more %}<p class="quiet">{{ w("report.more_rows", n=more) }}</p>{% endif %}
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """The best candidates of each open idea, the most important idea first; None when there is none. The Suggestions
    are made when ``material.more["suggestions"]`` is called."""
    make = material.more.get("suggestions")
    if make is None or not material.open_gaps():
        return None
    words = material.words
    titles = {gap.concept: gap.title for gap in material.report.gaps}
    telling = [one for one in make().suggestions if one.candidates]
    items = [{"title": titles.get(one.concept, one.concept),
              "stage": words.name("stage", one.missing_stage) if one.missing_stage else None,
              "candidates": [_candidate(material, candidate) for candidate in one.candidates[:_CANDIDATES]]}
             for one in telling[:_MOST]]
    more = words.number(len(telling) - _MOST) if len(telling) > _MOST else None
    return {"items": items, "more": more} if items else None


def _candidate(material: ReportInput, one: Candidate) -> dict[str, str | None]:
    kind = {"symbol": "code", "note": "note", "library": "library"}[one.type]
    return {"type": material.words(f"suggest.{kind}"), "id": one.id, "why": "; ".join(one.why),
            "href": material.href(one.path) if one.path and one.type != "library" else None}
