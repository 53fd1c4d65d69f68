"""JSON that is larger than memory: the items of an array, or the lines of a JSONL file, one at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from vaultkit.text.lazy_pattern import lazy_pattern

CHUNK = 1 << 20
# One conversation, or one line, in characters. Python may need four bytes for each.
LONGEST = 48 * 1024 * 1024
_BLANKS = lazy_pattern(r"[ \t\n\r]*")


class UnreadableExport(Exception):
    """The fault of a file, as the line for a person says it; ``mend`` is what to do about it."""

    def __init__(self, message: str, mend: str | None = None) -> None:
        super().__init__(message)
        self.mend = mend


class Broken:
    """A line of a JSONL file that is no JSON object; ``line`` is its number, from 1."""

    def __init__(self, line: int) -> None:
        self.line = line


def items(stream: IO[bytes], lines: bool, read: Callable[[int], None] = lambda size: None) -> Iterator[Any]:
    """The values of an array at the top, of the lines of a JSONL file (``lines``, or told by the first one), else the
    one value that the file is. ``read`` is told how many bytes came. Raises UnreadableExport, also for one that ends
    too early, after the values before that were given."""
    text = _Text(stream, read)
    try:
        start = text.skip_blanks()
        if start == "[":
            yield from _array(text)
        elif start == "{" and (lines or text.first_line_is_json()):
            yield from _lines(text)
        elif start == "{":
            yield text.value()
            if text.skip_blanks():
                raise UnreadableExport("something stands behind the end of its JSON")
        else:
            raise UnreadableExport("it is empty" if not start else "it is no JSON")
    except (UnicodeDecodeError, RecursionError) as error:
        why = "its text is no UTF-8" if isinstance(error, ValueError) else "its JSON is nested too deep"
        raise UnreadableExport(why) from None


def _array(text: _Text) -> Iterator[Any]:
    text.take("[")
    while (sign := text.skip_blanks()) != "]":
        yield text.value()
        if text.skip_blanks() == ",":
            text.take(",")
            if text.skip_blanks() == "]":
                raise UnreadableExport("its JSON is damaged")
        elif text.skip_blanks() != "]":
            raise UnreadableExport("its JSON ends too early" if text.ended() else "its JSON is damaged")
    text.take(sign)
    if text.skip_blanks():
        raise UnreadableExport("something stands behind the end of its JSON")


def _lines(text: _Text) -> Iterator[Any]:
    number = 0
    while (line := text.line()) is not None:
        number += 1
        if line.strip():
            try:
                yield json.loads(line, strict=False)
            except (ValueError, RecursionError):
                yield Broken(number)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class _Text:
    """The characters of a stream from a place on, more of them read as they are needed."""

    def __init__(self, stream: IO[bytes], read: Callable[[int], None]) -> None:
        self._stream, self._read = stream, read
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder(strict=False, parse_constant=_no_constant).raw_decode
        self._buffer, self._at, self._end = "", 0, False

    def skip_blanks(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            found = _BLANKS.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more(CHUNK):
                return ""

    def take(self, sign: str) -> None:
        """Go past one character."""
        self._at += len(sign)

    def ended(self) -> bool:
        """Return whether all was read."""
        return self._end and self._at >= len(self._buffer)

    def value(self) -> Any:
        """The JSON value that begins here. Raises UnreadableExport."""
        while True:
            try:
                found, self._at = self._scan(self._buffer, self._at)
                return found
            except json.JSONDecodeError as error:
                # Near the end of what was read, or in a text whose end was not, more may mend it.
                open_ = error.msg.startswith("Unterminated") or error.pos > len(self._buffer) - 64
                if self._end or not open_:
                    raise UnreadableExport("its JSON ends too early" if open_ else
                                     f"its JSON is damaged ({error.msg})") from None
            except ValueError as error:
                raise UnreadableExport(f"its JSON is damaged ({error})") from None
            if len(self._buffer) - self._at > LONGEST:
                raise UnreadableExport(f"one item of it is larger than {LONGEST >> 20} MB")
            self._more(max(CHUNK, len(self._buffer) - self._at))

    def line(self) -> str | None:
        """The next line, None at the end. Raises UnreadableExport."""
        searched = self._at
        while (end := self._buffer.find("\n", searched)) < 0:
            searched = len(self._buffer) - self._at
            if searched > LONGEST:
                raise UnreadableExport(f"a line of it is longer than {LONGEST >> 20} MB")
            more = self._more(max(CHUNK, searched))
            searched += self._at
            if not more:
                end = len(self._buffer)
                break
        if self._at >= len(self._buffer):
            return None
        line, self._at = self._buffer[self._at:end], end + 1
        return line

    def first_line_is_json(self) -> bool:
        """Return whether the first line holds a whole JSON value and nothing else."""
        while "\n" not in self._buffer[self._at:] and len(self._buffer) < 8 * CHUNK and self._more(CHUNK):
            pass
        try:
            return isinstance(json.loads(self._buffer[self._at:].partition("\n")[0], strict=False), dict)
        except (ValueError, RecursionError):
            return False

    def _more(self, size: int) -> bool:
        """Read on; False at the end. What was used is let go."""
        if self._end:
            return False
        data = self._stream.read(size)
        self._read(len(data))
        self._end = not data
        rest = self._buffer[self._at:]
        self._buffer, self._at = rest + self._decode(data, self._end), 0
        return not self._end
