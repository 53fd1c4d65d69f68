"""Which code a test names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from vaultkit.graph.assess.types import Proof
from vaultkit.model.ids import path_of, section_of

_NAME = re.compile(
    r"(?:^|/)(?:tests?|__tests__|spec)/|(?:^|/)(?:test_[^/]*|[^/]*(?:_test|_spec|\.test|\.spec|Tests?))\.\w+$")
_WORD = re.compile(r"\w+")


def is_test_file(path: str) -> bool:
    """Whether a source file holds tests by its name, as pytest, go test, JUnit, Jest and RSpec look for them."""
    return bool(_NAME.search(path))


def tests_of(ids: Iterable[str], texts: Mapping[str, str]) -> dict[str, Proof]:
    """Id of code → the first line of a test that names it. ``texts``: path → text of the files with tests.

    A test names ``pkg/file.py#Class.method`` when it holds ``Class`` and ``method``, ``file.py#function`` when it holds
    ``function``, a file when it holds the file's stem; each as a whole word."""
    words = {path: set(_WORD.findall(text)) for path, text in sorted(texts.items())}
    found: dict[str, Proof] = {}
    for id in ids:
        path, name = path_of(id), section_of(id)
        if path in texts:
            continue
        wanted = [part for part in name.split(".") if part] or [path.rsplit("/", 1)[-1].split(".", 1)[0]]
        for test, known in words.items():
            if known.issuperset(wanted) and len(wanted[-1]) > 1:
                found[id] = Proof("", "test", test, test, _line(texts[test], wanted[-1]))
                break
    return found


def _line(text: str, word: str) -> int:
    match = re.search(rf"\b{re.escape(word)}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1
