"""What the first sentence of a note says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultkit.graph.classify.evidence import Evidence, Surroundings
from vaultkit.model import NoteFacts

_DEFINES = re.compile(
    r"^.{1,80}?\s(?:—|–|-)\s+это\b|^.{1,60}?\s(?:—|–)\s+(?:\w+\s+){0,3}\w+(?:ый|ий|ой|ая|яя|ое|ее|ция|ние|"
    r"тор|ка|ость|од|ип)\b|^[^.]{1,80}?\b(?:is|are)\s+(?:an?|the|one of|used|when|how|called|small|"
    r"customi[sz]able)\b|\b(?:называют|называется|называем|представляет собой|является|означает|refers? to|"
    r"means|known as)\b", re.IGNORECASE)
_SERVES = re.compile(
    r"\b(?:lets? you|allows?|enables?|provides?|helps? (?:you )?|offers?|supports?|is designed to|"
    r"can be used|you can|позволя\w+|даёт|дает|помога\w+|предлага\w+|обеспечива\w+|используется|служит|"
    r"нужен|нужна|вы можете|хранит|показывает)\b", re.IGNORECASE)
_STEPS = re.compile(
    r"\b(?:узнайте,? как|вы можете настроить|you can (?:set up|configure)|this (?:guide|tutorial|page|"
    r"document|note)|in this (?:guide|tutorial|step)|steps?|learn how|how to|follow|instructions?|"
    r"первым делом|в этом руководстве|на этом шаге|эта страница описывает|на этой странице описано|"
    r"как настроить|как установить|описаны шаги|шаги|сначала|по шагам|порядок действий|затем|алгоритм)\b",
    re.IGNORECASE)
_MOVES = re.compile(
    r"\b(?:migrate|import your|import data|export your|перенести (?:ваши|заметки|данные)|импортировать)\b",
    re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:consists? of|made (?:up )?of|comprises?|contains?|composed of|divided into|parts?|components?|"
    r"layers?|overview|структур\w+|состоит из|состоят из|включает|складывается из|делится на|части|частей|"
    r"компонент\w*|сло[йяёе]\w*|узл\w+|архитектур\w+|схем\w+)\b", re.IGNORECASE)
_POINTER = re.compile(
    r"https?://|^(?:note )?written by|^link:|^author|^repository|^plugin id|^by \w|^link\b|^автор:|"
    r"^ссылка:|backlinks of", re.IGNORECASE)


def text_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """A definition, a purpose, an announcement of steps or parts in the note's first sentence."""
    summary = note.summary
    if not summary or note.is_chat:
        if not note.is_chat:
            yield Evidence("no_text", 1.0)
        return
    if summary in around.repeated_summaries:
        yield Evidence("no_text", 1.0)
        return
    if _POINTER.search(summary):
        yield Evidence("text_pointer", 1.0)
        return
    defines = bool(_DEFINES.search(summary)) and not summary.lower().startswith(("this ", "here ", "эта ", "это "))
    if defines:
        yield Evidence("text_defines", 1.0, (_short(summary),))
    if _SERVES.search(summary):
        yield Evidence("text_serves", 1.0, (_short(summary),))
    if _MOVES.search(summary):
        yield Evidence("text_moves", 1.0)
    if _STEPS.search(summary):
        yield Evidence("text_steps", 1.0, (_short(summary),))
    if _PARTS.search(summary):
        yield Evidence("text_parts", 1.0, (_short(summary),))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + " …"
