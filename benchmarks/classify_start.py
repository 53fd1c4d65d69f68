"""Points of classify as a person wrote them down, before any were fitted: what fit_classify.py starts from and keeps to
wherever the notes do not speak against it. The form is that of vaultkit/classify/weights.py."""

from __future__ import annotations

BIAS: dict[str, float] = {
    "concept": 0.0, "scheme": -1.5, "algorithm": -0.6, "pseudocode": -2.0, "code": -1.2, "note": 0.0,
}

# Evidence that names a kind itself: points for that kind.
FOR_ITS_KIND: dict[str, float] = {
    "title_word": 3.0, "folder_word": 1.0, "neighbours": 1.5, "asked_as": 3.0, "form_block": 0.7, "form_share": 3.0,
    "heading_word": 0.4, "heading_chain": 2.5, "heading_steps": 0.8,
}

# Any other evidence: points for each kind that it speaks for or against.
POINTS: dict[str, dict[str, float]] = {
    "title_how_to": {"algorithm": 2.5, "concept": -0.5, "note": 0.0},
    "title_action": {"algorithm": 1.5, "concept": -0.5},
    "title_structure": {"scheme": 1.8},
    "title_plain": {"note": 2.5, "concept": -1.0},
    "no_text": {"note": 1.5, "concept": -1.0},
    "text_pointer": {"note": 2.0},
    "text_defines": {"concept": 1.6, "note": -0.6},
    "text_serves": {"concept": 0.8},
    "text_moves": {"algorithm": 1.0},
    "text_steps": {"algorithm": 1.0, "concept": -0.3},
    "text_parts": {"scheme": 1.0},
    "code_fence": {"code": 0.3},
    "code_share": {"code": 5.0, "concept": -1.0},
    "other_share": {"code": 2.0},
    "numbered": {"algorithm": 0.6},
    "numbered_many": {"algorithm": 0.7},
    "numbered_share": {"algorithm": 3.0, "concept": -0.8},
    "no_headings": {},
    "heading_actions": {"algorithm": 1.6},
    "heading_questions": {"note": 1.0},
    "heading_many": {"concept": 0.4},
    "downward": {"concept": 1.5, "note": -1.0},
    "upward": {"concept": -1.0, "algorithm": 0.4, "code": 0.5, "scheme": 0.4, "pseudocode": 0.4, "note": -0.8},
    "link_list": {"note": 1.5},
    "bullet_share": {"note": 0.4, "scheme": 0.3},
    "table_share": {},
    "fence_share": {"code": 1.0},
    "comment_share": {"note": 1.5},
    "prose_lines": {"concept": 0.4, "note": -0.5},
    "pointing": {"note": 1.0},
    "bold_items": {"concept": 0.2},
    "folder_plain": {"note": 2.0},
    "parts": {"note": 0.8},
    "inbound": {"concept": 0.8},
    "short": {"note": 1.0},
    "chat": {"note": 6.0},
    "form": {"note": 1.5},
}
