"""Words of a question widened by the words of the vault that mean the same: "soft" BM25.

Each word brings the nearest words of the vault's own vocabulary, so BM25 also finds a note in other words or in another
language. A near word counts by half of its cosine: it is a guess, and the word itself a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from vaultkit.search.lexical import Lexical, NearToken, QueryTerm, idf

MOST = 12
DAMPED = 0.5
# A near word in more than this share of the passages is near everything, and finds nothing.
COMMON_NEAR = 0.1
_LONGEST = 32

NearWords = Callable[[Sequence[str], int], list[list[tuple[str, float]]]]


def widened(terms: Sequence[QueryTerm], lexical: Lexical, near_words: NearWords) -> list[QueryTerm]:
    """``terms`` with the words near each; ``near_words`` gives (word, cosine) of the words near each of some words."""
    asked = [word for word in dict.fromkeys(term.word for term in terms) if word.isalpha()][:_LONGEST]
    # Some may stand in no passage any more.
    found = dict(zip(asked, near_words(asked, 2 * MOST), strict=True)) if asked else {}
    tokens = {word: (lexical.stemmer.tokens(word) or [""])[0] for near in found.values() for word, _ in near}
    chunks, total = lexical.frequencies(list(dict.fromkeys(tokens.values())))
    most = max(COMMON_NEAR * total, 5)
    result: list[QueryTerm] = []
    for term in terms:
        # The parts of a word (its humps) are terms too: the first one stands for the word.
        near = found.pop(term.word, [])
        own = set(term.spelled)
        some = [NearToken(word, token, DAMPED * cosine, idf(chunks[token], total)) for word, cosine in near
                if (token := tokens[word]) not in own and 0 < chunks.get(token, 0) <= most][:MOST]
        result.append(replace(term, near=tuple(some)))
    return result
