"""Suggestions: symbols, notes and packages that may already be what a concept lacks, and which names are no links
yet."""

from vaultkit.suggest.core import Suggester
from vaultkit.suggest.corpus import Corpus
from vaultkit.suggest.mentions import unlinked_mentions
from vaultkit.suggest.types import Candidate, OpenConcept, Suggestion, Suggestions, UnlinkedMention

__all__ = [
           "Candidate",
           "Corpus",
           "OpenConcept",
           "Suggester",
           "Suggestion",
           "Suggestions",
           "UnlinkedMention",
           "unlinked_mentions",
]
