"""Vaults for benchmarks/suggest.py: sample_vault without its links to code, and the documentation of packages whose
sources are to be found again, plain, with the names taken out of the notes, and with the names in the code replaced.
"""

from __future__ import annotations

import hashlib
import io
import keyword
import re
import shutil
import tokenize
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import yaml

from vaultkit.source.files import is_test_file
from vaultkit.workspace import Vault

ROOT = Path(__file__).resolve().parent.parent
_ROLE = re.compile(r"(?::[\w:]+:|\{[\w:]+\})`([^`]+)`")
_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:py:)?(?:class|function|method|attribute|exception|autofunction|autoclass)::"
                        r"[ \t]*(?:async )?([\w.]+)", re.M)
_NOISE = re.compile(r"^[ \t]*(?:\.\. (?!note|warning|tip)[^\n]*|:[\w-]+:[^\n]*|```\{[^\n]*|```|\([\w-]+\)=)$", re.M)
_UNDERLINED = re.compile(r"^(?:([=~\-^\"'*#+])\1{2,}\n)?([^\n]+)\n([=~\-^\"'*#+])\3{2,}$", re.M)
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.M)
_COMPOUND = re.compile(r"[a-z0-9][A-Z]|_|[A-Z][a-z]+[A-Z]")
_FEWEST_WORDS, _MOST_GOLD = 40, 3
Gold = dict[str, list[str]]


class Task(NamedTuple):
    """A vault, and for each of its concepts the ids (or whole files) that are right; ``claim`` False: no concept of it
    has code of its own."""

    name: str
    vault: Path
    gold: Gold


def sample_tasks(folder: Path) -> list[Task]:
    """sample_vault with the links to code of one concept after the other taken out: one copy for each."""
    expected = yaml.safe_load((ROOT / "tests/sample_vault_expected.yaml").read_text("utf-8"))
    gold = {concept: [id for id in facts["code"] if id != "split_layers.py#plan_layers"]
            for concept, facts in expected["concepts"].items() if facts.get("code")} | expected["suggest"]
    tasks = []
    for number, (concept, ids) in enumerate(sorted(gold.items())):
        if not ids:
            continue
        copy = folder / f"sample-{number}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ROOT / "sample_vault", copy, ignore=shutil.ignore_patterns(".vaultkit"))
        _unlink(copy, concept, ids)
        tasks.append(Task("sample", copy, {concept: ids}))
    return tasks


def _unlink(vault: Path, concept: str, ids: list[str]) -> None:
    """Take out every property, comment and inline code that ties code to the concept."""
    names = {id.rpartition("#")[2].rpartition(".")[2] if "#" in id else id for id in ids}
    files = {id.partition("#")[0] for id in ids}
    stem = Path(concept).stem
    for note in vault.rglob("*.md"):
        text = note.read_text("utf-8")
        front, mark, body = text.partition("\n---\n")
        front = "\n".join(line for line in front.split("\n") if not any(file in line for file in files))
        front = re.sub(r"^code:\n(?=\w|\Z)", "", front, flags=re.M)
        if note == vault / concept or any(file in body for file in files):
            said = re.compile(r"`[^`\n]*(?:" + "|".join(map(re.escape, sorted(names | files))) + r")[^`\n]*`")
            body = said.sub("", body)
        note.write_text(front + mark + body, "utf-8")
    for source in (vault / "code").rglob("*"):
        if source.is_file() and source.suffix in (".py", ".yaml", "") :
            text = source.read_text("utf-8")
            source.write_text(re.sub(rf"(?:vault|implements):\s*\[\[{re.escape(stem)}\]\]", "", text), "utf-8")


def package_tasks(sdist: Path, folder: Path) -> list[Task]:
    """A package's documentation as concepts: ``sdist`` is the unpacked folder."""
    docs = [path for path in sorted((sdist / "docs").rglob("*")) if path.suffix in (".rst", ".md")
            and path.stem not in ("changes", "news", "api", "upgrade-guides")]
    sources = sdist / "src" if (sdist / "src").is_dir() else sdist / sdist.name.rsplit("-", 1)[0]
    base = folder / sdist.name
    tasks = []
    for mask in ("plain", "masked", "renamed"):
        vault = base.with_name(f"{base.name}-{mask}")
        shutil.rmtree(vault, ignore_errors=True)
        (vault / "notes").mkdir(parents=True)
        shutil.copytree(sources, vault / "source", ignore=shutil.ignore_patterns("tests", "*.pyc", "templates"))
        (vault / "vaultkit.toml").write_text('[source]\nroots = ["source"]\n', "utf-8")
        tails = _symbols(vault)
        gold: Gold = {}
        for page in docs:
            for title, text in _sections(page.read_text("utf-8", errors="replace")):
                _add(vault, f"{title} ({page.stem})", text, tails, gold, mask == "masked")
        if mask == "renamed":
            gold = _rename(vault / "source", tails, gold)
        tasks.append(Task(f"{sdist.name.rsplit('-', 1)[0]} {mask}", vault, gold))
    return tasks


