"""What the README shows as output of a command is what the command prints on sample_vault."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_gap_that_is_shown(root: Path, vaultkit: Run, sample_vault: Path) -> None:
    shown = re.search(r"^ +```\n(.*?)^ +```$", (root / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert shown
    title = shown[1].split("  ")[1].strip()
    done = vaultkit("--vault", sample_vault, "gaps", "--concept", title)
    assert words(shown[1]) in words(done.stdout)


def test_the_answer_that_is_shown(root: Path, vaultkit: Run, sample_vault: Path) -> None:
    shown = re.search(r"^\$ vaultkit ask '(.*?)'\n(.*?)^```$", (root / "README.md").read_text("utf-8"),
                      re.DOTALL | re.MULTILINE)
    assert shown and shown[2].strip()
    assert vaultkit("--vault", sample_vault, "index").returncode == 0
    done = vaultkit("--vault", sample_vault, "ask", shown[1])
    assert done.returncode == 0, done.stderr
    # The answer may gain a sentence when choosing gets better; what is shown must be said, with its footnote.
    sentences = re.findall(r".+?\[\^\d+\]", words(shown[2]))
    assert sentences
    assert [sentence for sentence in sentences if sentence.strip() not in words(done.stdout)] == []
