"""Schemes, algorithms, pseudocode and code that no concept leads to."""

from __future__ import annotations

from typing import Any

from vaultkit.render.report.page import ReportInput

NAME = "orphaned"
TITLE = "report.orphaned"
_MOST = 500
TEMPLATE = """<ul>{% for item in items %}<li>{{ item.kind }}: {% if item.href %}<a href="{{ item.href }}">{{ item.id }}</a>{% else %}{{ item.id }}{% endif %}
{% if item.summary %}<span class="quiet"> — {{ item.summary }}</span>{% endif %}</li>{% endfor %}</ul>
{% if more %}<p class="quiet">{{ w("report.more_rows", n=more) }}</p>{% endif %}"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """The list; None when it is empty."""
    orphans, words = material.report.orphaned, material.words
    items = [{"id": item.id, "kind": words.name("stage", item.kind), "href": material.href(item.path),
              "summary": material.summary(item.id)} for item in orphans[:_MOST]]
    more = words.number(len(orphans) - _MOST) if len(orphans) > _MOST else None
    return {"items": items, "more": more} if items else None