def _symbols(vault: Path) -> dict[str, list[tuple[str, str]]]:
    """Last name → (id, qualified name) of the definitions that are no tests."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with Vault.open(vault) as opened:
        for symbol in opened.source.symbols():
            if symbol.kind in ("function", "method", "class") and not is_test_file(symbol.file):
                found[symbol.name.rpartition(".")[2]].append((symbol.id, symbol.name))
    return found


def _sections(text: str) -> list[tuple[str, str]]:
    text = _UNDERLINED.sub(lambda match: f"# {match[2].strip()}", text)
    parts = _HEADING.split(text)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _add(vault: Path, title: str, text: str, tails: dict[str, list[tuple[str, str]]], gold: Gold, masked: bool) -> None:
    named = [*_DIRECTIVE.findall(text), *(match[1] for match in _ROLE.finditer(text))]
    ids = dict.fromkeys(id for name in named if (id := _meant(name, tails)))
    if not 1 <= len(ids) <= _MOST_GOLD:
        return
    name = re.sub(r"[^\w ().-]", "", title).strip(" .")
    if masked:
        words = {id.rpartition("#")[2].rpartition(".")[2] for id in ids}
        text = _DIRECTIVE.sub("", text)
        text = _ROLE.sub(lambda match: "it" if _tail(match[1]) in words else f"`{_tail(match[1])}`", text)
        text = re.sub(r"`+[^`\n]*\b(?:" + "|".join(map(re.escape, words)) + r")\b[^`\n]*`+", "it", text)
        for word in words:
            if _COMPOUND.search(word):
                text = re.sub(rf"[\w.]*\b{re.escape(word)}\b", "it", text)
                name = re.sub(rf"[\w.]*\b{re.escape(word)}\b", "it", name)
            name = name.replace(f"{word}", "it") if name.split(" (")[0].strip() in (word, f"{word}()") else name
    else:
        text = _ROLE.sub(lambda match: f"`{_tail(match[1])}`", _DIRECTIVE.sub(lambda match: f"`{match[1]}`", text))
    text = _NOISE.sub("", text).strip()
    if len(text.split()) < _FEWEST_WORDS:
        return
    path = f"notes/{name}.md"
    (vault / path).write_text(f"---\nkind: concept\n---\n# {name}\n\n{text}\n", "utf-8")
    gold[path] = list(ids)


def _tail(role: str) -> str:
    target = re.search(r"<([^>]+)>$", role)
    return (target[1] if target else role).lstrip("~!").rstrip("()").rpartition(".")[2]


def _meant(role: str, tails: dict[str, list[tuple[str, str]]]) -> str | None:
    """The one definition that a role names."""
    target = re.search(r"<([^>]+)>$", role)
    parts = (target[1] if target else role).lstrip("~!").rstrip("()").split(".")
    found = tails.get(parts[-1], [])
    if len(found) > 1 and len(parts) > 1:
        found = [one for one in found if one[1].endswith(".".join(parts[-2:]))] or \
                [one for one in found if parts[-2] in one[0].partition("#")[0]]
    if len(found) > 1:
        found = [one for one in found if "." not in one[1]]
    return found[0][0] if len(found) == 1 else None


def _rename(source: Path, tails: dict[str, list[tuple[str, str]]], gold: Gold) -> Gold:
    """Give every definition a name that says nothing, in code and, where it is spelled like one, in strings and
    comments; files are named anew too."""
    names = {name for name in tails if len(name) > 2 and not name.startswith("__") and not keyword.iskeyword(name)}
    stems = {path.stem for path in source.rglob("*.py")} - {"__init__"}
    new = {name: "v" + hashlib.sha256(name.encode()).hexdigest()[:7] for name in names | stems}
    spelled = re.compile(r"\b(?:" + "|".join(sorted((re.escape(n) for n in new if _COMPOUND.search(n)), key=len,
                                                    reverse=True)) + r")\b")
    for path in sorted(source.rglob("*.py")):
        text = path.read_text("utf-8", errors="replace")
        path.unlink()
        path.with_name(f"{new.get(path.stem, path.stem)}.py").write_text(_renamed(text, new, spelled), "utf-8")
    return {note: [_new_id(id, new) for id in ids] for note, ids in gold.items()}


def _renamed(text: str, new: dict[str, str], spelled: re.Pattern[str]) -> str:
    lines = text.splitlines(keepends=True)
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return text
    for token in reversed(tokens):
        if token.type == tokenize.NAME and token.string in new:
            row, start, end = token.start[0] - 1, token.start[1], token.end[1]
            lines[row] = lines[row][:start] + new[token.string] + lines[row][end:]
    return spelled.sub(lambda match: new[match[0]], "".join(lines))


def _new_id(id: str, new: dict[str, str]) -> str:
    file, _, name = id.partition("#")
    folder, _, base = file.rpartition("/")
    stem = base.removesuffix(".py")
    parts = [new.get(part, part) for part in name.split(".")]
    return f"{folder}{'/' if folder else ''}{new.get(stem, stem)}.py#{'.'.join(parts)}"
