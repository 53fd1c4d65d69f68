"""Question sets to metrics."""

from vaultkit.evaluate.questions import Question, read_questions
from vaultkit.evaluate.replies import Reply, reply_of
from vaultkit.evaluate.report import EvalReport, Figures, Outcome, evaluate, misses

__all__ = ["EvalReport", "Figures", "Outcome", "Question", "Reply", "evaluate", "misses", "read_questions", "reply_of"]
