"""``vaultkit-accepted.json``: the links that a person accepted, with the fingerprints of both ends at that time, and
the code that she said is not a note's.

One link a line, sorted; the empty last item lets every line of a link end alike, so that git merges two branches that
both add links.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.model.ids import id_of, path_of, subpath_of
from vaultkit.storage.files import read_in
from vaultkit.text.lazy_pattern import lazy_pattern

FILE_NAME = "vaultkit-accepted.json"
SCHEMA = "accepted/1"
_CONFLICT = lazy_pattern(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.M)
_KEYS = ("source", "target", "source_hash", "target_hash")
# Where the path of an end holds a ``#`` itself, it stands beside the id.
_PATHS = ("source_path", "target_path")


class AcceptedLink(NamedTuple):
    """A link as it was accepted: ``source`` is the note or section above, ``target`` the note, section, symbol or file
    below, by their ids; the fingerprints are those of ``note_fingerprint`` and ``Symbol.body_hash``."""

    source: str
    target: str
    source_hash: str
    target_hash: str

    @property
    def pair(self) -> tuple[str, str]:
        """Return the two ends that the link connects."""
        return self.source, self.target


class RejectedCode(NamedTuple):
    """``target`` (a file, or ``file#symbol``) is not the code of ``note`` (a path, or the id of an idea)."""

    note: str
    target: str


@dataclass(frozen=True)
class Accepted:
    """The accepted links. A pair that a merge left twice is as good as either of the two lines. ``rejected``: what is
    not a note's code and is not offered as that again."""

    links: tuple[AcceptedLink, ...] = field(default=())
    rejected: tuple[RejectedCode, ...] = field(default=())

    def rejects(self, note: str, path: str, symbol: str | None = None) -> bool:
        """Return whether ``path#symbol`` was said not to be the code of ``note``; of a file all that is in it."""
        return bool({(note, path), (note, id_of(path, symbol))} & self._rejected)

    @cached_property
    def _rejected(self) -> set[tuple[str, str]]:
        return set(self.rejected)

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], list[AcceptedLink]]:
        """(source, target) → what was accepted of it."""
        return _grouped(self.links, lambda link: link.pair)

    @cached_property
    def by_note(self) -> dict[str, list[AcceptedLink]]:
        """Path of the note above → its links."""
        return _grouped(self.links, lambda link: path_of(link.source))

    def code_hash(self, note: str, path: str, symbol: str | None) -> str | None:
        """The fingerprint of ``path#symbol`` when its link from ``note`` was accepted, to follow a move by. ``path`` as
        the note writes it may begin further out than the source root."""
        for link in self.by_note.get(note, ()):
            file, name = path_of(link.target), subpath_of(link.target)
            if name == (symbol or "") and (path == file or path.endswith(f"/{file}")):
                return link.target_hash.partition(":")[2].partition("+")[0]
        return None


def _grouped(links: Iterable[AcceptedLink], key: Any) -> dict[Any, list[AcceptedLink]]:
    groups: defaultdict[Any, list[AcceptedLink]] = defaultdict(list)
    for link in links:
        groups[key(link)].append(link)
    return groups


def accepted_path(config: Config) -> Path:
    """Return where the file stands: beside the vaultkit.toml that holds for the vault, else in the vault."""
    return (config.config_path.parent if config.config_path else config.vault) / FILE_NAME


def read_accepted(path: Path) -> Accepted:
    """The accepted links of the file, none when there is no file. Raises UsageError, with the line, for a merge
    conflict, for what is no such file, and for one that a later version wrote."""
    try:
        data = read_in(path.parent, path)
    except FileNotFoundError:
        return Accepted()
    except OSError as error:
        raise UsageError(f"can't read {path} ({error.strerror})", "make it readable") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(path, data.count(b"\n", 0, error.start) + 1, "is no UTF-8") from None
    return parse_accepted(text, path)


