"""Choice of the labels that are those of a chat: conservative, so that FAQ, minutes, glossaries and settings stay
notes.

A chat is what two roles say by turns, at least twice, in one form; once where the note's properties say that it is a
chat. Never is a label what stands in code, a comment, or a folded part of a message.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby, pairwise
from typing import Literal

from vaultkit.markdown.source import NoteText
from vaultkit.markdown.turns_fences import Fences
from vaultkit.markdown.turns_labels import Label, Labels
from vaultkit.markdown.turns_names import role_of
from vaultkit.model import Property
from vaultkit.text.lazy_pattern import lazy_pattern

RULE = lazy_pattern(r"[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|<hr\b[^<>]*>)[ \t]*")
# The first word of each line that is no item, quote or row of a table.
_BEGIN = lazy_pattern(r"\n(?![->|+]|\* )[^A-Za-zЀ-ӿ\n]*+([A-Za-zЀ-ӿ]++)")
_FIRST_LINE = lazy_pattern(_BEGIN.pattern.removeprefix(r"\n"))
_PAIR = lazy_pattern(r"[ \t]*(?:[*_]{2})?(?P<name>[^\W\d_][^:*\r\n]{0,40}?)(?:[*_]{2}[:：]|[:：][*_]{2}|[:：])[ \t]+\S")
_SENTENCE = lazy_pattern(r"[.?!…](?:\s|$|[\"»”)])")
_ITEM = lazy_pattern(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
_ORDINAL = lazy_pattern(r"\W*[^\W\d_]+\W{0,3}\d+\W*")
_FOLDS = lazy_pattern(r"<(/?)(think|thinking|reasoning|thought|details|pre|script|style|tool[-_](?:use|call|result))"
                    r"\b[^<>\n]{0,300}>", re.IGNORECASE)
_SHORT = 4
Told = Literal["no", "maybe", "yes"]
_CHAT = lazy_pattern(r"\b(?:chats?|chat[-_ ]?log|conversations?|dialog(?:ue)?s?|transcripts?|copilot_conversation|"
                   r"ai_?chats?|чат|чаты|диалог|переписка|беседа)\b", re.IGNORECASE)
_PRODUCT = lazy_pattern(r"\b(?:chat-?gpt|claude|gemini|copilot|deepseek|grok|perplexity)\b", re.IGNORECASE)
_KEYS = frozenset("conversation_id conversationid conversation chat_id chatid chat session_id modelkey nexus "
                  "system_commands chat_url chat_link chatgpt message_count is_chat".split())
_SAY = frozenset("type kind category source provider tags tag platform origin class тип вид источник теги "
                 "категория".split())


def says_chat(properties: Iterable[Property]) -> Told:
    """Return how surely the properties of a note say that it is a chat: ``yes`` by the id of a conversation, a type or
    a tag; ``maybe`` by the name of a model or product alone, which may also be what the note is about."""
    told: Told = "no"
    for item in properties:
        name, value = item.name.casefold().replace("-", "_").replace(" ", "_"), item.value
        if name in _KEYS and value not in (None, False, ""):
            return "yes"
        values = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
        if name in _SAY and any(map(_CHAT.search, values)):
            return "yes"
        if (name in _SAY and any(map(_PRODUCT.search, values))) or (name == "model" and any(map(_is_model, values))):
            told = "maybe"
    return told


def _is_model(text: str) -> bool:
    who = role_of(re.sub(r"[^\w.]+", " ", text))
    return who is not None and who.strength == "sure" and who.role == "assistant"


def may_have_labels(source: NoteText, labels: Labels) -> bool:
    """A quick look: whether lines begin with names of speakers at all."""
    words = set(_BEGIN.findall(source.text, source.body))
    if first := _FIRST_LINE.match(source.text, source.body):
        words.add(first[1])
    return labels.may_be(set(map(str.lower, words)))


def lines_of(source: NoteText) -> list[str]:
    """The lines of the note without their ends."""
    return [source.text[start:end].rstrip("\r\n") for start, end in pairwise([*source.lines, len(source.text)])]


def chosen(source: NoteText, labels: Labels, told: Told) -> list[Label]:
    """The labels of the chat that a note is, in order of place; none where it is no chat."""
    found = _candidates(source, labels)
    if not {label.who.role for label in found} >= {"user", "assistant"}:
        return []
    lines = lines_of(source)
    found = _outside_code(source, lines, found)
    forms: dict[str, list[Label]] = {}
    for label in found:
        forms.setdefault(label.form, []).append(label)
    groups = [forms[form] for form in sorted(forms, key=lambda form: (form != "settings", forms[form][0].line))]
    if len(groups) > 1:
        groups.append(found)
    for group in groups:
        kept = _apart(_of_names(_of_levels(group), told))
        if _is_chat(kept, lines, "yes" if any(label.forced for label in kept) else told):
            return kept
    return []


def _candidates(source: NoteText, labels: Labels) -> list[Label]:
    levels = {source.line(start): level for start, _, level in source.spans.get("Heading", ())}
    found = []
    for number in _numbers(source, labels):
        line = source.text[source.lines[number - 1]:source.line_end(source.lines[number - 1])]
        setext = levels.get(number, 0) if line.lstrip(" ")[:1] not in "#>" else 0
        label = labels.read(line, number, setext)
        if label is not None and not (source.comments.end_of(at := source.lines[number - 1]) or source.data.end_of(at)):
            found.append(label)
    return found


def _numbers(source: NoteText, labels: Labels) -> list[int]:
    """The lines that begin as a label may."""
    body = source.line(source.body)
    if labels.anything:
        return list(range(body, source.line_count + 1))
    begins = [(match[1], match.end()) for match in _BEGIN.finditer(source.text, source.body)]
    if first := _FIRST_LINE.match(source.text, source.body):
        begins.insert(0, (first[1], first.end()))
    return [source.line(end - 1) for word, end in begins if word.lower() in labels.first_words]


def _outside_code(source: NoteText, lines: Sequence[str], found: list[Label]) -> list[Label]:
    """The labels that are in no code and no fold. One in code counts where it follows a rule as others outside do, or
    where the fence around it would else never end: the message before it has broken off in there."""
    if not found:
        return []
    fences, folds, kept = Fences(lines), _folds(source, lines), []
    seen: set[tuple[str, bool]] = set()
    known = {label.line for label in found}
    for label in found:
        code = fences.advance(label.line)
        if any(start < label.line <= end for start, end in folds[max(0, bisect_right(folds, (label.line,)) - 3):
                                                                  bisect_right(folds, (label.line,))]):
            continue
        ruled = _behind_rule(lines, label.line)
        if code:
            if not ((ruled and (label.shape, True) in seen) or (fences.stray and (label.shape, ruled) in seen)):
                continue
            fences.forget()
        elif _is_setting(label, lines, known):
            continue
        seen.add((label.shape, ruled))
        kept.append(label)
    return kept


def _folds(source: NoteText, lines: Sequence[str]) -> list[tuple[int, int]]:
    """First and last lines of the outermost folded parts and thoughts in tags of HTML; one without end is none."""
    if "<" not in source.text:
        return []
    made, open_tags = [], list[tuple[str, int]]()
    for match in _FOLDS.finditer(source.text, source.body):
        name = match[2].lower()
        if not match[1]:
            if len(open_tags) < 100:
                open_tags.append((name, match.start()))
            continue
        at = next((at for at in reversed(range(len(open_tags))) if open_tags[at][0] == name), None)
        if at is not None:
            made.append((source.line(open_tags[at][1]), source.line(match.start())))
            del open_tags[at:]
    outer: list[tuple[int, int]] = []
    for start, end in sorted(made, key=lambda pair: (pair[0], -pair[1])):
        if not outer or start > outer[-1][1]:
            outer.append((start, end))
    return outer


def _behind_rule(lines: Sequence[str], line: int) -> bool:
    at = line - 2
    while at >= max(0, line - 6) and not lines[at].strip():
        at -= 1
    return at >= 0 and RULE.fullmatch(lines[at].rstrip()) is not None


def _is_setting(label: Label, lines: Sequence[str], known: Collection[int]) -> bool:
    """Return whether a name with a short text is one of the settings around it: ``Host: a`` above, ``**Date:** …``
    below."""
    if not label.said or label.form not in ("bold", "labels"):
        return False
    text = lines[label.line - 1][label.said:].strip()
    if len(text.split()) > _SHORT or _SENTENCE.search(text):
        return False
    return any(number not in known and 0 < number <= len(lines) and _PAIR.match(lines[number - 1])
               for number in (label.line - 1, label.line + 1))


def _of_levels(group: list[Label]) -> list[Label]:
    """Of headings those of each side's commonest level: a heading ``### User`` in an answer is the answer's own."""
    shapes = {}
    for role in ("user", "assistant"):
        counted = Counter(label.shape for label in group if label.who.role == role and label.form == "headings")
        if counted:
            shapes[role] = counted.most_common(1)[0][0]
    return [label for label in group if label.form != "headings"
            or (label.shape == shapes.get(label.who.role, label.shape)
            and (label.who.role in shapes or label.shape in shapes.values()))]


def _of_names(group: list[Label], told: Told) -> list[Label]:
    """The labels by the names that a chat goes by: each side's commonest, and others that are sure or come again."""
    counted = Counter((label.who.role, label.who.key) for label in group)
    main: dict[str, str] = {}
    sure = {label.who.role for label in group if label.who.strength == "sure"}
    commonest = sorted(group, key=lambda x: (-counted[x.who.role, x.who.key], x.who.strength != "sure"))
    for label in commonest:
        # A question is a prompt where what answers it is a model by name.
        if told == "yes" or label.who.strength != "asked" or (label.who.role == "user" and "assistant" in sure):
            main.setdefault(label.who.role, label.who.key)
    return [label for label in group
            if main.get(label.who.role) == label.who.key or label.who.strength == "sure"
            or (label.who.strength == "weak" and counted[label.who.role, label.who.key] > 1)]


