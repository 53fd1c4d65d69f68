"""Questions that the graph answers exactly: which form a question has, which note it names, what the edges say."""

from vaultkit.answer.routes.forms import Form, GraphFacts, form_of
from vaultkit.answer.routes.say import graph_answer

__all__ = ["Form", "GraphFacts", "form_of", "graph_answer"]
