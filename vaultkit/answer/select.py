"""Which sentences make the answer: the best one, and few that add something (MMR, Carbonell and Goldstein, 1998)."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.answer.idf import Idf
from vaultkit.answer.question import Question
from vaultkit.answer.score import Scored
from vaultkit.answer.text import content, stems

MOST = 4
# A sentence that stands beside the best one says as much for itself, or brings this part of the question's idf mass.
NEARLY, NEW_MASS, NEW_FLOOR = 0.88, 0.12, 0.6
# Another note has to bring more, so that a citation beside the point is rare.
OTHER_MASS, OTHER_FLOOR = 0.22, 0.7
# Of these one sentence is rarely all.
BROAD = ("reason", "steps", "definition", "any", "list")
ALIKE = 0.6


def select(question: Question, scored: Sequence[Scored], idf: Idf, most: int = MOST) -> list[Scored]:
    """1 to ``most`` of ``scored`` (sorted, best first), in the order to be read: the best one first, then notes by
    their best sentence, within a note as it has them; items of one list as they stand. Nothing for nothing."""
    if not scored:
        return []
    best = scored[0]
    if question.want in ("list", "steps") and best.sentence.form in ("item", "row"):
        return sorted(_siblings(best, scored, most), key=lambda item: item.sentence.order)
    chosen = _greedy(question, scored, idf, most)
    order = {note: place for place, note in reversed(list(enumerate(item.note for item in chosen)))}
    return sorted(chosen, key=lambda item: (not _leads(item, best), order[item.note], item.sentence.line,
                                            item.sentence.order))


def _leads(item: Scored, best: Scored) -> bool:
    """Whether it stands first: the best one, and what stands right before it in its paragraph."""
    return item is best or (item.sentence.text in best.beside and item.note == best.note)


def _siblings(best: Scored, scored: Sequence[Scored], most: int) -> list[Scored]:
    """The best item with those of its own list that come next in score."""
    same = [item for item in scored if item.sentence.chunk.key == best.sentence.chunk.key and item.note == best.note
            and item.sentence.form == best.sentence.form and item.sentence.lead == best.sentence.lead
            and abs(item.sentence.block - best.sentence.block) <= 1 and not item.sentence.asks]
    near = sorted(same, key=lambda item: (item is not best, item.sentence.order < best.sentence.order,
                                          abs(item.sentence.order - best.sentence.order)))
    return near[:most] or [best]


def _greedy(question: Question, scored: Sequence[Scored], idf: Idf, most: int) -> list[Scored]:
    best = scored[0]
    chosen = [best]
    before = _before(question, best, scored)
    if before is not None:
        chosen.append(before)
    covered = set(stems(_all_text(best)))
    for item in scored[1:40]:
        if len(chosen) == most:
            break
        own = set(stems(item.sentence.text))
        new = idf.share(question.terms, own - covered)
        beside = any(item.note == other.note for other in chosen)
        least, floor = (NEW_MASS, NEW_FLOOR) if beside else (OTHER_MASS, OTHER_FLOOR)
        adds = new >= least and item.merit >= floor * best.merit
        equal = beside and question.want in BROAD and item.merit >= NEARLY * best.merit
        if (adds or equal) and not item.sentence.asks and not _alike(item, chosen):
            chosen.append(item)
            covered |= own
    return chosen


def _before(question: Question, best: Scored, scored: Sequence[Scored]) -> Scored | None:
    """The sentence before a number that says what it counts, where the number's own sentence does not."""
    own, focus = set(stems(best.sentence.text)), set(question.focus)
    if question.want != "number" or not focus or focus & own:
        return None
    return next((item for item in scored if item.note == best.note and item.sentence.text in best.beside
                 and item.sentence.order == best.sentence.order - 1 and focus & set(stems(item.sentence.text))), None)


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
