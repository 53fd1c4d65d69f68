"""Question sets to metrics."""

from vaultkit.evaluate.questions import GoldQuestion, read_questions
from vaultkit.evaluate.replies import Reply, reply_of
from vaultkit.evaluate.report import EvalReport, Figures, QuestionOutcome, evaluate, misses

__all__ = [
    "EvalReport",
    "Figures",
    "GoldQuestion",
    "QuestionOutcome",
    "Reply",
    "evaluate",
    "misses",
    "read_questions",
    "reply_of",
]
