"""Which files are sources or other evidence, and reading them without ever choking on one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from pathlib import Path

from vaultkit.config import Bounds
from vaultkit.model import Problem
from vaultkit.source.languages import EXTENSIONS, LANGUAGES
from vaultkit.source.parse import RULE

_HASH, _SLASH, _DASH, _SEMI, _HTML, _PERCENT, _NONE = "#", "//", "--", ";", "<!--", "%", ""
# Extension → (language, how a comment begins). Code in these is no symbol; the file itself is evidence.
_PLAIN = {
    **dict.fromkeys((".yaml", ".yml"), ("yaml", _HASH)),
    ".toml": ("toml", _HASH),
    ".json": ("json", _NONE),
    **dict.fromkeys((".jsonc", ".json5"), ("json", _SLASH)),
    **dict.fromkeys((".ini", ".cfg"), ("ini", _HASH + _SEMI)),
    ".conf": ("conf", _HASH + _SEMI),
    ".env": ("env", _HASH),
    ".properties": ("properties", _HASH),
    ".mk": ("make", _HASH),
    ".cmake": ("cmake", _HASH),
    **dict.fromkeys((".tf", ".hcl"), ("hcl", _HASH + _SLASH)),
    ".nix": ("nix", _HASH),
    ".rb": ("ruby", _HASH),
    ".pl": ("perl", _HASH),
    ".r": ("r", _HASH),
    ".jl": ("julia", _HASH),
    **dict.fromkeys((".ex", ".exs"), ("elixir", _HASH)),
    ".ps1": ("powershell", _HASH),
    ".fish": ("fish", _HASH),
    ".nim": ("nim", _HASH),
    ".graphql": ("graphql", _HASH),
    ".pyx": ("cython", _HASH),
    ".gd": ("gdscript", _HASH),
    ".cs": ("csharp", _SLASH),
    **dict.fromkeys((".kt", ".kts"), ("kotlin", _SLASH)),
    ".swift": ("swift", _SLASH),
    **dict.fromkeys((".scala", ".sbt"), ("scala", _SLASH)),
    ".php": ("php", _SLASH + _HASH),
    ".dart": ("dart", _SLASH),
    **dict.fromkeys((".groovy", ".gradle"), ("groovy", _SLASH)),
    ".zig": ("zig", _SLASH),
    ".proto": ("proto", _SLASH),
    **dict.fromkeys((".css", ".scss", ".less"), ("css", _SLASH)),
    **dict.fromkeys((".m", ".mm"), ("objective-c", _SLASH)),
    **dict.fromkeys((".fs", ".fsx"), ("fsharp", _SLASH)),
    ".sol": ("solidity", _SLASH),
    ".metal": ("metal", _SLASH),
    **dict.fromkeys((".glsl", ".vert", ".frag", ".comp", ".wgsl"), ("shader", _SLASH)),
    ".lua": ("lua", _DASH),
    **dict.fromkeys((".hs", ".elm"), ("haskell", _DASH)),
    ".adb": ("ada", _DASH),
    **dict.fromkeys((".clj", ".cljs", ".lisp", ".el", ".scm", ".rkt"), ("lisp", _SEMI)),
    **dict.fromkeys((".asm", ".s"), ("assembly", _SEMI + _HASH)),
    ".erl": ("erlang", _PERCENT),
    **dict.fromkeys((".html", ".htm", ".xml", ".xhtml"), ("html", _HTML)),
    **dict.fromkeys((".vue", ".svelte"), ("component", _HTML + _SLASH)),
    ".j2": ("jinja", _HASH + _HTML),
    ".service": ("systemd", _HASH),
    ".gguf": ("gguf", _NONE),
}
_NAMES = (
    ("Dockerfile*", "dockerfile", _HASH),
    ("*.Dockerfile", "dockerfile", _HASH),
    ("*.dockerfile", "dockerfile", _HASH),
    ("Containerfile*", "dockerfile", _HASH),
    ("Modelfile*", "modelfile", _HASH),
    ("*.Modelfile", "modelfile", _HASH),
    ("*.modelfile", "modelfile", _HASH),
    ("Makefile*", "make", _HASH),
    ("makefile", "make", _HASH),
    ("GNUmakefile", "make", _HASH),
    ("CMakeLists.txt", "cmake", _HASH),
    ("[Jj]ustfile", "just", _HASH),
    ("Jenkinsfile*", "groovy", _SLASH),
    ("Vagrantfile", "ruby", _HASH),
    ("Rakefile", "ruby", _HASH),
    ("Gemfile", "ruby", _HASH),
    ("Procfile*", "procfile", _HASH),
    ("Caddyfile", "caddy", _HASH),
    (".env*", "env", _HASH),
    ("BUILD", "bazel", _HASH),
    ("WORKSPACE", "bazel", _HASH),
    ("*.bazel", "bazel", _HASH),
    ("Tiltfile", "bazel", _HASH),
    ("Snakefile", "snakemake", _HASH),
    ("requirements*.txt", "requirements", _HASH),
    ("go.mod", "go.mod", _SLASH),
)
_NAME = re.compile("|".join(f"({translate(pattern)})" for pattern, _, _ in _NAMES))
_OWN = {"vaultkit-accepted.json", "vaultkit-baseline.json", "vaultkit.toml"}
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")
_MINIFIED_FROM = 20_000
_MINIFIED_LINE = 1_500


@dataclass(frozen=True, slots=True)
class FileKind:
    """``language`` is one of ours when ``parsed``, else what the file is; ``comment`` holds its comment markers."""

    language: str
    parsed: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes as UTF-8 without a BOM, None when it is not read; ``problem`` says what is odd about it."""

    data: bytes | None
    problem: Problem | None = None


