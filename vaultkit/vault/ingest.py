"""One file of the vault → the rows that the index keeps of it."""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, NamedTuple

from vaultkit.config import Bounds, ChatForms, Config
from vaultkit.model import Link, Note
from vaultkit.startup import environment, python
from vaultkit.text.names import is_canvas
from vaultkit.vault.canvas import canvas_links
from vaultkit.vault.link_table import LinkRows, link_rows, storable
from vaultkit.vault.obsidian import in_folders, template_folders
from vaultkit.vault.read import FileText, read_note_file
from vaultkit.vault.records import NoteRow, to_row

_PLACEHOLDERS = ("{{", "<%", "{%")


class Ingested(NamedTuple):
    """Result of reading one file. ``digest`` is its content hash, empty when it can't be read; ``note`` None for a
    canvas and for what can't be read; ``problems`` are (line, message, rule, origin)."""

    path: str
    digest: bytes
    note: NoteRow | None
    links: LinkRows
    problems: list[tuple[int, str, str, str]]


def ingest(config: Config, path: str, unless: bytes = b"") -> Ingested | None:
    """Read and parse one note or canvas; None when its content hash is ``unless``, that is, nothing changed."""
    source = read_note_file(config.vault, path, config.bounds)
    if unless and source.digest == unless:
        return None
    return of_source(config, path, source)


def of_source(config: Config, path: str, source: FileText) -> Ingested:
    """The rows of a file already read."""
    problems = [(p.line, p.message, p.rule, "read") for p in source.problems]
    if source.text is None:
        return Ingested(path, source.digest, None, LinkRows("[]", []), problems)
    from vaultkit.markdown.blocks import blocks
    from vaultkit.markdown.parse import parse

    if is_canvas(path):
        found, wrong = canvas_links(
            source.text, path, lambda text: parse(text, path, chats=config.chats, bounds=config.bounds).links
        )
        problems += [(p.line, storable(p.message), p.rule, "parse") for p in wrong]
        return Ingested(path, source.digest, None, link_rows(found), problems)
    note = parse(source.text, path, chats=config.chats, bounds=config.bounds)
    row = to_row(note, blocks(note))
    links = _real(config, note) if any(mark in source.text for mark in _PLACEHOLDERS) else note.links
    problems += [(*problem, "parse") for problem in row.problems]
    return Ingested(path, source.digest, row, link_rows(links), problems)


def _real(config: Config, note: Note) -> tuple[Link, ...]:
    """The links of a note, of a template without those that lead to what a placeholder will be."""
    real = tuple([link for link in note.links
                  if not any(mark in f"{link.target}#{link.subpath}" for mark in _PLACEHOLDERS)])
    if len(real) == len(note.links) or not in_folders(note.path, template_folders(config.vault)):
        return note.links
    return real


def ingested_to_plain(file: Ingested) -> tuple[Any, ...]:
    """The same in tuples, lists, text and numbers alone, for a pipe."""
    path, digest, note, links, problems = file
    return path, digest, None if note is None else tuple(note), tuple(links), problems


def ingested_from_plain(values: tuple[Any, ...]) -> Ingested:
    """The other way round."""
    path, digest, note, links, problems = values
    return Ingested(path, digest, None if note is None else NoteRow(*note), LinkRows(*links), problems)


_MOST = 3
_HEADER = struct.Struct("<Q")
_LARGEST = 1 << 32
_START = "from vaultkit.vault.ingest import main; main()"


