"""Symbols with the text of their files → documents: what a name, a docstring, a comment and a body say.

Names may say nothing (they may be short, in another language, or taken away), so what stands around a symbol speaks for
it too: the docstring of its class and file, and those of the definitions that it calls.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from vaultkit.model import Symbol
from vaultkit.source.files import is_test_file
from vaultkit.source.vendored import is_foreign
from vaultkit.suggest.corpus import Corpus, Terms
from vaultkit.suggest.types import Document
from vaultkit.text.lazy_pattern import lazy_pattern

KINDS = ("function", "method", "class", "module", "file")
_LITERAL = lazy_pattern(r'[rRuU]?("""|\'\'\')(.*?)\1', re.S)
_LINE_COMMENT = lazy_pattern(r"(?:^|(?<=\s))(?:#+!?(?=[ \t])|//+!?|--+(?=\s)|;;+)[ \t]*([^\n]*)$", re.M)
_BLOCK_COMMENT = lazy_pattern(r"/\*+(.*?)\*/", re.S)
_TRACE = lazy_pattern(r"(?:vault|implements)\s*:\s*\[\[.*?\]\]", re.I)
_IDENTIFIER = lazy_pattern(r"[^\W\d]\w{2,}")
# Files that do nothing themselves.
_DATA = ("requirements", "json", "go.mod", "gguf", "html", "css", "ini", "env")
_MOST_CALLS = 8
_FILE_BYTES = 2_000_000
_SENTENCE = 160
_MEANING = 700


def symbol_documents(symbols: Iterable[Symbol], texts: Mapping[tuple[str, str], str]) -> list[Document]:
    """One document for each function, method, class and file that is no test. ``texts``: (root, file) → text of the
    file; a symbol of a file that is not in it has its name, place and docstring only."""
    files: dict[tuple[str, str], list[Symbol]] = defaultdict(list)
    for symbol in symbols:
        if symbol.kind in KINDS and symbol.language not in _DATA and not is_test_file(symbol.file):
            files[symbol.root, symbol.file].append(symbol)
    callees = _callees(files)
    return [document for key, found in files.items() for document in _of_file(found, texts.get(key, ""), callees)]


def _of_file(symbols: Sequence[Symbol], text: str, callees: Mapping[str, Symbol]) -> Iterator[Document]:
    lines = text.splitlines()
    own = next((symbol for symbol in symbols if symbol.kind in ("module", "file")), None)
    docs = {symbol.name: symbol.doc for symbol in symbols if symbol.doc}
    for symbol in symbols:
        inner = [other for other in symbols if _inside(other, symbol)]
        written = "\n".join(_lines_of(symbol, lines, inner))
        doc, rest = _documentation(symbol, written)
        comments = " ".join([*_LINE_COMMENT.findall(rest), *_BLOCK_COMMENT.findall(rest)])
        body = _TRACE.sub(" ", rest)
        parent = symbol.name.rpartition(".")[0]
        whole = symbol.kind in ("module", "file")
        around = " ".join(filter(None, [
            docs.get(parent), own.doc if own is not None and not whole else None,
            *(_tail(other.name) for other in inner if whole or other.kind == "method")]))
        calls = "" if whole else " ".join(_called(symbol, body, callees))
        name = _stem(symbol.file) if whole else _tail(symbol.name)
        yield Document(
            "symbol", symbol.id, symbol.file, symbol.line,
            {"name": name, "parents": parent if not whole else "", "path": symbol.file, "doc": doc,
             "comments": _TRACE.sub(" ", comments), "body": body, "around": around, "calls": calls},
            _meaning(name, parent, doc or comments, around, calls), small=symbol.stub is not None)


def _meaning(name: str, parent: str, doc: str, around: str, calls: str) -> str:
    """The text whose vector stands for a symbol: its name as words and what it says of itself; a symbol without words
    of its own takes those around it."""
    spoken = " ".join(re.findall(r"[A-ZА-ЯЁ]+(?![a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|\d+", name))
    said = f"{spoken}. {doc}" if doc else f"{spoken} {parent.replace('.', ' ')}. {calls or around}"
    return said[:_MEANING]


def _documentation(symbol: Symbol, written: str) -> tuple[str, str]:
    """The whole docstring of a symbol (the index keeps its beginning) and the rest of its text."""
    known = symbol.doc or ""
    for match in _LITERAL.finditer(written):
        said = match[2].strip()
        if known and said[:20] == known[:20]:
            return said, written[:match.start()] + written[match.end():]
        break
    return known, written


def _lines_of(symbol: Symbol, lines: Sequence[str], inner: Sequence[Symbol]) -> Iterator[str]:
    """The lines of a symbol without those of the definitions inside of it, whose first line stays."""
    hidden: set[int] = set()
    if symbol.kind in ("class", "module", "file"):
        for other in inner:
            if other.kind != "constant":
                hidden.update(range(other.line + 1, other.end_line + 1))
    last = len(lines) if symbol.kind in ("module", "file") else symbol.end_line
    return (lines[number - 1] for number in range(symbol.line, min(last, len(lines)) + 1) if number not in hidden)


def _inside(other: Symbol, symbol: Symbol) -> bool:
    if other is symbol:
        return False
    return symbol.kind in ("module", "file") or other.name.startswith(symbol.name + ".")


def _callees(files: Mapping[tuple[str, str], Sequence[Symbol]]) -> dict[str, Symbol]:
    """Name → the one definition with that last name that says something of itself."""
    found: dict[str, Symbol] = {}
    several: set[str] = set()
    for symbols in files.values():
        for symbol in symbols:
            if symbol.kind in ("function", "method", "class"):
                name = _tail(symbol.name)
                if name in found:
                    several.add(name)
                found[name] = symbol
    return {name: symbol for name, symbol in found.items() if name not in several and symbol.doc}


def _called(symbol: Symbol, body: str, callees: Mapping[str, Symbol]) -> list[str]:
    """The first sentences of what a body names."""
    names = [name for name in dict.fromkeys(_IDENTIFIER.findall(body)) if name in callees]
    others = [callees[name] for name in names if callees[name].id != symbol.id][:_MOST_CALLS]
    return [(other.doc or "").split("\n\n", 1)[0][:_SENTENCE] for other in others]


def _tail(name: str) -> str:
    return name.rpartition(".")[2].split("~")[0]


def _stem(file: str) -> str:
    parts = file.split("/")
    name = parts[-1].split(".")[0] or parts[-1]
    return parts[-2] if name in ("__init__", "index", "mod", "lib", "main") and len(parts) > 1 else name


def source_texts(symbols: Iterable[Symbol]) -> dict[tuple[str, str], str]:
    """(root, file) → text of each file with symbols that is not too large."""
    found = {}
    for root, file in dict.fromkeys((symbol.root, symbol.file) for symbol in symbols):
        path = Path(root) / file
        try:
            if path.stat().st_size <= _FILE_BYTES:
                found[root, file] = path.read_text("utf-8", errors="replace")
        except OSError:
            continue
    return found


def symbol_corpus(symbols: Iterable[Symbol], terms: Terms) -> Corpus:
    """The corpus of those of ``symbols`` that people here wrote: vendored, generated and minified files are left
    out."""
    found = list(symbols)
    texts = source_texts(found)
    foreign = {(root, file) for root, file in {(symbol.root, symbol.file) for symbol in found}
               if is_foreign(file, texts.get((root, file), "").encode("utf-8", "replace"))}
    return Corpus(symbol_documents([one for one in found if (one.root, one.file) not in foreign], texts), terms)
