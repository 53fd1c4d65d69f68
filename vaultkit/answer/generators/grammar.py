"""GBNF (llama.cpp, grammars/README.md): the form of an answer that a model can not leave."""

from __future__ import annotations

from collections.abc import Sequence

# Bounded, since a small model may repeat a digit for ever.
LONGEST = 280
# Neither brackets nor angles: no link, no footnote, no mark of a chat.
_LETTERS = "first ::= [^\\n\\[\\]<> .!?]\nrest ::= [^\\n\\[\\]<>]\n"


def sentence_grammar() -> str:
    """One sentence on one line: no brackets, so neither link nor footnote."""
    return f"root ::= first rest{{2,{LONGEST}}} [.!?]\n{_LETTERS}"


def cited_grammar(cites: Sequence[int]) -> str:
    """One to four lines, each a sentence and behind it footnotes of ``cites`` only."""
    allowed = " | ".join(f'"[^{n}]"' for n in cites)
    return (f"root ::= line{{1,4}}\nline ::= first rest{{2,{LONGEST}}} [.!?] \" \" cite{{1,3}} \"\\n\"\n"
            f"{_LETTERS}cite ::= {allowed}\n")
