"""Several files as one: whenever the process is killed, the next command leaves all old or all new."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultkit import Vault
from vaultkit.errors import EnvironmentFailure
from vaultkit.storage import index_folder
from vaultkit.storage.journal import NAME
from vaultkit.workspace.renaming import rename


def killed(folder: Path, step: int) -> bool:
    """Rename in a process that is killed before its ``step``-th call of the system that changes files; False when it
    came to its end before."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    left, armed = [step], [False]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            left[0] -= armed[0]
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **named)

        return call

    for name in ("replace", "rename", "unlink", "sync", "chmod", "mkdir"):
        setattr(os, name, counted(getattr(os, name)))
    try:
        with Vault.open(folder) as vault:
            assert vault.facts
            armed[0] = True
            rename(vault, "Old/", "new/Папка")
    finally:
        os._exit(0 if sys.exc_info()[0] is None else 7)


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "Old").mkdir(parents=True)
    (folder / "Old/A.md").write_text("[[B]] [[Old/B]]\n")
    (folder / "Old/B.md").write_text("[[../Top]]\n")
    for number in range(4):
        (folder / f"N{number}.md").write_text("[[Old/A]] [t](Old/B.md)\n")
    (folder / "Top.md").write_text("# Top\n")
    return folder


def content(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.*"))}


NEW = "[[new/Папка/A]] [t](new/Папка/B.md)\n"


@pytest.mark.parametrize("step", range(0, 36, int(os.environ.get("VAULTKIT_TEST_STEPS", 7))))
def test_killed_at_any_step_it_is_old_or_new(notes: Path, step: int) -> None:
    old = content(notes)
    was_killed = killed(notes, step)
    begun = (index_folder(notes) / NAME).exists()
    with Vault.open(notes) as vault:
        assert {link.status for link in vault.links()} == {"resolved"}
    now = content(notes)
    if begun or not was_killed:
        assert set(now) == {path.replace("Old/", "new/Папка/") for path in old}
        assert {now[f"N{number}.md"] for number in range(4)} == {NEW}
    else:
        assert now == old or {now.get(f"N{number}.md") for number in range(4)} == {NEW}
    assert not (index_folder(notes) / NAME).exists()


def test_what_was_changed_after_the_crash_is_left_as_it_is(notes: Path) -> None:
    assert killed(notes, 9) and (index_folder(notes) / NAME).exists()
    (notes / "N3.md").write_text("mine\n")
    with Vault.open(notes) as vault:
        assert vault.facts
    assert (notes / "N3.md").read_text() == "mine\n"
    assert (notes / "N0.md").read_text() == NEW


def test_a_failure_on_the_way_puts_everything_back(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultkit.storage import journal

    old, real, calls = content(notes), journal.replace_file, []

    def full(path: Path, data: bytes, **how: Any) -> None:
        calls.append(path)
        if len(calls) == 4:
            raise OSError(28, "No space left on device", str(path))
        real(path, data, **how)

    monkeypatch.setattr(journal, "replace_file", full)
    with Vault.open(notes) as vault, pytest.raises(EnvironmentFailure, match="No space left"):
        rename(vault, "Old/", "new")
    assert content(notes) == old and not (index_folder(notes) / NAME).exists()


