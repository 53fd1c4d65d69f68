"""The habits of source trees: where a new thing beside given files belongs, in which language, how it is called, and
where its test lies and which framework runs it. Everything is counted from the files that are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename, dirname
from typing import Literal, NamedTuple

from vaultkit.messages.message import Message
from vaultkit.model import Symbol
from vaultkit.source.files import is_test_file
from vaultkit.source.languages import LANGUAGES, canonical
from vaultkit.storage.files import read_in
from vaultkit.text.lazy_pattern import lazy_pattern

Style = Literal["snake", "kebab", "camel", "pascal"]
_STYLES: tuple[tuple[Style, str], ...] = (
    ("snake", r"[a-z0-9]+(?:_[a-z0-9]+)+"), ("kebab", r"[a-z0-9]+(?:-[a-z0-9]+)+"),
    ("camel", r"[a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+"), ("pascal", r"[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)*"))
_WORDS = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


class Language(NamedTuple):
    """Habits of a language where a tree says nothing: the ending of files, the styles of names of files and of
    functions, the folder of tests (``""`` beside the file), a test's name, and the framework."""

    ending: str
    file: Style
    function: Style
    tests: str
    test: str
    framework: str


# The styles of PEP 8, Effective Go, the Rust API guidelines, Google's guides; the names that each runner looks for.
USUAL: dict[str, Language] = {
    "python": Language("py", "snake", "snake", "tests", "test_{}.py", "unittest"),
    "go": Language("go", "snake", "camel", "", "{}_test.go", "go test"),
    "rust": Language("rs", "snake", "snake", "tests", "{}_test.rs", "cargo test"),
    "javascript": Language("js", "kebab", "camel", "", "{}.test.js", "node:test"),
    "typescript": Language("ts", "kebab", "camel", "", "{}.test.ts", "vitest"),
    "java": Language("java", "pascal", "camel", "", "{}Test.java", "junit"),
    "c": Language("c", "snake", "snake", "tests", "test_{}.c", "assert"),
    "cpp": Language("cpp", "snake", "snake", "tests", "test_{}.cpp", "assert"),
    "shell": Language("sh", "kebab", "snake", "tests", "test_{}.sh", "sh"),
}
# What a test file, or the file that names a project's packages, says of the framework; the first that fits.
_SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "python": (("unittest", r"\b(?:unittest\.)?TestCase\b"), ("pytest", r"\bimport pytest\b|^(?:async )?def test_")),
    "javascript": (("vitest", r"\bvitest\b"), ("jest", r"@jest/|\bjest\b"), ("node:test", r"node:test"),
                   ("mocha", r"\bmocha\b|\bchai\b")),
    "java": (("junit", r"org\.junit"), ("testng", r"org\.testng")),
}
_SAID["typescript"] = _SAID["javascript"]
_PACKAGES = {"python": ("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", "requirements.txt",
                        "requirements-dev.txt", "conftest.py"),
             "javascript": ("package.json",), "typescript": ("package.json",)}
_NAMED_IN_PACKAGES = {"python": (("pytest", r"\bpytest\b"),), "javascript": _SAID["javascript"],
                      "typescript": _SAID["javascript"]}
_LOOKED_AT = 20
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Habits:
    """Habits for one new file. ``root`` is the source root (as in ``Symbol.root``), ``folder`` the one below it where
    the file belongs (``""``: the root itself), ``ending`` without its dot; ``tests`` the folder below the root for its
    test, ``test`` the form of a test file's name with ``{}`` for the name; ``why`` a reason for each, as Messages."""

    language: str
    root: str
    folder: str
    ending: str
    file_style: Style
    function_style: Style
    tests: str
    test: str
    framework: str
    why: tuple[str, ...]

    def file(self, name: str) -> str:
        """The path below the root of a new file for the function or idea ``name`` (in any style)."""
        return _joined(self.folder, f"{styled(name, self.file_style)}.{self.ending}")

    def function(self, name: str) -> str:
        """``name`` in the style of functions."""
        return styled(name, self.function_style)

    def test_file(self, path: str) -> str:
        """The path below the root of the test of the file at ``path``."""
        return _joined(self.tests or dirname(path), self.test.format(basename(path).rpartition(".")[0]))


