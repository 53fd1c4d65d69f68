"""Section on what changed since it was accepted."""

from __future__ import annotations

from typing import Any

from vaultkit.render.report.page import ReportInput

NAME = "suspect"
TITLE = "report.suspect"
TEMPLATE = """<ul>{% for item in items %}<li>{{ item.id }} <span class="quiet">— {{ item.concept }}, {{ item.place }}</span></li>{% endfor %}</ul>"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """Every suspect piece of evidence; None when there is none."""
    items = [{"id": item.id, "concept": gap.title, "place": f"{item.path}:{item.line}"}
             for gap in material.report.gaps for item in gap.evidence if item.state == "suspect"]
    return {"items": items} if items else None
