"""Rules for what the walk leaves out, and what Obsidian hides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pathspec import GitIgnoreSpec

from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.storage.files import read_in
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import fold
from vaultkit.vault.obsidian import Unreadable, settings_in

_FRONT, _DEEP = "(?:.+/)?", "(?:/.+)?/"
_GLOB_TOKEN = lazy_pattern(
    r"\(\?:\.\+/\)\?|\(\?:/\.\+\)\?/|\[\^/\][*+]|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|\(.*|.", re.DOTALL)
_STARS = {"[^/]*": "[^/]*?", "[^/]+": "[^/]+?"}
_FOLDERS = {_FRONT: "(?:.+?/)??", _DEEP: "(?:/.+?)??/"}


def git_rules(lines: Iterable[str]) -> GitIgnoreSpec:
    """The rules that the lines of a .gitignore are."""
    spec = GitIgnoreSpec.from_lines(lines)
    written = [pattern.regex.pattern if pattern.regex else "" for pattern in spec.patterns]
    linear = [unambiguous(text) for text in written]
    if linear == written:
        return spec
    patterns = [pattern if new == old else type(pattern)(re.compile(new), pattern.include)
                for pattern, new, old in zip(spec.patterns, linear, written, strict=True)]
    try:
        return GitIgnoreSpec(patterns, backend="simple")  # others know no atomic groups
    except TypeError:  # before pathspec 1.0 there was one only
        return GitIgnoreSpec(patterns)


def unambiguous(regex: str) -> str:
    """pathspec's regular expression of a pattern, matching the same and never in two ways."""
    tokens = _GLOB_TOKEN.findall(regex)
    if sum(token in _STARS for token in tokens) < 2 and sum(token in _FOLDERS for token in tokens) < 2:
        return regex
    parts = list(_between(tokens, _FOLDERS))
    return "".join(_first(lead, "".join(_segments(body)) + "(?=/)", _FOLDERS) if lead and at < len(parts) - 1
                   else lead + "".join(_segments(body)) for at, (lead, body) in enumerate(parts))


def _segments(tokens: list[str]) -> Iterator[str]:
    """Return what stands between two slashes, each star but the last of it made sure of its place."""
    while tokens:
        end = tokens.index("/") + 1 if "/" in tokens else len(tokens)
        parts, tokens = list(_between(tokens[:end], _STARS)), tokens[end:]
        for at, (lead, body) in enumerate(parts):
            yield _first(lead, "".join(body), _STARS) if lead and at < len(parts) - 1 else lead + "".join(body)