def habits(symbols: Iterable[Symbol], roots: Sequence[Path], near: Collection[str] = (),
           language: str | None = None) -> Habits | None:
    """The habits of ``roots`` for a new thing beside the files ``near`` (paths below their root, most important
    first); in ``language`` (a name or a word after a fence) where one is wanted. None where there is no root.
    ``symbols`` are those of the source index."""
    if not roots:
        return None
    named = canonical(language)
    trees = [one for one in symbols if one.language in LANGUAGES and one.language != "sql"]
    files = {(one.root, one.file): one.language for one in trees if one.kind == "module"}
    plain = {key: kind for key, kind in files.items() if not is_test_file(key[1])}
    beside = [key for path in near for key in plain if key[1] == path]
    chosen, why_language = _language(named, plain, [plain[key] for key in beside])
    usual = USUAL.get(chosen, USUAL["python"])
    beside = [key for key in beside if plain[key] == chosen]
    same = [key for key, kind in plain.items() if kind == chosen]
    root, folder, why_folder = _place(beside, same, [str(path) for path in roots])
    own = [file for top, file in same if top == root]
    stems = [basename(file).rpartition(".")[0] for file in own]
    file_style, why_files = _style("files", stems, usual.file)
    names = [one.name.rpartition(".")[2] for one in trees
             if one.language == chosen and one.kind in ("function", "method") and not is_test_file(one.file)]
    function_style, why_functions = _style("functions", names, usual.function)
    ending = _common(basename(file).rpartition(".")[2] for file in own) or usual.ending
    tests = [file for (top, file), kind in files.items() if top == root and kind == chosen and is_test_file(file)]
    test_folder, test_form, why_tests = _tests(tests, set(own), folder, usual, ending)
    framework, why_framework = _framework(Path(root), chosen, tests, usual)
    return Habits(chosen, root, folder, ending, file_style, function_style, test_folder, test_form, framework,
                  (why_language, why_folder, why_files, why_functions, why_tests, why_framework))


def words_of(name: str) -> list[str]:
    """The words of a name in any style, in lower case."""
    return [word.lower() for part in re.split(r"[^A-Za-z0-9]+", name) for word in _WORDS.findall(part)]


def styled(name: str, style: Style) -> str:
    """``name`` in a style: ``kv cache`` → ``kv_cache``, ``kv-cache``, ``kvCache``, ``KvCache``."""
    words = words_of(name) or [name]
    if style in ("snake", "kebab"):
        return ("_" if style == "snake" else "-").join(words)
    upper = [word.capitalize() for word in words]
    return "".join([words[0], *upper[1:]] if style == "camel" else upper)


def _language(named: str | None, plain: dict[tuple[str, str], str], near: list[str]) -> tuple[str, Message]:
    if named is not None:
        return named, Message("habit.language_asked", language=named)
    if (found := _common(near)) is not None:
        return found, Message("habit.language_near", language=found, n=near.count(found), of=len(near))
    if (found := _common(plain.values())) is not None:
        count = sum(kind == found for kind in plain.values())
        return found, Message("habit.language", language=found, n=count, of=len(plain))
    return "python", Message("habit.language_none", language="python")


def _place(beside: list[tuple[str, str]], same: list[tuple[str, str]], roots: list[str]) -> tuple[str, str, Message]:
    """The root and folder: of the neighbours, else where most files of the language lie."""
    for keys, reason in ((beside, "habit.folder_near"), (same, "habit.folder")):
        counts = Counter((root, dirname(file)) for root, file in keys)
        if counts:
            (root, folder), n = min(counts.items(), key=lambda item: (-item[1], item[0][1].count("/"), item[0]))
            names = tuple(sorted(basename(file) for top, file in keys if (top, dirname(file)) == (root, folder))[:3])
            return root, folder, Message(reason, folder=folder or ".", count=n, names=names)
    return roots[0], "", Message("habit.folder_none")


