"""Each concept's chain with the missing stage marked, what to do, and the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.model.ids import path_of
from vaultkit.render.report.page import ReportInput

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import ChainStage, Gap

NAME = "chains"
TITLE = "report.chains"
_CONCEPTS = 3000
TEMPLATE = """
{% for item in items %}
<article id="c-{{ item.number }}" class="concept"><h3>{% if item.href %}<a href="{{ item.href }}">{{ item.title }}</a>{% else %}{{ item.title }}{% endif %}
<span class="state {{ item.tone }}">{{ item.sign }} {{ item.state }}</span></h3>
<p class="quiet">{{ item.place }}{% if item.summary %} — {{ item.summary }}{% endif %}</p>
<ol class="chain">{% for step in item.chain %}<li class="{{ step.tone }}">{{ step.sign }} {{ step.name }}{% if step.strength %} <span class="quiet">({{ step.strength }})</span>{% endif %}</li>{% endfor %}</ol>
{% for line in item.lines %}<p class="do">→ {{ line|code }}</p>{% endfor %}
{% if item.evidence %}<details><summary>{{ w("report.evidence") }} ({{ item.evidence|length }})</summary><ul>
{% for proof in item.evidence %}<li>{% if proof.href %}<a href="{{ proof.href }}">{{ proof.id }}</a>{% else %}{{ proof.id }}{% endif %}
<span class="quiet">— {{ proof.words }}, {{ proof.place }}</span></li>{% endfor %}</ul></details>{% endif %}
</article>
{% endfor %}
"""


def values(material: ReportInput) -> dict[str, Any] | None:
    """One article a concept; None without concepts."""
    items = [_item(number, gap, material) for number, gap in enumerate(material.report.gaps[:_CONCEPTS])]
    return {"items": items} if items else None


def _item(number: int, gap: Gap, material: ReportInput) -> dict[str, Any]:
    words = material.words
    good = gap.state in ("covered", "waived")
    return {
        "number": number, "title": gap.title, "href": material.href(gap.path), "state": words.name("state", gap.state),
        "tone": "good" if good else "warn", "sign": "✓" if good else "⚠", "place": f"{gap.path}:{gap.line}",
        "summary": material.summary(gap.concept), "chain": [_step(stage, gap, material) for stage in gap.chain],
        "lines": material.mender.lines(gap),
        "evidence": [{"id": item.id, "href": material.href(path_of(item.id)),
                      "place": f"{item.path}:{item.line}",
                      "words": ", ".join((item.relation or item.via, words.name("strength", item.strength),
                                          words.name("state", item.state)))}
                     for item in gap.evidence]}


def _step(stage: ChainStage, gap: Gap, material: ReportInput) -> dict[str, Any]:
    words = material.words
    strengths = {node.strength for node in stage.nodes}
    strongest = next((name for name in ("declared", "structural", "inferred") if name in strengths), None)
    missing = not stage.present and stage.stage == gap.missing_stage
    sign, tone = ("✓", "there") if stage.present else ("✗", "gone") if missing else ("·", "later")
    return {"name": words.name("stage", stage.stage), "sign": sign, "tone": tone,
            "strength": words.name("strength", strongest) if stage.present and strongest else None}