def parse_accepted(text: str, path: Path) -> Accepted:
    """The same of the text of a file called ``path``."""
    if conflict := _CONFLICT.search(text):
        raise UsageError(f"{path}:{_line(text, conflict.start())}: a merge conflict",
                         "keep the lines of both sides, remove the marks, then accept what is suspect")
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise _wrong(path, error.lineno, f"is no JSON ({error.msg})") from None
    except (RecursionError, ValueError):
        raise _wrong(path, 1, "is no JSON that can be read") from None
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema != SCHEMA:
        line = _line(text, max(0, text.find('"schema"')))
        known = isinstance(schema, str) and schema.startswith("accepted/")
        if known:
            raise UsageError(f"{path}:{line}: {schema} was written by another version of vaultkit",
                             f"this one reads {SCHEMA}: upgrade vaultkit")
        raise _wrong(path, line, f'lacks "schema": "{SCHEMA}"')
    items = found.get("links")
    if not isinstance(items, list):
        raise _wrong(path, 1, 'lacks the list "links"')
    rejected = found.get("rejected", [])
    if not isinstance(rejected, list):
        raise _wrong(path, _line(text, max(0, text.find('"rejected"'))), '"rejected" is no list')
    return Accepted(tuple(dict.fromkeys(_link(item, text, path) for item in items if item != {})),
                    tuple(dict.fromkeys(_rejected_code(item, text, path) for item in rejected if item != {})))


def dump_accepted(links: Iterable[AcceptedLink], rejected: Iterable[RejectedCode] = ()) -> str:
    """The text of the file: sorted, equal links once; what is rejected behind them, where anything is."""
    no = [json.dumps(one._asdict(), ensure_ascii=False) for one in sorted(set(rejected))]
    more = ["],", '"rejected": [', *(f"{line}," for line in no), "{}"] if no else []
    lines = [json.dumps(dict(zip(_KEYS, link, strict=True)) | _paths(link), ensure_ascii=False)
             for link in sorted(set(links))]
    return "\n".join(["{", f'"schema": "{SCHEMA}",', '"links": [', *(f"{line}," for line in lines), "{}",
                      *more, "]", "}", ""])


def _rejected_code(item: Any, text: str, path: Path) -> RejectedCode:
    if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in RejectedCode._fields):
        line = next((n for n, row in enumerate(text.split("\n"), 1) if _same(row, item)), 1)
        raise _wrong(path, line, f"{json.dumps(item, ensure_ascii=False)[:80]} is no rejected code (note, target)")
    return RejectedCode(item["note"], item["target"])


def _link(item: Any, text: str, path: Path) -> AcceptedLink:
    wrong = not isinstance(item, dict) or [key for key in _KEYS if not isinstance(item.get(key), str)]
    if wrong:
        written = json.dumps(item, ensure_ascii=False)
        line = next((n for n, row in enumerate(text.split("\n"), 1) if _same(row, item)), 1)
        raise _wrong(path, line, f"{written[:80]} is no accepted link (it has {', '.join(_KEYS)}, each a text)")
    source, target = (_id(item[key], item.get(path)) for key, path in zip(_KEYS, _PATHS, strict=False))
    return AcceptedLink(source, target, item["source_hash"], item["target_hash"])


def _paths(link: AcceptedLink) -> dict[str, str]:
    return {name: path for name, id in zip(_PATHS, link.pair, strict=True) if "#" in (path := path_of(id))}


def _id(text: str, path: object) -> str:
    """The id that ``text`` is, whose file is ``path`` where that is written beside it."""
    if not isinstance(path, str) or not f"{text}#".startswith(f"{path}#"):
        path = text.partition("#")[0]
    return id_of(path, text[len(path) + 1:])


def _same(row: str, item: Any) -> bool:
    try:
        return bool(json.loads(row.strip().rstrip(",")) == item)
    except ValueError:
        return False


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _wrong(path: Path, line: int, what: str) -> UsageError:
    return UsageError(f"{path}:{line}: {what}", "restore it from git, or remove it and accept anew")
