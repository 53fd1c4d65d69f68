"""Reading many files: alone while they are few, with helper processes when there are enough of them to pay."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.vault.ingest import Ingested, ingest

if TYPE_CHECKING:
    from vaultkit.vault.helpers import Helpers

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
    from vaultkit.vault.helpers import Helpers

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
