"""Models that a vault names: nothing of theirs runs, nothing hangs, whatever lies there."""

from __future__ import annotations

import json
import os
import pickle
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.errors import EnvironmentFailure
from vaultkit.model_files import check_adapter, check_model, local_path

from .conftest import Run

Note = Callable[..., Path]
TRANSFORMER = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
POOLING = {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder of a model that is well, in a vault."""
    folder = tmp_path / "vault" / "m"
    (folder / "1_Pooling").mkdir(parents=True)
    write(folder / "config.json", {"hidden_size": 8, "architectures": ["BertModel"]})
    write(folder / "modules.json", [TRANSFORMER, POOLING])
    write(folder / "1_Pooling/config.json", {"word_embedding_dimension": 8})
    (folder / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    return folder


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def test_a_model_of_files_and_numbers_is_taken(model: Path) -> None:
    check_model(model)
    (model / "pytorch_model.bin").write_bytes(b"\x80\x04")
    write(model / "model.safetensors.index.json", {"weight_map": {"a": "model.safetensors"}})
    (model / "blob").write_bytes(b"x")
    (model / "link").symlink_to("blob")
    check_model(model)


def code(folder: Path) -> None:
    (folder / "evil.py").write_text("import pathlib\npathlib.Path('ran').touch()\nclass Net: pass\n")


@pytest.mark.parametrize("kind", ["evil.Net", "os.system", "torch.nn.Linear", "sentence_transformers.models.Router", "",
                                  "sentence_transformers.models.Transformer\n", "sentence_transformers..Dense", 7,
                                  "sentence_transformers_evil.Transformer"])
def test_a_module_of_its_own_is_code(kind: object, model: Path) -> None:
    code(model)
    write(model / "modules.json", [TRANSFORMER, {**POOLING, "type": kind}])
    with pytest.raises(EnvironmentFailure, match="code of its own"):
        check_model(model)


def test_other_ways_to_name_code_are_refused(model: Path) -> None:
    dense = {**POOLING, "path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    faults: list[tuple[str, object]] = [
        ("1_Pooling/config.json", {"activation_function": "os.getcwd"}),
        ("1_Pooling/config.json", {"activation_function": ["torch.nn.Tanh"]}),
        ("modules.json", [TRANSFORMER, {**POOLING, "path": "../../elsewhere"}]),
        ("modules.json", [TRANSFORMER, {**POOLING, "path": "/etc"}]),
        ("modules.json", {"a": 1}), ("modules.json", ["x"]),
        ("sentence_bert_config.json", {"model_args": {"trust_remote_code": True}}),
        ("sentence_bert_config.json", {"model_args": {"use_safetensors": False}}),
        ("config.json", {"attn_implementation": "stranger/kernel"}),
        ("config.json", {"vision_config": {"_attn_implementation": "stranger/kernel"}}),
        ("model.safetensors.index.json", {"weight_map": {"a": "pytorch_model.bin"}}),
        ("model.safetensors.index.json", {"weight_map": {"a": "../../x.safetensors"}}),
        ("adapter_config.json", {"base_model_name_or_path": "/elsewhere"}),
    ]
    for name, value in faults:
        path = model / name
        before = path.read_bytes() if path.exists() else None
        write(path, value)
        with pytest.raises(EnvironmentFailure):
            check_model(model)
        path.unlink() if before is None else path.write_bytes(before)
    check_model(model)
    write(model / "modules.json", [TRANSFORMER, dense])
    write(model / "2_Dense/config.json", {"activation_function": "torch.nn.modules.activation.Tanh"})
    (model / "2_Dense/pytorch_model.bin").write_bytes(pickle.dumps({}))
    (model / "2_Dense/decoy.safetensors").write_bytes(b"")
    with pytest.raises(EnvironmentFailure, match="no weights in safetensors"):
        check_model(model)
    (model / "2_Dense/model.safetensors").write_bytes(b"")
    check_model(model)
    (model / "vocab.pkl").write_bytes(pickle.dumps({}))
    with pytest.raises(EnvironmentFailure, match="is a pickle"):
        check_model(model)


def test_an_embedder_that_brings_code_never_runs_it(model: Path, note: Note, run: Run) -> None:
    vault = note('[embed]\nmodel = "m"\n')
    code(model)
    write(model / "modules.json", [{**TRANSFORMER, "type": "evil.Net"}])
    for command in (["index"], ["search", "lighthouse"], ["doctor"], ["suggest"]):
        run(*command, "--vault", vault, cwd=vault)
    assert not list(vault.rglob("ran"))
    assert "evil.Net" in run("index", "--vault", vault).stderr


@pytest.mark.parametrize("place", ["m/modules.json", "m/config.json", "m/model.safetensors", "m/tokenizer.json",
                                   "m/config_sentence_transformers.json", "m/1_Pooling/config.json", "m/new/deep"])
def test_a_pipe_in_a_model_does_not_hang(place: str, model: Path, note: Note, run: Run) -> None:
    path = model.parent / place
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    found = run("index", "--vault", note('[embed]\nmodel = "m"\n'))
    assert found.returncode == 3 and "is a pipe" in found.stderr
    run("ask", "Who built the lighthouse?", "--vault", note('[generator]\nkind = "transformers"\nmodel = "m"\n'))
    run("doctor", "--vault", note('[embed]\nmodel = "m"\n'))


@pytest.mark.parametrize("kind", ["llama-cpp", "transformers"])
@pytest.mark.parametrize("what", ["pipe", "link to a pipe", "device", "socket", "folder", "link to itself", "nothing"])
def test_what_is_no_file_is_no_model(what: str, kind: str, note: Note, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = note(f'[generator]\nkind = "{kind}"\nmodel = "x.gguf"\n')
    path = vault / "x.gguf"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "link to a pipe":
        os.mkfifo(vault / "p")
        path.symlink_to("p")
    elif what == "device":
        path.symlink_to("/dev/zero")
    elif what == "folder":
        path.mkdir()
    elif what == "link to itself":
        path.symlink_to("x.gguf")
    elif what == "socket":
        monkeypatch.chdir(vault)  # the name of a socket is short
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("x.gguf")
    found = run("ask", "Who built the lighthouse?", "--vault", vault)
    assert found.returncode == 3 and len(found.stderr.strip().splitlines()) == 1
    lora = note(f'[generator]\nkind = "{kind}"\nmodel = "good.gguf"\nlora = "x.gguf"\n')
    (lora / "good.gguf").write_bytes(b"GGUF")
    assert run("ask", "Who built the lighthouse?", "--vault", lora).returncode == 3


@pytest.mark.parametrize("name", ["hf://owner/model", "https://h/x.gguf", "//server/share/x.gguf", "\\\\server\\share\\x.gguf",
                                  "file:///etc/passwd", "x\0.gguf", "~nobody-of-this-name/x.gguf"])
def test_what_is_elsewhere_is_no_model(name: str, note: Note, run: Run) -> None:
    with pytest.raises(EnvironmentFailure, match="no path on this machine"):
        local_path(name, "the model")
    text = json.dumps(name)
    for settings in (f'[generator]\nkind = "llama-cpp"\nmodel = {text}\n', f'[embed]\nmodel = {text}\n'):
        found = run("ask", "Who built the lighthouse?", "--vault", note(settings))
        assert found.returncode == 3 and "no path on this machine" in found.stderr
        assert run("gaps", "--vault", note(settings)).returncode == 0


@pytest.mark.parametrize(("settings", "good"), [
    ({"peft_type": "LORA", "r": 4}, True),
    ({"peft_type": "LORA", "auto_mapping": {"base_model_class": "X", "parent_library": "transformers.models.x"}}, True),
    ({"peft_type": "LORA", "megatron_config": {"a": 1}, "megatron_core": "evil"}, False),
    ({"peft_type": "LORA", "auto_mapping": {"parent_library": "evil"}}, False),
    ({"peft_type": "PREFIX_TUNING"}, False), ([], False),
])
def test_an_adapter_imports_nothing(settings: object, good: bool, tmp_path: Path) -> None:
    write(tmp_path / "a/adapter_config.json", settings)
    (tmp_path / "a/adapter_model.bin").write_bytes(b"\x80\x04")
    with pytest.raises(EnvironmentFailure, match="no LoRA adapter"):
        check_adapter(tmp_path / "a")
    (tmp_path / "a/adapter_model.safetensors").write_bytes(b"")
    if good:
        return check_adapter(tmp_path / "a")
    with pytest.raises(EnvironmentFailure):
        check_adapter(tmp_path / "a")
