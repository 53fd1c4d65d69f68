"""Where the index lies: in the user's cache folder, for its owner alone; a temporary one where that is of no use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from vaultkit.storage import place
from vaultkit.storage.place import cache_root

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and permissions of POSIX")
NOTES = {"a.md": "One [[b]] and [[c]].\n", "b.md": "Two.\n"}


@pytest.fixture
def run(vaultkit, tmp_path):
    """Run a command as a process; the environment's temporary folder is one of the test's own."""
    (tmp_path / "tmp").mkdir()

    def once(*args, **env):
        return vaultkit(*args, env={"TMPDIR": str(tmp_path / "tmp"), **env})

    return once


def told_once(done):
    return done.stderr.count("временный индекс") + done.stderr.count("a temporary index is used") == 1


def test_the_place_is_that_of_platformdirs(monkeypatch):
    import platformdirs

    monkeypatch.delenv("VAULTKIT_CACHE")
    assert cache_root() == platformdirs.user_cache_path("vaultkit", appauthor=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert cache_root() == platformdirs.user_cache_path("vaultkit", appauthor=False)


def test_a_vault_that_can_not_be_written_is_read_and_nothing_is_put_into_it(call, vault):
    folder = vault(NOTES)
    folder.chmod(0o555)
    for command in (("index", "--no-embed"), ("links",), ("gaps",), ("search", "two", "--mode", "lexical")):
        assert call(*command, "--vault", folder).code in (0, 1), command
    folder.chmod(0o755)
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "b.md"]


def test_what_lies_in_the_vaults_own_folder_is_left_alone(call, vault):
    folder = vault({**NOTES, ".vaultkit/notes.db": "not ours", ".vaultkit/lock": "x"})
    (folder / ".vaultkit/symbols.db").symlink_to(folder / "b.md")
    assert call("index", "--no-embed", "--vault", folder).code == 0
    assert call("check", "--vault", folder).code == 1
    assert (folder / ".vaultkit/notes.db").read_text() == "not ours"
    assert sorted(path.name for path in (folder / ".vaultkit").iterdir()) == ["lock", "notes.db", "symbols.db"]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_all_of_it_is_for_its_owner_alone_whatever_the_umask(vault, tmp_path, umask):
    folder, cache = vault(NOTES), tmp_path / "fresh" / "cache"
    script = f"import os, runpy; os.umask({umask}); runpy.run_module('vaultkit', run_name='__main__')"
    for command in (["index", "--no-embed"], ["graph"], ["gaps"], ["search", "two", "--mode", "lexical"]):
        subprocess.run([sys.executable, "-P", "-c", script, *command, "--vault", str(folder)], check=True,
                       env={**os.environ, "VAULTKIT_CACHE": str(cache)}, capture_output=True)
    modes = {oct(path.stat().st_mode & 0o777) for path in cache.rglob("*") if path.is_file()}
    assert modes == {"0o600"} and len(list(cache.rglob("*.db"))) >= 4
    assert {path.stat().st_mode & 0o777 for path in [cache, *cache.rglob("*")] if path.is_dir()} == {0o700}


def test_one_vault_has_one_index_by_whatever_path_it_is_named(call, vault, tmp_path):
    folder = vault(NOTES)
    (tmp_path / "link").symlink_to(folder)
    assert place.index_folder(folder) == place.index_folder(tmp_path / "link")
    assert place.index_folder(folder) != place.index_folder(tmp_path)


@pytest.mark.parametrize("home", ["missing", "file"])
def test_without_a_home_a_temporary_index_serves_and_is_removed(run, vault, tmp_path, home):
    folder = vault(NOTES)
    if home == "file":
        (tmp_path / "home").write_text("")
    env = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": "", "VAULTKIT_CACHE": ""}
    done = run("check", "--vault", folder, **env)
    assert done.returncode == 1 and "unresolved-link" in done.stdout and told_once(done), done.stderr
    assert not list((tmp_path / "tmp").iterdir()) and not (tmp_path / "home").is_dir()


def test_a_hook_works_without_a_home(run, vault, tmp_path):
    folder = vault(NOTES)
    for args in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *args], cwd=folder, check=True)
    done = run("check", "--staged", "--vault", folder, HOME=str(tmp_path / "none"), VAULTKIT_CACHE="", XDG_CACHE_HOME="")
    assert done.returncode == 1 and "unresolved-link" in done.stdout and told_once(done), done.stderr


def test_search_works_without_a_home(run, vault, tmp_path):
    home = {"HOME": str(tmp_path / "none"), "VAULTKIT_CACHE": "", "XDG_CACHE_HOME": ""}
    done = run("search", "two", "--vault", vault(NOTES), **home)
    assert not (tmp_path / "none").exists()
    assert done.returncode == 0 and "b.md" in done.stdout and told_once(done), done.stderr


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_cache_that_others_may_write_is_not_used(run, vault, tmp_path, mode):
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(mode)
    done = run("check", "--vault", vault(NOTES), VAULTKIT_CACHE=str(cache))
    assert done.returncode == 1 and told_once(done) and "others may write" in done.stderr
    assert not list(cache.iterdir())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives a folder away")
@pytest.mark.parametrize("below", ["", "vaults"])
def test_a_cache_of_another_user_is_not_used(run, vault, tmp_path, below):
    cache = tmp_path / "cache"
    (cache / below).mkdir(parents=True, mode=0o700)
    cache.chmod(0o700)
    os.chown(cache / below, 12345, 12345)
    done = run("check", "--vault", vault(NOTES), VAULTKIT_CACHE=str(cache))
    assert done.returncode == 1 and told_once(done) and "another user" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives a folder away")
def test_sudo_leaves_nothing_of_root_in_the_home_of_its_caller(run, vault, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 12345, 12345)
    caller = {"HOME": str(home), "XDG_CACHE_HOME": "", "VAULTKIT_CACHE": ""}
    done = run("check", "--vault", vault(NOTES), SUDO_UID="12345", **caller)
    assert done.returncode == 1 and told_once(done) and "another user" in done.stderr
    assert not list(home.iterdir())
    # A container that runs as root in somebody's home keeps its cache there.
    assert not told_once(run("check", "--vault", vault(NOTES), SUDO_UID="", **caller))
    assert (home / ".cache" / "vaultkit").is_dir()


def test_a_cache_in_the_vault_or_in_its_repository_is_not_used(run, vault, tmp_path):
    repository = tmp_path / "repository"
    shutil.copytree(vault(NOTES), repository / "notes")
    (repository / ".git").mkdir()
    inside = [repository / "notes" / "cache", repository / "notes", repository / "cache"]
    (tmp_path / "way").symlink_to(repository / "cache")
    for cache in (*inside, tmp_path / "way"):
        done = run("check", "--vault", repository / "notes", VAULTKIT_CACHE=str(cache))
        assert done.returncode == 1 and told_once(done) and "lies in" in done.stderr
    assert sorted(path.name for path in (repository / "notes").iterdir()) == ["a.md", "b.md"]


def test_a_relative_cache_in_the_vault_is_not_used(vaultkit, vault):
    folder = vault(NOTES)
    done = vaultkit("check", cwd=folder, env={"VAULTKIT_CACHE": ".cache"})
    assert done.returncode == 1 and told_once(done)
    assert not (folder / ".cache").exists()


def test_a_home_that_is_a_repository_keeps_its_cache(run, vault, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(vault(NOTES), home / "notes")
    (home / ".git").mkdir()
    (tmp_path / "disk").mkdir(0o700)
    (home / ".cache").symlink_to(tmp_path / "disk")
    done = run("check", "--vault", home / "notes", HOME=str(home), VAULTKIT_CACHE="", XDG_CACHE_HOME="")
    assert done.returncode == 1 and done.stderr.count("temporary") == 0
    assert list((tmp_path / "disk" / "vaultkit" / "vaults").iterdir())


def test_a_full_disk_has_a_temporary_index(vault, monkeypatch):
    folder = vault(NOTES)
    monkeypatch.setattr(place.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 0))
    assert place.index_folder(folder).is_relative_to(tempfile.gettempdir())
    assert place.index_folder(folder) == place.index_folder(folder)
    assert "is full" in (place.why_temporary(folder) or "")
    place._temporary.clear()


def test_doctor_names_the_place_and_the_size(call, vault, valid):
    folder = vault(NOTES)
    assert call("index", "--no-embed", "--vault", folder).code == 0
    index = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")["index"]
    assert Path(index["folder"]) == place.index_folder(folder) and index["folder_bytes"] >= index["bytes"] > 0
    assert index["folder"] in call("doctor", "--vault", folder).out


def test_doctor_says_why_the_place_is_of_no_use_and_makes_nothing(run, vault, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    done = run("doctor", "--vault", vault(NOTES), "--format", "json", VAULTKIT_CACHE=str(cache))
    index = json.loads(done.stdout)["index"]
    assert index["ok"] is False and "others may write" in index["detail"]
    assert not (cache / "vaults").exists()


def test_prune_removes_the_indexes_of_vaults_that_are_gone(call, vault, valid, tmp_path, monkeypatch):
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "cache"))
    stays = vault(NOTES)
    for name in ("one", "два"):
        shutil.copytree(stays, tmp_path / name)
        assert call("index", "--no-embed", "--vault", tmp_path / name).code == 0
    (tmp_path / "cache/vaults/unknown").mkdir(mode=0o700)
    shutil.rmtree(tmp_path / "one")
    shutil.rmtree(tmp_path / "два")
    pruned = valid(call("index", "--no-embed", "--prune", "--vault", stays, "--format", "json"), "index")["pruned"]
    assert pruned["indexes"] == 2 and pruned["bytes"] > 0
    assert {path.name.partition("-")[0] for path in (tmp_path / "cache/vaults").iterdir()} == {stays.name, "unknown"}
    assert "their vaults are gone: 0 indexes" in call("index", "--no-embed", "--prune", "--vault", stays).out


def test_a_vault_that_was_moved_or_copied_embeds_nothing_anew(call, vault, valid, tmp_path):
    folder = vault({"a.md": "# Memory\n\nThe loop keeps what was said.\n", "b.md": "# Other\n\nText.\n"})
    assert valid(call("index", "--vault", folder, "--format", "json"), "index")["embedded"] == 2
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy/c.md").write_text("# New\n\nSomething else.\n")
    data = valid(call("index", "--vault", tmp_path / "copy", "--format", "json"), "index")
    assert (data["embedded"], data["vectors"]) == (1, 3)
    folder.rename(tmp_path / "moved")
    data = valid(call("index", "--vault", tmp_path / "moved", "--prune", "--format", "json"), "index")
    assert (data["embedded"], data["vectors"]) == (0, 2) and data["pruned"]["indexes"] >= 1
    done = call("search", "what was said", "--mode", "dense", "--vault", tmp_path / "moved")
    assert "Memory" in done.out.splitlines()[0]
