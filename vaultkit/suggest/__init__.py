"""Which symbols, notes and packages may already be what a concept lacks, and which names are no links yet."""

from vaultkit.suggest.core import Suggester
from vaultkit.suggest.corpus import Corpus
from vaultkit.suggest.mentions import unlinked_mentions
from vaultkit.suggest.types import Candidate, Suggestion, Suggestions, UnlinkedMention, Wanted

__all__ = ["Candidate", "Corpus", "Suggester", "Suggestion", "Suggestions", "UnlinkedMention", "Wanted",
           "unlinked_mentions"]
