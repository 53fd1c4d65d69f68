"""A conversation: what a question leans on in the ones before it."""

from __future__ import annotations

import re
from collections import deque

from vaultkit.answer.text import WORD, content, is_stop

# Words that point back, and openings that go on.
_BACK = re.compile(
    r"\b(?:он|она|оно|они|его|её|ее|их|ему|ей|им|ими|нём|нем|ней|него|нее|неё|них|нему|этот|эта|это|эти|этого|этой"
    r"|этих|этим|этому|там|тогда|такой|такая"
    r"|такое|такие|it|its|they|them|their|this|that|these|those|he|she|his|her|him|there|one|ones|former|latter)\b",
    re.IGNORECASE)
_ON = re.compile(r"^\W*(?:а|и|но|ну|тогда|ещё|еще|and|but|so|then|what about|how about|also|or)\b", re.IGNORECASE)
REMEMBERED = 3


class Conversation:
    """The last questions. Notes are looked for with the words of the one before where the new one points back at it."""

    def __init__(self) -> None:
        self._asked: deque[str] = deque(maxlen=REMEMBERED)

    def carry(self, question: str) -> str:
        """The words of earlier questions that ``question`` leans on, or an empty string; it is remembered."""
        carried = ""
        if self._asked and leans(question):
            own = set(content(question))
            words = [word for word in WORD.findall(self._asked[-1])
                     if not is_stop(word) and not own & set(content(word))]
            carried = " ".join(dict.fromkeys(words))
        self._asked.append(f"{question} {carried}".strip())
        return carried


def leans(question: str) -> bool:
    """Whether a question can not be understood without the one before."""
    own = content(question)
    return len(own) <= 1 or bool(_ON.search(question)) or bool(_BACK.search(question) and len(own) <= 4)
