"""Question sets to metrics."""

from vaultkit.evaluate.questions import GoldBlock, GoldQuestion, read_questions
from vaultkit.evaluate.replies import Reply, reply_of
from vaultkit.evaluate.report import EvalReport, Figures, QuestionOutcome, evaluate, misses
from vaultkit.evaluate.shown import ShownFigures, shown_blocks

__all__ = [
    "EvalReport",
    "Figures",
    "GoldBlock",
    "GoldQuestion",
    "QuestionOutcome",
    "Reply",
    "ShownFigures",
    "evaluate",
    "misses",
    "read_questions",
    "reply_of",
    "shown_blocks",
]
