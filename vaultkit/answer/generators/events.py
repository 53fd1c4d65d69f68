"""The text in a reply of chat completions: server-sent events (HTML Standard, 9.2.6; data lines), or one object."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from vaultkit.http.data import read_json
from vaultkit.http.wire import HttpFailure, printable


def text_of_events(first: bytes, more: Iterator[bytes], *, framed: bool) -> Iterator[str]:
    """The pieces of text. A faulty event among good ones is passed over.

    Raises HttpFailure when the server tells of an error, when no event can be read, and when the stream stops before
    its end (``framed``: the reply itself said where that is)."""
    trouble, came, ended = "", False, False
    for line in chain([first], more):
        data = line.decode("utf-8", "replace").strip()
        if not data.startswith("data:"):
            trouble = trouble or ("" if _is_other(data) else f"answers with what is no event: {printable(data, 60)}")
            continue
        data = data.removeprefix("data:").strip()
        if data == "[DONE]":
            ended = True
            break
        try:
            piece, stop = _piece(read_json(data), "delta")
        except _Told:
            raise
        except HttpFailure as error:
            trouble = trouble or error.message
            continue
        except (LookupError, TypeError, AttributeError):
            trouble = trouble or f"answers with an event without text: {printable(data, 60)}"
            continue
        ended = ended or stop
        if piece:
            came = True
            yield piece
    if not came and trouble:
        raise HttpFailure(trouble)
    if not ended and not (framed and came):
        raise HttpFailure("broke off before the end of its answer" if came else "answers with nothing")


def text_of_object(data: bytes) -> Iterator[str]:
    """The text of a reply that is no stream. Raises HttpFailure where it holds no text."""
    found = read_json(data)
    try:
        piece, _ = _piece(found, "message")
    except (LookupError, TypeError, AttributeError):
        raise HttpFailure(f"answers with JSON that is no chat completion: "
                          f"{printable(data[:200].decode('utf-8', 'replace'), 60)}") from None
    if piece:
        yield piece


def _piece(event: Any, part: str) -> tuple[str, bool]:
    """The text of an event, and whether it is the last one. Raises LookupError, TypeError, AttributeError for another
    form and HttpFailure for an error that the server tells."""
    if isinstance(event, dict) and event.get("error"):
        error = event["error"]
        said = error.get("message") if isinstance(error, dict) else error
        raise _Told(f"tells of an error: {printable(str(said), 120)}")
    if not event["choices"]:
        return "", False  # the event that counts tokens
    choice = event["choices"][0]
    text = choice[part].get("content")
    return text if isinstance(text, str) else "", choice.get("finish_reason") is not None


def _is_other(line: str) -> bool:
    """Return whether it is one of the other lines of a stream: empty, a comment, another field."""
    return not line or line.startswith((":", "event:", "id:", "retry:"))


class _Told(HttpFailure):
    """An error that the server tells in place of text."""