def _apart(group: list[Label]) -> list[Label]:
    """Without thoughts and tools that are only a part of an answer: those that no heading sets off and that neither
    the answer's own label nor another tool follows."""
    kept: list[Label] = []
    for label in reversed(group):
        aside = label.who.role in ("thinking", "tool") and label.form != "headings"
        if not aside or (kept and kept[-1].who.role in ("assistant", "tool", "thinking")):
            kept.append(label)
    return kept[::-1]


def _is_chat(group: list[Label], lines: Sequence[str], told: Told) -> bool:
    speaking = [label for label in group if label.who.role in ("user", "assistant")]
    runs = [role for role, _ in groupby(label.who.role for label in speaking)]
    if len(runs) < 2 or told == "yes":
        return len(runs) >= 2
    names = Counter((label.who.role, label.who.key) for label in speaking)
    again = {role for (role, _), count in names.items() if count > 1}
    sure = {label.who.role for label in speaking if label.who.strength == "sure"}
    once = told == "maybe" and len(sure) == 2
    if not once and (len(runs) < (3 if len(sure) == 2 else 4) or not again or (not sure and len(again) < 2)):
        return False
    ends = [label.line for label in group[1:]] + [len(lines) + 1]
    bodies = [_body(label, lines, end) for label, end in zip(group, ends, strict=True)]
    return not (_only_lists(bodies) or (not once and _only_words(speaking, bodies))
                or _is_outline(speaking, lines, sure) or _has_strangers(group, lines, ends, sure))


