"""A vector store that is damaged in any way is found out, removed and filled again, never a traceback."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.search.protocols import Point
from vaultkit.search.store.edge import EdgeStore
from vaultkit.storage import index_folder

KEYS = [f"{number:032x}" for number in range(60)]
OPEN = """
import sys
from pathlib import Path
from vaultkit.search.store.edge import EdgeStore
for folder in Path(sys.argv[1]).iterdir():
    store = EdgeStore(folder, "e-1", 8)
    print(folder.name, len(store.keys()), len(store.nearest([1.0] * 8, 5)))
    store.close()
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a vector for each of KEYS."""
    vectors = tmp_path_factory.mktemp("sound") / "vectors"
    store = EdgeStore(vectors, "e-1", 8)
    chance = random.Random(1)
    store.upsert(Point(key, [chance.random() for _ in range(8)], {"note": "a"}) for key in KEYS)
    store.close()
    return vectors


def sparse_copy(source: Path, target: Path) -> Path:
    """The engine's files are megabytes of zeros: a copy that leaves them out is made in no time."""
    subprocess.run(["cp", "-a", "--sparse=always", str(source), str(target)], check=True)
    return target


def no_file(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def longer(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\0" * 100)


@pytest.mark.parametrize("damage", [no_file, folder, empty, half, longer])
def test_no_damage_of_a_file_ends_in_a_traceback_or_in_a_part_of_the_vectors(
    damage: Callable[[Path], None], sound: Path, tmp_path: Path
) -> None:
    files = [path.relative_to(sound) for path in sound.rglob("*") if path.is_file()]
    for number, file in enumerate(files):
        damage(sparse_copy(sound, tmp_path / f"{number}") / file)
    done = subprocess.run([sys.executable, "-c", OPEN, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    found = [line.split()[1:] for line in done.stdout.splitlines()]
    assert len(found) == len(files) and all(counts in (["60", "5"], ["0", "0"]) for counts in found), done.stdout


def test_random_bytes_are_no_traceback(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(2)
    for number, file in enumerate(path.relative_to(sound) for path in sound.rglob("*") if path.is_file()):
        target = sparse_copy(sound, tmp_path / f"{number}") / file
        with target.open("r+b") as stream:
            stream.write(chance.randbytes(min(target.stat().st_size, 100_000)))
    done = subprocess.run([sys.executable, "-c", OPEN, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr


def test_a_damaged_store_takes_vectors_again(sound: Path, tmp_path: Path) -> None:
    vectors = sparse_copy(sound, tmp_path / "vectors")
    for path in vectors.rglob("segment.json"):
        path.write_text("{")
    store = EdgeStore(vectors, "e-1", 8)
    assert store.keys() == set()
    store.upsert([Point(KEYS[0], [1.0] * 8)])
    assert store.keys() == {KEYS[0]}
    store.close()


def test_who_only_looks_leaves_it(sound: Path, tmp_path: Path) -> None:
    from vaultkit.search.store.folder import DamagedStore

    vectors = sparse_copy(sound, tmp_path / "vectors")
    (broken,) = vectors.rglob("segment.json")
    broken.write_text("{")
    with pytest.raises(DamagedStore):
        EdgeStore(vectors, "e-1", 8, mend=False).keys()
    assert broken.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_who_only_asks_leaves_the_files_to_their_owner_alone(sound: Path, tmp_path: Path) -> None:
    vectors = sparse_copy(sound, tmp_path / "vectors")
    store = EdgeStore(vectors, "e-1", 8, mend=False)
    assert len(store.nearest([1.0] * 8, 5)) == 5
    store.close()
    assert {path for path in vectors.rglob("*") if path.stat().st_mode & 0o077} == set()


@pytest.fixture(scope="module")
def indexed(vaultkit: Callable[..., subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with its vectors, made once."""
    vault = tmp_path_factory.mktemp("indexed") / "vault"
    vault.mkdir()
    (vault / "a.md").write_text("# Memory\n\nThe loop keeps what was said.\n", encoding="utf-8")
    assert vaultkit("index", "--vault", vault).returncode == 0
    return vault


@pytest.fixture
def searched(indexed: Path, tmp_path: Path) -> Path:
    """A copy of it with a copy of its index, to be damaged."""
    vault = tmp_path / "vault"
    shutil.copytree(indexed, vault)
    index = index_folder(vault)
    shutil.rmtree(index, ignore_errors=True)
    sparse_copy(index_folder(indexed), index)
    return vault


def test_search_fills_a_damaged_store_again(
    searched: Path, vaultkit: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    for path in (index_folder(searched) / "vectors").rglob("segment.json"):
        path.write_text("{")
    done = vaultkit("search", "what was said", "--vault", searched, "--mode", "dense")
    assert done.returncode == 0 and "a.md" in done.stdout, done.stderr


def test_search_goes_on_by_words_without_a_store(
    searched: Path, vaultkit: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    vectors = index_folder(searched) / "vectors"
    shutil.rmtree(vectors)
    vectors.write_text("no folder")
    (searched / "b.md").write_text("Another thing was said.\n", encoding="utf-8")
    done = vaultkit("search", "what was said", "--vault", searched)
    assert done.returncode == 0 and "a.md" in done.stdout
    assert done.stderr.count("\n") <= 1 and "searched by words" in done.stderr
    assert vaultkit("search", "what was said", "--vault", searched, "--mode", "dense").returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_the_files_are_for_their_owner_alone(indexed: Path) -> None:
    for path in index_folder(indexed).rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
