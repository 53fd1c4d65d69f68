"""Files that are sources or other evidence, and reading them without ever choking on one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vaultkit.config import Bounds
from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.source.languages import EXTENSIONS, LANGUAGES
from vaultkit.source.parse import RULE
from vaultkit.source.plainkinds import SHARED, SUFFIXES, by_content, kind_by_name, suffix_of_script
from vaultkit.text.lazy_pattern import lazy_pattern

_OWN = {"vaultkit-accepted.json", "vaultkit-baseline.json", "vaultkit.toml"}
_COOKIE = lazy_pattern(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_CYRILLIC = lazy_pattern(rb"[\xc0-\xff\xa8\xb8]{3,}")
_MINIFIED_FROM = 20_000
_MINIFIED_LINE = 1_500


@dataclass(frozen=True, slots=True)
class FileKind:
    """``language`` is one of ours when ``parsed``, else what the file is; ``style`` is that of its comments.
    ``shared``: the extension, where several languages have it and the text tells which it is."""

    language: str
    parsed: bool
    style: str = "none"
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes as UTF-8 without a BOM, None when it is not read; ``problem`` says what is odd about it."""

    data: bytes | None
    problem: Problem | None = None


def kind_of(name: str) -> FileKind | None:
    """Return what a file of this name is, or None when it is no evidence of anything."""
    if name in _OWN:
        return None
    dot = name.rfind(".")
    suffix = name[dot:].lower() if dot > 0 else ""
    language = EXTENSIONS.get(suffix)
    if language is not None:
        return FileKind(language, True)
    if (named := kind_by_name(name)) is not None:
        return FileKind(named.language, False, named.style)
    return _by_suffix(suffix)


@lru_cache
def _by_suffix(suffix: str) -> FileKind | None:
    shared = suffix if suffix in SHARED else ""
    found = SUFFIXES.get(suffix) or (by_content(suffix, "") if shared else None)
    return FileKind(found.language, False, found.style, shared) if found is not None else None


def is_ours(name: str) -> bool:
    """Return whether vaultkit itself wrote the file: it is no evidence of anything."""
    return name in _OWN


def kind_of_script(path: str) -> FileKind | None:
    """Return what a file is whose name does not tell it, by the interpreter that its first line names. Raises
    nothing."""
    try:
        with open(path, "rb") as stream:
            suffix = suffix_of_script(stream.read(256).partition(b"\n")[0])
    except OSError:
        return None
    return kind_of("script" + suffix) if suffix else None


def of_content(kind: FileKind, data: bytes) -> FileKind:
    """``kind`` as the text decides, where several languages share the extension."""
    found = by_content(kind.shared, data[:20_000].decode("utf-8", "replace")) if kind.shared else None
    return FileKind(found.language, False, found.style) if found is not None else kind


def grammar_of(kind: FileKind, data: bytes) -> str:
    """The grammar to use: a ``.h`` file is C++ when it says so."""
    if kind.language == "c" and re.search(
        rb"^\s*(?:class|namespace|template|using)\b[^;\n]*[{<;\n]|^\s*(?:public|private|"
        rb"protected)\s*:",
        data,
        re.M,
    ):
        return "cpp"
    return kind.language if kind.language in LANGUAGES or kind.language == "notebook" else ""


def read_source_file(path: Path, shown: str, kind: FileKind, bounds: Bounds) -> Content:
    """Read one file as far as it is safe. ``shown`` is the path that the problem names. Raises nothing."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(bounds.source_bytes + 1)
    except OSError as error:
        return _refused(shown, Message("problem.not_readable", error=error.strerror))
    if len(data) > bounds.source_bytes:
        if not kind.parsed:
            return Content(None)
        return _refused(shown, Message("problem.large_source", bytes=f"{bounds.source_bytes:,}"))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif b"\0" in data[:65536]:
        return _refused(shown, Message("problem.binary")) if kind.parsed else Content(None)
    if kind.parsed and kind.language != "notebook" and _is_minified(data, bounds):
        return _refused(shown, Message("problem.minified"))
    return _decoded(data, shown, kind)


def _decoded(data: bytes, shown: str, kind: FileKind) -> Content:
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.isascii():
        return Content(data)
    try:
        data.decode("utf-8")
        return Content(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    for row in data.split(b"\n", 2)[:2] if kind.language == "python" else []:
        cookie = _COOKIE.match(row)
        if cookie is not None:
            try:
                return Content(data.decode(cookie[1].decode("ascii")).encode("utf-8"))
            except (LookupError, ValueError):
                break
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    encoding = "cp1251" if sum(map(len, _CYRILLIC.findall(data))) * 2 > high else "latin-1"
    message = Message("problem.read_as", encoding=encoding)
    return Content(data.decode(encoding, "replace").encode("utf-8"), Problem(shown, line, message, RULE))


def _is_minified(data: bytes, bounds: Bounds) -> bool:
    if len(data) < _MINIFIED_FROM:
        return False
    lines = data.count(b"\n") + 1
    if len(data) // lines > _MINIFIED_LINE:
        return True
    return len(data) > bounds.line_bytes and max(map(len, data.split(b"\n"))) > bounds.line_bytes


def _refused(shown: str, message: str) -> Content:
    return Content(None, Problem(shown, 1, message, RULE))


_TEST_FILE = lazy_pattern(
    r"(?:^|/)(?:tests?|__tests__|spec)/|(?:^|/)(?:test_[^/]*|[^/]*(?:_test|_spec|\.test|\.spec|Tests?))\.\w+$")


def is_test_file(path: str) -> bool:
    """Return whether a source file holds tests by its name, as pytest, go test, JUnit, Jest and RSpec look for them."""
    return bool(_TEST_FILE.search(path))
