"""What the first sentence of a note says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultkit.graph.classify.evidence import Evidence, Surroundings
from vaultkit.model import NoteFacts

_DEFINES = re.compile(
    r"^.{1,80}?\s(?:—|–|-)\s+это\b|^.{1,60}?\s(?:—|–)\s+(?:\w+\s+){0,3}\w+(?:ый|ий|ой|ая|яя|ое|ее|ция|ние|тор|ка|ость|од|ип)\b"
    r"|^[^.]{1,80}?\b(?:is|are)\s+(?:an?|the|one of|used|when|how|called|small|customi[sz]able)\b"
    r"|\b(?:называют|называется|называем|представляет собой|является|означает|refers? to|means|known as)\b", re.IGNORECASE)
_SERVES = re.compile(
    r"\b(?:lets? you|allows?|enables?|provides?|helps? (?:you )?|offers?|supports?|is designed to|can be used|you can"
    r"|позволя\w+|даёт|дает|помога\w+|предлага\w+|обеспечива\w+|используется|служит|нужен|нужна|вы можете|хранит|показывает)\b",
    re.IGNORECASE)
_STEPS = re.compile(
    r"\b(?:узнайте,? как|вы можете настроить|you can (?:set up|configure)|this (?:guide|tutorial|page|document|note)|in this (?:guide|tutorial|step)|steps?|learn how|how to|follow"
    r"|instructions?|первым делом|в этом руководстве|на этом шаге|эта страница описывает|на этой странице описано"
    r"|как настроить|как установить|описаны шаги|шаги|сначала|по шагам|порядок действий|затем|алгоритм)\b", re.IGNORECASE)
_MOVES = re.compile(r"\b(?:migrate|import your|import data|export your|перенести (?:ваши|заметки|данные)|импортировать)\b",
                    re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:consists? of|made (?:up )?of|comprises?|contains?|composed of|divided into|parts?|components?|layers?|overview"
    r"|структур\w+|состоит из|состоят из|включает|складывается из|делится на|части|частей|компонент\w*|сло[йяёе]\w*|узл\w+"
    r"|архитектур\w+|схем\w+)\b", re.IGNORECASE)
_POINTER = re.compile(r"https?://|^(?:note )?written by|^link:|^author|^repository|^plugin id|^by \w|^link\b|^автор:|^ссылка:|backlinks of",
                      re.IGNORECASE)


def text_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """A definition, a purpose, an announcement of steps or parts in the note's first sentence."""
    summary = note.summary
    if not summary or note.is_chat:
        if not note.is_chat:
            yield Evidence("no_text", 1.0, "no sentence of its own")
        return
    if summary in around.repeated_summaries:
        yield Evidence("no_text", 1.0, "its first sentence stands in several notes")
        return
    if _POINTER.search(summary):
        yield Evidence("text_pointer", 1.0, "it begins with an address or an author")
        return
    defines = bool(_DEFINES.search(summary)) and not summary.lower().startswith(("this ", "here ", "эта ", "это "))
    if defines:
        yield Evidence("text_defines", 1.0, f"its first sentence defines: «{_short(summary)}»")
    if _SERVES.search(summary):
        yield Evidence("text_serves", 1.0, f"its first sentence says what it is for: «{_short(summary)}»")
    if _MOVES.search(summary):
        yield Evidence("text_moves", 1.0, "its first sentence announces a transfer")
    if _STEPS.search(summary):
        yield Evidence("text_steps", 1.0, f"its first sentence announces steps: «{_short(summary)}»")
    if _PARTS.search(summary):
        yield Evidence("text_parts", 1.0, f"its first sentence speaks of parts: «{_short(summary)}»")


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + " …"