def _style(what: str, names: Iterable[str], usual: Style) -> tuple[Style, Message]:
    """The style that most names of several words have; one word alone tells nothing."""
    counts: Counter[Style] = Counter()
    for name in names:
        found = next((style for style, form in _STYLES if re.fullmatch(form, name.strip("_"))), None)
        if found is not None and (found != "pascal" or len(words_of(name)) > 1):
            counts[found] += 1
    if not counts:
        return usual, Message(f"habit.{what}_usual", style=usual)
    style, n = counts.most_common(1)[0]
    return style, Message(f"habit.{what}", style=style, count=n, of=sum(counts.values()))


def _tests(tests: list[str], plain: set[str], folder: str, usual: Language, ending: str) -> tuple[str, str, Message]:
    """The folder and form of a test's name. Where tests mirror the tree, that of the file's own folder."""
    form = usual.test.rpartition(".")[0] + "." + ending
    if not tests:
        place = usual.tests
        return place, form, Message("habit.tests_usual", place=_joined(place or folder or ".", form.format("…")))
    forms = Counter(made for path in tests if (made := _form(basename(path))))
    if forms:
        form = forms.most_common(1)[0][0]
    folders = {dirname(path) for path in plain}
    if sum(dirname(path) in folders for path in tests) * 2 > len(tests):
        return "", form, Message("habit.tests_beside", name=form.format("…"), count=len(tests))
    top = _common(_test_top(path) for path in tests) or dirname(tests[0])
    places = Counter(dirname(path) for path in tests)
    mirrored = _mirrored(top, folder, places)
    return mirrored, form, Message("habit.tests", place=_joined(mirrored, form.format("…")), count=len(tests))


def _mirrored(top: str, folder: str, places: Counter[str]) -> str:
    """The folder below ``top`` that is called as the end of ``folder``, where there is one; else the one with most."""
    parts = folder.split("/") if folder else []
    for start in range(len(parts)):
        if (place := _joined(top, "/".join(parts[start:]))) in places:
            return place
    return top if top in places else places.most_common(1)[0][0]


def _test_top(path: str) -> str:
    parts = dirname(path).split("/")
    found = next((at for at, part in enumerate(parts) if part in ("test", "tests", "__tests__", "spec")), None)
    return "/".join(parts if found is None else parts[:found + 1])


def _form(name: str) -> str | None:
    """``test_{}.py`` for ``test_router.py``."""
    found = re.fullmatch(r"(test_)?(.+?)((?:_test|_spec|\.test|\.spec|Tests?)?\.\w+)", name)
    if found is None or not (found[1] or re.match(r"_|\.(?:test|spec)\.|Test", found[3])):
        return None
    return f"{found[1] or ''}{{}}{found[3]}"


def _framework(root: Path, language: str, tests: list[str], usual: Language) -> tuple[str, Message]:
    """The framework that the tests use, else the one that the project names, else what comes with the language."""
    said = _SAID.get(language, ())
    counts: Counter[str] = Counter()
    for path in sorted(tests)[:_LOOKED_AT] if said else []:
        text = _text(root, path)
        counts.update(next(([name] for name, form in said if re.search(form, text, re.M)), []))
    if counts:
        name = counts.most_common(1)[0][0]
        return name, Message("habit.framework", framework=name, path=tests[0])
    for path in _PACKAGES.get(language, ()):
        text = _text(root, path) or _text(root, f"../{path}", outside=True)
        for name, form in _NAMED_IN_PACKAGES.get(language, ()):
            if re.search(form, text):
                return name, Message("habit.framework", framework=name, path=path)
    return usual.framework, Message("habit.framework_usual", framework=usual.framework, language=language)


def _text(root: Path, path: str, *, outside: bool = False) -> str:
    """The text of a file of the tree, or beside it, in which a package's name is looked for; empty where none is."""
    try:
        place = root / path
        return read_in(place.parent if outside else root, place, _LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _common(values: Iterable[str]) -> str | None:
    found = Counter(values).most_common(1)
    return found[0][0] if found else None


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder not in ("", ".") else name