def _body(label: Label, lines: Sequence[str], end: int) -> list[str]:
    first = [lines[label.line - 1][label.said:]] if label.said else []
    body = [*first, *lines[label.line:end - 1]]
    return [line for line in body if line.strip() and not RULE.fullmatch(line.rstrip())]


def _only_lists(bodies: list[list[str]]) -> bool:
    """Changelogs and lists of duties: every word stands in an item."""
    return all(all(_ITEM.match(line) or line[:1] in " \t#" for line in body) for body in bodies) \
        and any(_ITEM.match(line) for body in bodies for line in body)


def _only_words(speaking: list[Label], bodies: list[list[str]]) -> bool:
    """Settings and lists of words: each name with a few words on its line and never a sentence."""
    return all(label.said for label in speaking) and all(
        len(body) < 2 and all(len(line.split()) <= _SHORT and not _SENTENCE.search(line) for line in body)
        for body in bodies)


def _is_outline(speaking: list[Label], lines: Sequence[str], sure: Collection[str]) -> bool:
    """Documentation, changelogs, collections of prompts: a heading of a higher level right before each pair of names,
    other than ``Turn 3``."""
    pairs = [after for before, after in pairwise(speaking) if before.who.role != after.who.role
             and after.who.role == speaking[0].who.role]
    if not pairs or (len(sure) == 2 and any(label.form != "headings" for label in speaking)):
        return False
    return all(_heading_above(lines, label) for label in pairs)


def _heading_above(lines: Sequence[str], label: Label) -> bool:
    at = label.line - 2
    while at >= max(0, label.line - 6) and not lines[at].strip():
        at -= 1
    above = re.match(r"[ \t]{0,3}(#{1,6})[ \t]+(.*)", lines[at]) if at >= 0 else None
    level = int(label.shape[1:]) if label.form == "headings" else 7
    return above is not None and len(above[1]) < level and not _ORDINAL.fullmatch(above[2])


def _has_strangers(group: list[Label], lines: Sequence[str], ends: list[int], sure: Collection[str]) -> bool:
    """Minutes, plays and calls: others speak too, again and again, in what would be the person's messages, or in half
    of all where the names are not sure."""
    if any(label.form not in ("bold", "labels") for label in group):
        return False
    where: dict[str, set[int]] = {}
    for label, end in zip(group, ends, strict=True):
        if label.who.role != "user" and len(sure) == 2:
            continue
        for number in range(label.line + 1, end):
            begins = number - 1 == label.line or not lines[number - 2].strip()
            match = _PAIR.match(lines[number - 1]) if begins else None
            if match and match["name"][:1].isupper():
                where.setdefault(match["name"], set()).add(label.line)
    strange = set().union(*(places for places in where.values() if len(places) > 1)) if where else set()
    asked = sum(label.who.role == "user" for label in group)
    return len(strange) >= 2 and 2 * len(strange) >= asked