class Helpers:
    """Helper processes with their answers in one queue. There may be none."""

    def __init__(self, config: Config) -> None:
        self._answers: SimpleQueue[tuple[int, bytes | None]] = SimpleQueue()
        self._processes: list[subprocess.Popen[bytes]] = []
        cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if sys.executable and not getattr(sys, "frozen", False):
            for _ in range(min(cpus - 1, _MOST)):
                self._start(config)

    @property
    def numbers(self) -> range:
        """The helpers that were started."""
        return range(len(self._processes))

    def ask(self, number: int, questions: Sequence[tuple[str, bytes]]) -> None:
        """Have a helper read files, as ``ingest`` does. When it has ended, its last answer says so."""
        with contextlib.suppress(OSError, ValueError):
            _send(self._processes[number].stdin, list(questions))

    def answer(self, wait: bool) -> tuple[int, list[Ingested | None] | None] | None:
        """The next answer: (helper, files), (helper, None) when that helper has ended and its questions stay open, or
        None when there is none yet and ``wait`` is False."""
        if not wait and self._answers.empty():
            return None
        number, data = self._answers.get()
        if data is None:
            return number, None
        return number, [None if row is None else ingested_from_plain(row) for row in marshal.loads(data)]

    def close(self) -> None:
        """End all helpers."""
        for process in self._processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def _start(self, config: Config) -> None:
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(python(_START), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL,
                                       env=environment())
            chats, bounds = config.chats, config.bounds
            forms = dict(chats.roles), list(chats.dates), list(chats.labels)
            _send(process.stdin, [str(config.vault), *forms, _fields(bounds)])
        except (OSError, ValueError):
            return
        self._processes.append(process)
        Thread(target=self._listen, args=(len(self._processes) - 1, process.stdout), daemon=True).start()

    def _listen(self, number: int, pipe: IO[bytes]) -> None:
        try:
            with contextlib.suppress(OSError, ValueError):
                while data := receive(pipe):
                    self._answers.put((number, data))
        finally:
            self._answers.put((number, None))


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next message, None at the end."""
    header = pipe.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (size,) = _HEADER.unpack(header)
    if size > _LARGEST:  # something else wrote into the pipe
        return None
    data = pipe.read(size)
    return data if len(data) == size else None


def send_value(pipe: IO[bytes], value: Any) -> None:
    """Send one message: a value of plain types. marshal serves, since both ends are the same Python."""
    data = marshal.dumps(value)
    pipe.write(_HEADER.pack(len(data)) + data)
    pipe.flush()


def _send(pipe: IO[bytes] | None, value: Any) -> None:
    if pipe is None:
        raise OSError(0, "no pipe")
    send_value(pipe, value)


def _fields(bounds: Any) -> dict[str, int]:
    return {name: getattr(bounds, name) for name in bounds.__slots__}


def main() -> None:
    """Answer until the questions end. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    first = receive(questions)
    if first is None:
        return
    root, roles, dates, labels, bounds = marshal.loads(first)
    config = Config(vault=Path(root), chats=ChatForms(roles, tuple(dates), tuple(labels)), bounds=Bounds(**bounds))
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    while (question := receive(questions)) is not None:
        found = [ingest(config, path, digest) for path, digest in marshal.loads(question)]
        send_value(answers, [None if file is None else ingested_to_plain(file) for file in found])


_PAYS = 600
_CHUNK = 48

Question = tuple[str, bytes]
Answer = tuple[str, Ingested | None]


def ingest_all(config: Config, questions: Sequence[Question]) -> Iterator[Answer]:
    """Read every (path, content hash that makes it no change), in no order: see ``ingest``."""
    if len(questions) < _PAYS:
        for path, digest in questions:
            yield path, ingest(config, path, digest)
        return

    helpers = Helpers(config)
    try:
        yield from _shared(config, questions, helpers)
    finally:
        helpers.close()


def _shared(config: Config, questions: Sequence[Question], helpers: Helpers) -> Iterator[Answer]:
    """Helpers and this process take chunks from one list; every helper has one more waiting than it works on."""
    chunks = deque(questions[at : at + _CHUNK] for at in range(0, len(questions), _CHUNK))
    asked: dict[int, deque[Sequence[Question]]] = {number: deque() for number in helpers.numbers}
    for number in [*asked, *asked]:
        _ask(helpers, number, chunks, asked)
    while chunks or any(asked.values()):
        answer = helpers.answer(wait=not chunks)
        if answer is None:
            for path, digest in chunks.popleft():
                yield path, ingest(config, path, digest)
            continue
        number, found = answer
        if found is None:  # it has ended: what it was asked is open again
            chunks.extend(asked[number])
            asked[number].clear()
            continue
        done = asked[number].popleft()
        _ask(helpers, number, chunks, asked)
        yield from zip((path for path, _ in done), found, strict=True)


def _ask(
    helpers: Helpers, number: int, chunks: deque[Sequence[Question]], asked: dict[int, deque[Sequence[Question]]]
) -> None:
    if chunks:
        asked[number].append(chunks.popleft())
        helpers.ask(number, asked[number][-1])