def _between(tokens: list[str], leads: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Each of ``leads`` among the tokens with what follows it; what stands before the first one has none."""
    lead, body = "", list[str]()
    for token in tokens:
        if token in leads:
            yield lead, body
            lead, body = token, []
        else:
            body.append(token)
    yield lead, body


def _first(lead: str, body: str, leads: dict[str, str]) -> str:
    return f"(?>{leads[lead]}{body})"


LARGEST = 1_000_000
LONGEST = 512
_MOST_WIDE = 3
_WIDE = 16
_VERBOSE = lazy_pattern(r"\(\?[a-zA-Z]*x")
_TOKEN = lazy_pattern(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<[^>=!][^>]*>|<?[=!]|[^)])?)?|\{(?=[\d,])(\d*)(,?)(\d*)\}|.", re.DOTALL
)


def refusal(pattern: str) -> str | None:
    """Return why a pattern is not run, or None when it may be, on texts of at most LONGEST characters."""
    if len(pattern) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if _VERBOSE.search(pattern):
        return "flags inside of it are not read"
    # Of each open group, whether it can match in several ways; at the bottom the pattern itself.
    open_groups, closed, wide, before = [False], False, 0, ""
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        most = _most(token) if before not in ("", "(", "|") else None
        if most is not None and before != "quantifier":
            if closed and most > 1:
                return "a repetition of a group that holds a repetition or a choice may take forever"
            open_groups[-1] = True
            wide += most >= _WIDE
            before = "quantifier"
            continue
        if most is None or text not in "+?":
            before = text[:1] if text[:1] in ("(", "|") else "text"
        closed = False
        if text[0] == "(":
            open_groups.append(False)
        elif text == ")" and len(open_groups) > 1:
            closed = open_groups.pop()
            open_groups[-1] = open_groups[-1] or closed
        elif text == "|":
            open_groups[-1] = True
    return f"more than {_MOST_WIDE} wide repetitions may take very long" if wide > _MOST_WIDE else None


def _most(token: re.Match[str]) -> int | None:
    """Return how often a quantifier repeats what stands before it at most; None for any other token."""
    if token[0] in ("*", "+"):
        return _WIDE
    if token[0] == "?":
        return 1
    if token[2] is None:
        return None
    number = token[3] if token[2] else token[1]
    return int(number[:9]) if number else _WIDE


# Bytes of rules that are read of one file; a person's have some hundred.
_MOST = 1_000_000
APP_SETTINGS = ".obsidian/app.json"


class IgnoreRules:
    """Globs of the setting ``ignore`` and, on request, the .gitignore files of the vault and of the folders above it
    up to the repository's root. A path asked for is vault-relative, a folder's ends in a slash."""

    def __init__(self, root: Path, globs: Sequence[str], gitignore: bool) -> None:
        self._root = root
        self._git = gitignore
        self._specs: list[tuple[str, GitIgnoreSpec]] = []
        if globs:
            self._add("", list(globs))
        if gitignore:
            self._add_above()

    @property
    def active(self) -> bool:
        """False when nothing can be ignored, so that the walk need not ask."""
        return self._git or bool(self._specs)

    def enter(self, folder: str) -> None:
        """Take up the .gitignore of a folder (vault-relative, closing slash) before its files are asked for."""
        if self._git:
            self._add(folder, _lines(self._root / folder / ".gitignore"))

    def ignored(self, path: str) -> bool:
        """Return whether the nearest rule for ``path`` leaves it out (gitignore(5): in a file the last match
        decides)."""
        for base, spec in reversed(self._specs):
            if base.startswith("../"):
                verdict = spec.check_file(base[3:] + path).include
            elif path.startswith(base):
                verdict = spec.check_file(path[len(base) :]).include
            else:
                continue
            if verdict is not None:
                return verdict
        return False

    def _add(self, base: str, lines: list[str]) -> None:
        if lines:
            self._specs.append((base, git_rules(lines)))

    def _add_above(self) -> None:
        inner, folders = self._root.resolve(), []
        for parent in (inner, *inner.parents):
            if parent != inner:
                folders.append(parent)
            if (parent / ".git").exists():
                self._add("../" + _below(parent, inner), _lines(parent / ".git" / "info" / "exclude"))
                for above in reversed(folders):
                    self._add("../" + _below(above, inner), _lines(above / ".gitignore"))
                # A folder that git ignores as a whole was named on purpose: the rules of its parents do not apply.
                if parent != inner and self.ignored(""):
                    self._specs = [spec for spec in self._specs if not spec[0].startswith("../")]
                return


def user_filters(root: Path) -> tuple[list[str], list[Problem]]:
    """``userIgnoreFilters`` of ``.obsidian/app.json`` as written, and what is wrong with that file."""
    try:
        filters = settings_in(root, APP_SETTINGS).get("userIgnoreFilters")
    except Unreadable as error:
        return [], [
            Problem(APP_SETTINGS, 1, Message("problem.exclusions", error=error), "note-unreadable")
        ]
    return [f for f in filters if isinstance(f, str) and f] if isinstance(filters, list) else [], []


def excluder(filters: Sequence[str]) -> tuple[Callable[[str], bool], list[Problem]]:
    """A test of paths after ``userIgnoreFilters``: ``/…/`` is a regular expression, all else the beginning of a path
    (Obsidian Help, Settings, Excluded files). Of a very long path only the beginning is searched."""
    patterns, starts, problems = [], [], []
    for text in filters:
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            try:
                wrong: object = refusal(text[1:-1])
                if not wrong:
                    patterns.append(re.compile(text[1:-1]))
            except (re.error, OverflowError, RecursionError) as error:
                wrong = error
            if wrong:
                message = Message("problem.exclusion", pattern=text, error=wrong)
                problems.append(Problem(APP_SETTINGS, 1, message, "note-unreadable"))
        else:
            starts.append(fold(text.lstrip("/")))
    if not patterns and not starts:
        return lambda path: False, problems
    prefixes = tuple(starts)

    def excluded(path: str) -> bool:
        path = unicodedata.normalize("NFC", path)
        return fold(path).startswith(prefixes) or any(pattern.search(path[:LONGEST]) for pattern in patterns)

    return excluded, problems


def _below(parent: Path, inner: Path) -> str:
    relative = inner.relative_to(parent).as_posix()
    return "" if relative == "." else relative + "/"


def _lines(path: Path) -> list[str]:
    """The lines of a file of git's; none where it is a link that leads out of its folder, which git does not follow
    either (gitignore(5)), or no file that a person wrote."""
    try:
        return read_in(path.parent, path, LARGEST).decode("utf-8", "replace").splitlines()
    except OSError:
        return []
