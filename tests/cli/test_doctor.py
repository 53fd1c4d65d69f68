"""``doctor`` looks, changes nothing, and says how to mend each lack."""

from __future__ import annotations

import json

import pytest

from vaultkit.local_models import local_models, model_folders


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
