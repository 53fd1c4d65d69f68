"""Protocol that an answer expects of a generator, and what a model behind one must be able to do.

Entry point group: ``vaultkit.generators``; each entry is a callable ``make(settings) -> Generator``.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence
from vaultkit.errors import UsageError
from vaultkit.http.address import Address
from vaultkit.plugins import plugin, plugin_names

# Called with each piece of text as a model writes it.
Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings from which a generator is made. ``model`` and ``lora`` are paths (for a server: the model's name),
    ``url`` a server's address; ``compose``: the model may write freely over several notes. A server's whole reply takes
    at most ``reply_seconds`` and ``reply_bytes``; ``permit`` gives the address once it may be sent to, and raises
    before."""

    model: str | None = None
    lora: str | None = None
    url: str | None = None
    compose: bool = False
    reply_seconds: float = 90.0
    reply_bytes: int = 32_000_000
    permit: Callable[[], Address] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence, and the places in the evidence that it is made from."""

    text: str
    evidence: tuple[int, ...]


class Generator(Protocol):
    """Evidence → sentences, as they come. ``kind`` is its name, ``model`` what it runs or None."""

    kind: str
    model: str | None

    def drafts(self, question: Question, evidence: Sequence[Sentence], watch: Watch | None = None) -> Iterator[Draft]:
        """Sentences that answer ``question``, each made from ``evidence`` only. Raises EnvironmentFailure when the
        model can't be loaded or reached."""
        ...


class Backend(Protocol):
    """A language model: ``context`` is how many tokens it takes, prompt and answer together."""

    kind: str
    model: str
    context: int

    def count(self, text: str) -> int:
        """Count the tokens that ``text`` is to this model's own tokenizer."""
        ...

    def stream(self, messages: Sequence[dict[str, str]], limit: int, cites: Sequence[int] | None) -> Iterator[str]:
        """The answer to a chat, greedily and piece by piece, at most ``limit`` tokens. ``cites`` None: one sentence
        without any citation; empty: whatever form the model gives it; else lines that each end in citations of these
        numbers, where the backend can hold a model to that."""
        ...


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


GROUP = "vaultkit.generators"
OWN = {"extractive": "extractive", "llama-cpp": "llama_cpp", "transformers": "transformers", "openai": "openai"}


def load_generator(kind: str, settings: Settings) -> Generator:
    """The generator called ``kind``. Raises UsageError for an unknown name or a missing setting, EnvironmentFailure
    when its model is not there."""
    if kind in OWN:
        module = import_module(f"vaultkit.answer.generators.{OWN[kind]}")
        made: Generator = module.make(settings)
        return made
    make: Callable[[Settings], Generator] | None = plugin(GROUP, kind, "generator")
    if make is None:
        known = list(dict.fromkeys([*OWN, *plugin_names(GROUP)]))
        near = difflib.get_close_matches(kind, known, n=1)
        raise UsageError(f"no generator {kind!r}", f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}")
    return make(settings)


def default_kind(settings: Settings) -> str:
    """The generator that a model or address alone means: a GGUF file llama-cpp, a folder transformers, an address
    openai, nothing extractive."""
    if settings.model and not settings.url:
        return "llama-cpp" if settings.model.lower().endswith(".gguf") else "transformers"
    return "openai" if settings.url else "extractive"
