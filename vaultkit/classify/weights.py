"""The table of points (written by benchmarks/fit_classify.py, readable and editable by hand).

A note's points for a kind are the kind's bias and, for each piece of evidence, its strength times the points here. The
kind with most points is the note's; softmax and CALIBRATION make the lead a confidence.
"""

from __future__ import annotations

BIAS: dict[str, float] = {
    "concept": 0.0, "scheme": -1.3, "algorithm": -0.8, "pseudocode": -2.2, "code": -1.3, "note": 0.3,
}

# Evidence that names a kind itself: points for that kind.
FOR_ITS_KIND: dict[str, float] = {
    "title_word": 3.0,
    "folder_word": 1.5,
    "neighbours": 1.5,
    "asked_as": 3.1,
    "form_block": 0.6,
    "form_share": 3.0,
    "heading_word": 0.3,
    "heading_chain": 2.6,
    "heading_steps": 0.9,
}

# Any other evidence: points for each kind that it speaks for or against.
POINTS: dict[str, dict[str, float]] = {
    "title_how_to": {"concept": -0.5, "algorithm": 2.7, "code": -0.1, "note": -0.1},
    "title_action": {"concept": -0.5, "algorithm": 1.5, "code": 0.1, "note": -0.1},
    "title_structure": {"concept": -0.1, "scheme": 2.3, "algorithm": -0.1, "code": -0.2, "note": -0.2},
    "title_plain": {"concept": -0.9, "algorithm": -0.1, "note": 2.6},
    "no_text": {"concept": -1.1, "scheme": 0.3, "algorithm": -0.1, "code": -0.2, "note": 1.6},
    "text_pointer": {"concept": 0.1, "algorithm": 0.1, "note": 1.9},
    "text_defines": {"concept": 1.5, "scheme": 0.3, "algorithm": -0.2, "code": 0.2, "note": -0.8},
    "text_serves": {"concept": 0.7, "scheme": -0.2, "algorithm": 0.2, "code": 0.1},
    "text_moves": {"concept": -0.1, "algorithm": 1.2},
    "text_steps": {"concept": -0.4, "scheme": -0.1, "algorithm": 1.3, "code": -0.1},
    "text_parts": {"concept": -0.1, "scheme": 1.3, "algorithm": -0.1, "note": -0.1},
    "code_fence": {"concept": -0.3, "scheme": -0.1, "code": 0.8, "note": -0.2},
    "code_share": {"concept": -1.1, "code": 5.2, "note": -0.1},
    "other_share": {"scheme": 0.2, "algorithm": 0.1, "code": 1.9, "note": -0.3},
    "numbered": {"concept": 0.5, "scheme": -0.2, "algorithm": 0.6, "code": 0.1, "note": -0.4},
    "numbered_many": {"concept": 0.3, "algorithm": 0.6, "note": -0.1},
    "numbered_share": {"concept": -0.7, "algorithm": 3.0},
    "no_headings": {"scheme": 0.1, "algorithm": -0.1, "code": 0.2, "note": -0.1},
    "heading_actions": {"concept": 0.2, "scheme": -0.1, "algorithm": 1.5, "code": -0.1},
    "heading_questions": {"concept": 0.1, "note": 0.9},
    "heading_many": {"concept": 0.3, "algorithm": 0.2, "note": -0.1},
    "downward": {"concept": 1.5, "note": -1.0},
    "upward": {"concept": -1.0, "scheme": 0.4, "algorithm": 0.4, "code": 0.5, "note": -0.8},
    "link_list": {"concept": -0.3, "scheme": 0.4, "algorithm": -0.1, "code": -0.1, "note": 1.7},
    "bullet_share": {"concept": -0.3, "scheme": 0.6, "algorithm": -0.1, "code": -0.1, "note": 0.6},
    "table_share": {"concept": 0.1},
    "fence_share": {"scheme": 0.2, "algorithm": 0.1, "code": 1.1, "note": -0.4},
    "comment_share": {"note": 1.6},
    "prose_lines": {"concept": 0.5, "algorithm": 0.2, "note": -0.6},
    "pointing": {"concept": -0.1, "scheme": -0.1, "algorithm": -0.1, "code": 0.1, "note": 1.3},
    "bold_items": {"concept": 0.2, "scheme": 0.2, "code": -0.1, "note": -0.1},
    "folder_plain": {"algorithm": -0.1, "code": 0.5, "note": 1.6},
    "parts": {"concept": -0.2, "scheme": -0.1, "algorithm": -0.1, "note": 1.2},
    "inbound": {"concept": 0.8, "algorithm": -0.1, "code": -0.1, "note": 0.3},
    "short": {"concept": 0.2, "note": 0.9},
    "chat": {"note": 6.0},
    "form": {"concept": -0.1, "note": 1.7},
}

# (raw confidence, share that was right), rising.
CALIBRATION: tuple[tuple[float, float], ...] = (
    (0.433, 0.69),
    (0.626, 0.8),
    (0.891, 0.885),
    (0.989, 0.885),
)
