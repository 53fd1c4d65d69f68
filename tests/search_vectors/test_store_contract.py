"""One contract for every vector store: the embedded one, and the server's through the client's own in-memory mode."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.protocols import Point, VectorStore
from vaultkit.search.store.edge import EdgeStore
from vaultkit.search.store.server import ServerStore

Opener = Callable[[str, int], VectorStore]


@pytest.fixture(params=["edge", "server"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the store for an embedder of some id and dimensions; every call the same data."""
    if request.param == "edge":
        return lambda embedder, size: EdgeStore(tmp_path / "vectors", embedder, size, patience=0.3)
    from qdrant_client import QdrantClient

    client = QdrantClient(":memory:")
    return lambda embedder, size: ServerStore("http://memory", "vault", embedder, size, client=client)


@pytest.fixture
def store(opened: Opener) -> Iterator[VectorStore]:
    with closing(opened("e-1", 16)) as store:
        yield store


def key(i: int) -> str:
    return f"{i:032x}"


def vectors(n: int, seed: int = 0) -> np.ndarray:
    made = np.random.default_rng(seed).standard_normal((n, 16)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def points(rows: np.ndarray, first: int = 0) -> list[Point]:
    return [Point(key(first + i), row, {"note": f"n{i}.md", "kind": "note", "tags": ["a", "б"]})
            for i, row in enumerate(rows)]


def test_an_empty_store_holds_and_finds_nothing(store: VectorStore) -> None:
    assert store.keys() == set()
    assert store.nearest([1.0] + [0.0] * 15, 5) == []
    store.delete([key(1)])
    store.tidy()
    store.close()


def test_it_holds_what_was_put_in_once_each(store: VectorStore) -> None:
    store.upsert(points(vectors(600)))
    store.upsert(points(vectors(10)))
    assert store.keys() == {key(i) for i in range(600)}


def test_the_nearest_come_best_first_with_their_cosine(store: VectorStore) -> None:
    rows = vectors(300)
    store.upsert(points(rows))
    question = vectors(1, seed=9)[0]
    cosines = rows @ question
    expected = np.argsort(-cosines)[:7]
    found = store.nearest(question, 7)
    assert [name for name, _ in found] == [key(i) for i in expected]
    assert [score for _, score in found] == pytest.approx(cosines[expected].tolist(), abs=2e-3)
    assert store.nearest(rows[4].tolist(), 1)[0][1] <= 1.0


@pytest.mark.parametrize("allowed", [0, 1, 5, 400, 2400])
def test_of_allowed_keys_only_and_as_many_as_there_are(allowed: int, store: VectorStore) -> None:
    rows = vectors(2500)
    store.upsert(points(rows))
    question = vectors(1, seed=3)[0]
    cosines = rows @ question
    worst = np.argsort(cosines)[:allowed]
    found = store.nearest(question, 20, {key(i) for i in worst})
    # Vectors are kept in 16 bits: equal to a thousandth is equal.
    assert len({name for name, _ in found} & {key(i) for i in worst}) == len(found)
    assert [cosines[int(name, 16)] for name, _ in found] == pytest.approx(cosines[worst[::-1][:20]].tolist(), abs=2e-3)


def test_allowed_keys_that_it_does_not_hold_are_no_error(store: VectorStore) -> None:
    rows = vectors(5)
    store.upsert(points(rows))
    assert [name for name, _ in store.nearest(rows[0], 3, [key(2), key(99)])] == [key(2)]


def test_what_was_taken_out_is_not_found(store: VectorStore) -> None:
    rows = vectors(50)
    store.upsert(points(rows))
    store.delete([key(3), key(4), key(999)])
    assert store.keys() == {key(i) for i in range(50) if i not in (3, 4)}
    assert key(3) not in [name for name, _ in store.nearest(rows[3], 50)]
    store.tidy()
    assert len(store.nearest(rows[3], 100)) == 48


def test_a_point_put_in_again_has_the_new_vector(store: VectorStore) -> None:
    rows = vectors(20)
    store.upsert(points(rows))
    store.upsert(points(-rows[7:8], first=7))
    assert store.nearest(-rows[7], 1)[0][0] == key(7)
    assert len(store.keys()) == 20


def test_it_opens_again_after_close_with_all_it_held(store: VectorStore, opened: Opener) -> None:
    rows = vectors(30)
    store.upsert(points(rows))
    store.close()
    assert len(store.keys()) == 30
    store.close()
    with closing(opened("e-1", 16)) as again:
        assert again.nearest(rows[11], 1)[0][0] == key(11)


@pytest.mark.parametrize("vector", [[0.0] * 16, [float("nan")] * 16, [float("inf")] + [0.0] * 15, [1.0] * 15])
def test_a_vector_that_nothing_is_near_is_refused(vector: list[float], store: VectorStore) -> None:
    store.upsert(points(vectors(3)))
    with pytest.raises(EnvironmentFailure):
        store.upsert([Point(key(77), vector)])
    assert store.keys() == {key(0), key(1), key(2)}


def test_vectors_of_two_embedders_are_never_mixed(store: VectorStore, opened: Opener) -> None:
    store.upsert(points(vectors(4)))
    store.close()
    with closing(opened("e-2", 16)) as other:
        assert other.keys() == set()
        other.upsert(points(vectors(2, seed=1), first=100))
        assert other.keys() == {key(100), key(101)}
    assert store.keys() == {key(i) for i in range(4)}


def test_the_vectors_of_other_embedders_go_when_they_are_dropped(store: VectorStore, opened: Opener) -> None:
    store.upsert(points(vectors(4)))
    with closing(opened("e-2", 16)) as other:
        other.upsert(points(vectors(2)))
    others = store.others()
    assert len(others) == 1 and store.drop_others() == others
    assert store.drop_others() == []
    with closing(opened("e-2", 16)) as other:
        assert other.keys() == set()
    assert len(store.keys()) == 4


def test_one_embedder_with_two_dimensions_is_a_fault_that_is_told(store: VectorStore, opened: Opener) -> None:
    store.upsert(points(vectors(4)))
    store.close()
    with closing(opened("e-1", 12)) as wrong, pytest.raises(EnvironmentFailure, match=r"dimensions|12"):
        wrong.nearest([1.0] * 12, 1)
    assert len(store.keys()) == 4
