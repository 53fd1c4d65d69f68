"""Labels of messages: lines like ``### User (12:10)``, ``**You:** …`` or «Ассистент:», taken apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from vaultkit.markdown.times import iso_time
from vaultkit.markdown.turns_names import ASSISTANT_WORDS, FIRST_WORDS, LONGEST_NAME, USER_WORDS, Who, role_of
from vaultkit.text.lazy_pattern import lazy_pattern

FORMS = ("roles", "headings", "bold", "labels")
LONGEST_LABEL = 240
_NO_LABEL = ("", "-", "+", "*", "|", ">", "<", "\t", "•", "·", "→", "#", "=")
_HEADING = lazy_pattern(r"[ \t]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ROLE = lazy_pattern(r"[ \t]{0,3}(?:#{1,6}[ \t]+)?[*_]{0,2}(?:role|роль)(?:[*_]{0,2}::?|:[*_]{2})[ \t]*(.+)$",
                   re.IGNORECASE)
_BOLD = lazy_pattern(r"[ \t]{0,3}(?:[^\w\s*<>|#\[(`+•·→-][^\w\s*<>|]{0,4}[ \t]*)?[*_]{1,3}(?![\s*_])"
                   r"(?P<name>[^*\r\n]{1,160}?)(?<![\s_*])[*_]{1,3}(?![^\W_])(?P<rest>.*)$")
_TAGS = lazy_pattern(r"</?(?:span|sub|sup|small|b|i|em|strong|font|kbd|mark)\b[^<>]{0,80}>", re.IGNORECASE)
_BOLD_TAG, _BREAK = (
    lazy_pattern(r"</?(?:b|strong)>", re.IGNORECASE),
    lazy_pattern(r"<br[ \t]*/?>[ \t]*$", re.IGNORECASE),
)
_MARKS = lazy_pattern(r"(?<!\\)(?:\*{1,3}|_{1,3}(?=\W|$)|(?<!\w)_{1,3}|`)")
_LINKED = lazy_pattern(r"\[\[([^\[\]|]{1,60})(?:\|[^\[\]]{0,60})?\]\]")
_NUMBER = lazy_pattern(r"(?:#?\d{1,5}[.):]?[ \t]+|\[\d{1,5}\][ \t]*)")
_SIGNS = lazy_pattern(r"[^\w\s\[({<>|#\"'«„“\\/=+.,:;!?-]+[ \t]*")
_NAME = lazy_pattern(r"[^\W\d_][^:：(\[{|—–·•,;!?\"«»\r\n]{0,59}")
_GROUP = lazy_pattern(
    r"[ \t]*(?:\(([^()\r\n]{1,100}(?:\([^()\r\n]{0,60}\)[^()\r\n]{0,60})?)\)|\[([^\[\]\r\n]{1,100})\])"
)
_LEAD = lazy_pattern(
    r"(?:\[([^\[\]\r\n]{3,40})\]|\(([^()\r\n]{3,40})\)|(\d[\d.,/:T -]{3,28}(?:[APap]\.?[Mm]\.?)?))[ \t]*"
    r"[-–—·|:,]?[ \t]*"
)
_BETWEEN = lazy_pattern(r"[ \t]*[-–—·•|,@/][ \t]*|[ \t]+(?:at|в|от)[ \t]+|[ \t]+")
_TIME_WORD = lazy_pattern(r"(?:timestamp|time|date|created(?: at)?|sent|posted|время|дата|создано|отправлено|at|в|on)"
                        r"[ \t]*:?[ \t]*(?=\d|[^\W\d_])", re.IGNORECASE)
_CLOCK = lazy_pattern(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?[ \t]*([AaPp])?\.?(?(4)[Mm]\.?)(?:[ \t]*(?:Z|UTC))?")
_DAY = lazy_pattern(r"(?:today|yesterday|сегодня|вчера),?(?:[ \t]+(?:at|в))?[ \t]+\d{1,2}:\d{2}[ \t]*"
                  r"(?:[AaPp]\.?[Mm]\.?)?", re.IGNORECASE)
_MODEL = lazy_pattern(r"[\w.:/@ +\"'·•|,-]{1,80}")
_MODEL_NAME = lazy_pattern(r"[\w.:/@+-]{2,40}(?:[ \t][\w.:/@+-]{1,20}){0,3}")
_CUT = lazy_pattern(r"(?<=[^\W_])(?:[ \t]*[-–—,@|·][ \t]*|[ \t]+)(?:(?:at|в|on)[ \t]+)?"
                  r"(?=\d|[^\W\d_]+,?[ \t]+(?:(?:at|в)[ \t]+)?\d)")
_COLON = lazy_pattern(r"[:：](?:[ \t]+|$)")


@dataclass(frozen=True, slots=True)
class Label:
    """One line that may be the label of a message. ``shape`` is what labels of one chat have in common but for the
    name; ``said`` the offset in the line at which words of the message begin, 0 where none stand there; ``forced``:
    its form is one of the settings."""

    line: int
    form: str
    shape: str
    who: Who
    name: str
    time: str | None
    said: int
    forced: bool = False


class Labels:
    """The labels that a vault's settings let be known: built-in ones, the names and the forms of ``[chats]``."""

    def __init__(self, roles: Mapping[str, str], dates: tuple[str, ...], forms: tuple[str, ...]) -> None:
        self._roles = {" ".join(name.casefold().split()): role for name, role in roles.items()}
        self._dates = dates
        self._forms = [_compiled(form) for form in forms]
        self._own = {name.partition(" ")[0]: role for name, role in self._roles.items()}
        self.first_words = FIRST_WORDS | self._own.keys()
        # True where a label may begin with anything, since the settings name forms or odd names.
        self.anything = bool(self._forms) or any(not word.isalpha() for word in self._own)

    def may_be(self, words: Collection[str]) -> bool:
        """A quick look: whether lines that begin with ``words`` may be labels of two sides."""
        if self.anything:
            return True
        own = {role for word, role in self._own.items() if word in words}
        sides = (("user", USER_WORDS), ("assistant", ASSISTANT_WORDS))
        return all(side in own or not names.isdisjoint(words) for side, names in sides)

    def read(self, line: str, number: int, level: int = 0) -> Label | None:
        """The label that ``line`` is. ``level``: that of the heading where it is a setext one."""
        if len(line) > 4_000 and not line[:1].isalpha():
            return None
        for pattern in self._forms:
            if label := self._custom(pattern, line, number):
                return label
        if "<" in line[:LONGEST_LABEL] and (plain := _BOLD_TAG.sub("**", _BREAK.sub("", line))) != line:
            label = self.read(plain, number, level)
            return replace(label, said=label.said + len(line) - len(plain)) if label and label.said else label
        start = line[:LONGEST_LABEL]
        if (role := _ROLE.match(start)) and len(line) < LONGEST_LABEL:
            return self._made(number, "roles", "roles", _plain(role[1]), whole=True)
        heading = _HEADING.match(start) if start.lstrip(" ")[:1] == "#" else None
        if level or heading:
            inner = heading[2] if heading else start
            level = len(heading[1]) if heading else level
            end = len(line.rstrip(" \t#"))
            return self._made(number, "headings", f"h{level}", _plain(inner), offset=end, whole=True, line=line)
        if match := _BOLD.match(line):
            return self._bold(match, number)
        return self._labelled(line, number)

    def time(self, text: str) -> str | None:
        """The time that a line of its own says (``*30.06.2025, 12:10*``, ``[Timestamp: …]``, ``- model: x | time: y``),
        or None."""
        if len(text) > 200 or not any(char.isdigit() for char in text):
            return None
        plain = _plain(text).strip(" \t-•*_[]()<>").strip()
        for part in (plain, *re.split(r"[ \t]*[|·•][ \t]*", plain)):
            stripped = _TIME_WORD.sub("", part, count=1) if _TIME_WORD.match(part) else part
            if (when := self._when(stripped)) is not None:
                return when
        return None

    def _when(self, text: str) -> str | None:
        text = text.strip().strip("()[]").strip().rstrip(",;:")
        if (when := iso_time(text, self._dates)) is not None:
            return when
        if _DAY.fullmatch(text):
            return text
        match = _CLOCK.fullmatch(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            return None
        hour = int(match[1]) % 12 + 12 * (match[4] in "pP") if match[4] else int(match[1])
        return f"{hour:02}:{match[2]}" + (f":{match[3]}" if match[3] else "")

    def _who(self, name: str) -> Who | None:
        name = " ".join(name.casefold().split()).strip(" *_`:-–—")
        if name in self._roles:
            return Who(self._roles[name], "sure", name)
        return role_of(name)

    def _custom(self, pattern: re.Pattern[str], line: str, number: int) -> Label | None:
        match = pattern.fullmatch(line.strip()) if len(line) <= LONGEST_LABEL or "text" in pattern.groupindex else None
        who = self._who(match["name"]) if match else None
        if match is None or who is None:
            return None
        parts = match.groupdict()
        when = (parts.get("time") or "").strip() or None
        said = line.index(match["text"], match.start("text")) if parts.get("text", "") else 0
        return Label(number, "settings", pattern.pattern, who, match["name"].strip(),
                     when and (self._when(when) or when), said, True)

    def _bold(self, match: re.Match[str], number: int) -> Label | None:
        inner, rest = match["name"], match["rest"]
        closed = inner.rstrip().endswith((":", "："))
        head = inner.rstrip().rstrip(":：")
        tail = rest.lstrip(" \t_*\\")
        if not tail:
            return self._made(number, "bold", "bold", _plain(head), whole=True)
        if closed:
            meta = _GROUP.match(tail)
            lead = tail[meta.end():].lstrip() if meta and self._when(meta[1] or meta[2]) else tail
            when = self._when(meta[1] or meta[2]) if meta else None
            return self._made(number, "bold", "bold:", _plain(head), said=match.end() - len(lead) if lead else 0,
                              whole=True, time=when)
        if tail[:1] in ":：":
            text = tail[1:].lstrip(" \t")
            return self._made(number, "bold", "bold:", _plain(head), said=match.end() - len(text) if text else 0,
                              whole=True)
        # Behind the bold name time or model, perhaps a colon and the words.
        rest = rest.rstrip("\\ ")
        return self._made(number, "bold", "bold", _plain(head) + " " + (_TAGS.sub("", rest) if "<" in rest else rest),
                          offset=match.start("rest") + len(rest), whole=False)

    def _labelled(self, line: str, number: int) -> Label | None:
        if line.startswith("    ") or line.lstrip(" ")[:1] in _NO_LABEL:
            return None
        start = line[:LONGEST_LABEL].rstrip("\\ ")
        return self._made(number, "labels", "labels", start.lstrip(" "), offset=len(start), whole=False, plain=True)

    def _made(self, number: int, form: str, shape: str, text: str, *, said: int = 0, offset: int = 0,
              whole: bool, plain: bool = False, time: str | None = None, line: str = "") -> Label | None:
        """The label of ``text``: time, number and signs before the name, time and model behind it, a colon, words.

        ``whole``: a bare name is a label, as it has marks around it; else it needs a time or a colon."""
        at, when = 0, time
        if (lead := _LEAD.match(text)) and (told := self._when(next(filter(None, lead.groups())).strip(" -"))):
            at, when = lead.end(), told
        signs = _SIGNS.match(text, at)
        at = signs.end() if signs else at
        numbered = _NUMBER.match(text, at)
        if numbered and form == "headings":
            at = numbered.end()
            signs = _SIGNS.match(text, at)
            at = signs.end() if signs else at
        boxed = text[at:at + 1] == "[" and re.match(r"\[([^\[\]\r\n]{1,60})\]", text[at:])
        if boxed:
            name, rest = boxed[1], text[at + boxed.end():]
            whole = whole or not rest.strip()
        else:
            match = _NAME.match(text, at)
            if match is None:
                return None
            name, rest = match[0], text[match.end():]
        if len(name) > LONGEST_NAME:
            return None
        found = self._named(name, rest)
        if found is None:
            return None
        who, name, rest, told, colon = found
        when = when or told
        rest = rest.lstrip(" \t")
        if rest and (not colon or (who.role == "tool" and form in ("bold", "headings"))):
            return None
        if not whole and not colon and when is None and not told:
            return None
        if rest and offset and (not line or line.endswith(rest, 0, offset)):
            said = offset - len(rest)
        return Label(number, form, shape if not plain or not rest else "labels:", who, name, when, said)

    def _named(self, name: str, rest: str) -> tuple[Who, str, str, str | None, bool] | None:
        """Return who, name, what is left of the line, time, and whether something stood between the name and that."""
        if any(char.isdigit() for char in name):
            # A time may stand right behind the name: ``User 12:10``, ``User - 30.06.2025, 12:10: words``.
            for cut in islice(_CUT.finditer(name + rest), 4):
                who, timed = self._who((name + rest)[:cut.start()]), self._timed((name + rest)[cut.end():])
                if who and timed:
                    return who, (name + rest)[:cut.start()].strip(), timed[1], timed[0], True
        who, when = self._who(name), None
        if who is None:
            return None
        name = name.strip().rstrip("-").strip()
        while rest:
            if group := _GROUP.match(rest):
                inside = group[1] or group[2]
                told = self.time(inside)
                if told is None and not _MODEL.fullmatch(inside):
                    return None
                when, rest = when or told, rest[group.end():]
                continue
            stripped = rest.lstrip(" \t")
            if stripped[:1] in ":：" and not stripped.startswith("::"):
                return who, name, stripped[1:], when, True
            between = _BETWEEN.match(rest)
            if between is None:
                return None
            if timed := self._timed(rest[between.end():]):
                return who, name, timed[1], when or timed[0], True
            model = _MODEL_NAME.match(rest, between.end())
            if model is None or not between[0].strip() or not _is_model(model[0]):
                return None
            rest = rest[model.end():]
        return who, name, "", when, False

    def _timed(self, text: str) -> tuple[str, str] | None:
        """The time with which ``text`` begins and what stands behind a colon after it; None without a time."""
        if (when := self._when(text)) is not None:
            return when, ""
        for colon in islice(_COLON.finditer(text, 0, 60), 4):
            if (when := self._when(text[:colon.start()])) is not None:
                return when, text[colon.end():]
        return None


def _is_model(text: str) -> bool:
    who = role_of(re.sub(r"[-/:]", " ", text))
    return who is not None and who.role == "assistant"


def _plain(text: str) -> str:
    """A label's text without emphasis, code marks and tags of HTML that only style."""
    text = _TAGS.sub("", text) if "<" in text else text
    text = _LINKED.sub(r"\1", text) if "[[" in text else text
    return _MARKS.sub("", text).strip().rstrip("\\").strip()


@lru_cache
def _compiled(form: str) -> re.Pattern[str]:
    """The pattern of a form as the settings write it: ``=== {name} | {time} ===``."""
    parts = {"name": r"(?P<name>[^\r\n]{1,60}?)", "time": r"(?P<time>[^\r\n]{1,60}?)",
             "model": r"(?P<model>[^\r\n]{1,60}?)", "text": r"(?P<text>[^\r\n]*)"}
    made = []
    for piece in re.split(r"(\{(?:name|time|model|text)\})", form.strip()):
        plain = r"[ \t]*".join(map(re.escape, piece.split(" ")))
        made.append(parts.pop(piece[1:-1], plain) if piece[:1] == "{" else plain)
    return re.compile("".join(made))
