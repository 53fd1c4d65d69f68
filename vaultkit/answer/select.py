"""Which sentences make the answer: the best one, and few that add something (MMR, Carbonell and Goldstein, 1998)."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.answer.idf import Idf
from vaultkit.answer.question import Question
from vaultkit.answer.score import Scored
from vaultkit.answer.text import content, stems

MOST = 4
# Below this part of the best one's score a sentence says too little to stand beside it.
FLOOR_SAME_NOTE, FLOOR_OTHER_NOTE = 0.72, 0.86
NEW_MASS = 0.15
ALIKE = 0.6


def select(question: Question, scored: Sequence[Scored], idf: Idf, most: int = MOST) -> list[Scored]:
    """1 to ``most`` of ``scored`` (sorted, best first), in the order to be read: notes by their best sentence, within
    a note as it has them. Nothing for nothing."""
    if not scored:
        return []
    best = scored[0]
    if question.want in ("list", "steps") and best.sentence.form in ("item", "row"):
        chosen = _siblings(best, scored, most)
    else:
        chosen = _greedy(question, scored, idf, most)
    order = {note: place for place, note in reversed(list(enumerate(item.note for item in chosen)))}
    return sorted(chosen, key=lambda item: (order[item.note], item.sentence.line, item.sentence.order))


def _siblings(best: Scored, scored: Sequence[Scored], most: int) -> list[Scored]:
    """The best item with those of its own list that come next in score."""
    same = [item for item in scored if item.sentence.chunk.key == best.sentence.chunk.key and item.note == best.note
            and item.sentence.form == best.sentence.form and item.sentence.lead == best.sentence.lead
            and abs(item.sentence.block - best.sentence.block) <= 1 and not item.sentence.asks]
    near = sorted(same, key=lambda item: (item is not best, item.sentence.order < best.sentence.order,
                                          abs(item.sentence.order - best.sentence.order)))
    return near[:most] or [best]


def _greedy(question: Question, scored: Sequence[Scored], idf: Idf, most: int) -> list[Scored]:
    chosen = [scored[0]]
    covered = set(stems(_all_text(scored[0])))
    for item in scored[1:40]:
        if len(chosen) == most:
            break
        new = idf.share(question.terms, set(stems(item.sentence.text)) - covered)
        same = any(item.note == other.note for other in chosen)
        floor = FLOOR_SAME_NOTE if same else FLOOR_OTHER_NOTE
        if new >= NEW_MASS:
            floor -= 0.12
        elif not same:
            continue
        if item.score < floor * scored[0].score or item.sentence.asks or _alike(item, chosen):
            continue
        chosen.append(item)
        covered |= set(stems(item.sentence.text))
    return chosen


def _all_text(item: Scored) -> str:
    chunk = item.sentence.chunk
    return " \n".join((chunk.title, *chunk.headings, item.sentence.text))


def _alike(item: Scored, chosen: Sequence[Scored]) -> bool:
    words = set(content(item.sentence.text))
    for other in chosen:
        held = set(content(other.sentence.text))
        if len(words & held) >= ALIKE * min(len(words), len(held)):
            return True
    return False
