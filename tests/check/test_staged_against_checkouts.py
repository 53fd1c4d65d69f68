"""``check --staged`` against its definition: whole checks of the last commit and of the index, checked out apart."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from check_repo import Repo

NAMES = ["Цель", "План", "Итог", "Заметка один", "deep/Цель", "deep/План", "Другое"]
HEADINGS = ["Шаги", "Вывод", "Ещё"]
CODE = {"a.py": ["def run():\n    return 1\n", "def run():\n    return 'quite another'\n", "def go():\n    pass\n", None],
        "src/b.py": ["class B:\n    def read(self):\n        return 1\n", "class C:\n    x = 1\n", None]}
# What rests on history (where code went) or on what was known before is no matter of two checkouts.
LEFT_OUT = {"new-gap", "code-moved", "code-missing", "stale-mention"}


def note(rng: random.Random) -> str:
    lines = []
    if rng.random() < 0.4:
        lines += ["---", f"kind: {rng.choice(['concept', 'algorithm', 'scheme', 'note', 'кнцепт'])}"]
        lines += [f"{rng.choice(['algorithms', 'implements', 'related'])}: \"[[{rng.choice(NAMES)}]]\""]
        lines += [f"uid: {rng.randrange(6)}"] if rng.random() < 0.5 else []
        lines += [f"aliases: [{rng.choice(['псевдоним', 'Итог', 'кличка'])}]"] if rng.random() < 0.4 else []
        lines += ["---"]
    for _ in range(rng.randrange(1, 5)):
        target = rng.choice(NAMES).rsplit("/", 1)[-1]
        lines.append(rng.choice([
            f"текст [[{target}]]", f"[[{target}#{rng.choice(HEADINGS)}]]", f"[[{target}#^id{rng.randrange(3)}]]",
            f"## {rng.choice(HEADINGS)}", f"строка ^id{rng.randrange(3)}", f"![[рис{rng.randrange(3)}.png]]",
            f"[м](<{target}.md>)", "> [!note] Выноска\n> [[кличка]]", "просто текст"]))
        lines.append("")
    return "\n".join(lines) + "\n"


def change(repo: Repo, rng: random.Random) -> None:
    """Write, delete or rename one file of the work tree."""
    kind = rng.random()
    path = repo.top / f"{rng.choice(NAMES)}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind < 0.5:
        path.write_text(note(rng), encoding="utf-8")
    elif kind < 0.65:
        path.unlink(missing_ok=True)
    elif kind < 0.8 and path.exists():
        path.rename(repo.top / f"{rng.choice(['Новое имя', 'Ещё одно', 'цель'])}.md")
    elif kind < 0.9:
        picture = repo.top / f"рис{rng.randrange(3)}.png"
        picture.unlink() if picture.exists() else picture.write_bytes(b"png")
    else:
        name = rng.choice(list(CODE))
        text = rng.choice(CODE[name])
        file = repo.top / name
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True) if text is None else file.write_text(text, encoding="utf-8")


def checked_out(repo: Repo, folder: Path, what: str) -> set[tuple[str, str, str]]:
    """(path, rule, fingerprint) of the whole vault as the commit or the index has it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    args = ["checkout-index", "-a"] if what == "index" else ["archive", "HEAD", "-o", str(folder / ".tar")]
    if what == "index":
        repo.git(*args, f"--prefix={folder}/")
    else:
        repo.git(*args)
        shutil.unpack_archive(folder / ".tar", folder, "tar")
        (folder / ".tar").unlink()
    there = Repo(folder)
    return {(item["path"], item["rule"], item["fingerprint"]) for item in there.findings() if item["rule"] not in LEFT_OUT}


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_two_whole_checks_say(repo: Repo, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(12):
        change(repo, rng)
    repo.commit({".gitignore": ".vaultkit/\n"})
    for _ in range(4):
        for _ in range(rng.randrange(1, 5)):
            change(repo, rng)
        repo.git("add", "-A")
        for _ in range(rng.randrange(0, 4)):
            change(repo, rng)
        changed = {path for path in repo.git("diff", "--cached", "--name-only", "--no-renames", "-z").stdout.split("\0") if path}
        before, after = checked_out(repo, tmp_path / "до", "HEAD"), checked_out(repo, tmp_path / "после", "index")
        expected = {item for item in after if item[0] in changed or item not in before}
        found = {(item["path"], item["rule"], item["fingerprint"]) for item in repo.findings("--staged")
                 if item["rule"] not in LEFT_OUT}
        assert found == expected
        if rng.random() < 0.5:
            repo.commit()