def kind_of(name: str) -> FileKind | None:
    """What a file of this name is, or None when it is no evidence of anything."""
    if name in _OWN:
        return None
    dot = name.rfind(".")
    suffix = name[dot:].lower() if dot > 0 else ""
    language = EXTENSIONS.get(suffix)
    if language is not None:
        return FileKind(language, True)
    if (named := _NAME.match(name)) is not None:
        _, plain, comment = _NAMES[(named.lastindex or 1) - 1]
        return FileKind(plain, False, comment)
    return _by_suffix(suffix)


@lru_cache
def _by_suffix(suffix: str) -> FileKind | None:
    found = _PLAIN.get(suffix)
    return FileKind(found[0], False, found[1]) if found is not None else None


def language_of(kind: FileKind, data: bytes) -> str:
    """The grammar to use: a ``.h`` file is C++ when it says so."""
    if kind.language == "c" and re.search(
        rb"^\s*(?:class|namespace|template|using)\b[^;\n]*[{<;\n]|^\s*(?:public|private|"
        rb"protected)\s*:",
        data,
        re.M,
    ):
        return "cpp"
    return kind.language if kind.language in LANGUAGES or kind.language == "notebook" else ""


def read(path: Path, shown: str, kind: FileKind, bounds: Bounds) -> Content:
    """Read one file as far as it is safe. ``shown`` is the path that the problem names. Raises nothing."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(bounds.source_bytes + 1)
    except OSError as error:
        return _refused(shown, f"can't be read ({error.strerror}): make it readable")
    if len(data) > bounds.source_bytes:
        if not kind.parsed:
            return Content(None)
        return _refused(
            shown, f"is over {bounds.source_bytes:,} bytes, not read: raise bounds.source_bytes or ignore it"
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif b"\0" in data[:65536]:
        return _refused(shown, "is binary, not read") if kind.parsed else Content(None)
    if kind.parsed and kind.language != "notebook" and _is_minified(data, bounds):
        return _refused(
            shown,
            "looks minified or generated (very long lines), not read: add it to .gitignore or the roots' "
            "ignored folders",
        )
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
    message = f"is not UTF-8, read as {encoding}: save it as UTF-8"
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
