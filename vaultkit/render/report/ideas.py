"""Ideas without a note, with the status that the text gives them and who said it."""

from __future__ import annotations

from typing import Any

from vaultkit.render.report.page import ReportInput

NAME = "ideas"
TITLE = "report.ideas"
_MOST = 40
TEMPLATE = """
<div class="scroll" tabindex="0" role="region" aria-label="{{ w('report.ideas') }}"><table class="data"><thead><tr><th scope="col">{{ w("report.idea") }}</th>
<th scope="col" data-kind="number">{{ w("report.places") }}</th><th scope="col">{{ w("report.status") }}</th><th scope="col">{{ w("report.why") }}</th></tr></thead>
<tbody>{% for idea in ideas %}<tr><th scope="row">{{ idea.name }}</th><td>{{ idea.count }}<br><span class="quiet">{{ idea.place }}</span></td>
<td>{{ idea.status }}</td><td>{{ idea.why }}</td></tr>{% endfor %}</tbody></table></div>
{% if more %}<p class="quiet">{{ w("report.ideas_more", n=more) }}</p>{% endif %}
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """The best ideas; None when none was found."""
    found, words = material.ideas(), material.words
    ideas = [{"name": idea.name, "count": words.number(idea.count), "why": "; ".join(idea.why),
              "place": f"{idea.sources[0].note}:{idea.sources[0].line}" if idea.sources else "",
              "status": (f"{words.name('role', idea.role)}: " if idea.role else "") + idea.status if idea.status
              else "—"} for idea in found.ideas[:_MOST]]
    more = words.number(len(found.ideas) - _MOST) if len(found.ideas) > _MOST else None
    return {"ideas": ideas, "more": more} if ideas else None
