"""What the headings of a note say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultkit.graph.classify.evidence import Evidence, Surroundings, own_headings
from vaultkit.graph.classify.title import _ACTION, _HOW_TO
from vaultkit.model import NoteFacts

_NOT_TO_DO = re.compile(r"^(?:troubleshooting|limitations|using \w+$|building blocks)", re.IGNORECASE)


def _is_action(text: str) -> bool:
    return bool(_ACTION.search(text) or _HOW_TO.search(text)) and not _NOT_TO_DO.search(text)


def heading_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """Stage words among the headings; headings that are actions or questions; their number."""
    headings = own_headings(note, around)
    stages = list(dict.fromkeys(stage for text in headings if (stage := around.ontology.stage_of_heading(text))))
    if len(stages) == 1:
        yield Evidence("heading_word", 1.0, (stages[0],), stages[0])
    elif stages:
        top = around.ontology.chain[0]
        yield Evidence("heading_chain", 1.0, (", ".join(stages),), top)
    steps = next((kind for text in headings if (kind := around.ontology.steps_kind(text))), None)
    if steps and len(stages) < 2:
        yield Evidence("heading_steps", 1.0, (), steps)
    if not headings:
        yield Evidence("no_headings", 1.0)
        return
    actions = sum(1 for text in headings if _is_action(text))
    yield Evidence("heading_actions", actions / len(headings), (actions, len(headings)))
    asked = sum(1 for text in headings if text.rstrip().endswith("?"))
    yield Evidence("heading_questions", asked / len(headings), (asked, len(headings)))
    yield Evidence("heading_many", min(1.0, len(headings) / 12), (len(headings),))
