"""transformers in this process: a local Hugging Face folder or a GGUF file, a LoRA adapter through peft.

Weights are read from safetensors or GGUF only, code of a model's folder is never run, no hub is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vaultkit.answer.generators.llama_cpp import check_gguf
from vaultkit.answer.generators.protocol import Settings
from vaultkit.answer.generators.writer import ModelWriter
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.model_files import check_adapter, check_beside, check_model, local_path

MOST_CONTEXT, COMPOSE_CONTEXT = 4096, 8192
_MEND = "name a folder with config.json and safetensors, or a GGUF file, with --model"


class Transformers:
    """A Backend. The model is loaded when it is first asked."""

    kind = "transformers"

    def __init__(self, path: Path, lora: Path | None = None, context: int = MOST_CONTEXT) -> None:
        self.model = path.name
        self.context = context
        self._path, self._lora = path, lora
        self._loaded: tuple[Any, Any] | None = None

    def count(self, text: str) -> int:
        """See Backend."""
        return len(self._parts()[1](text, add_special_tokens=False)["input_ids"])

    def stream(self, messages: Sequence[dict[str, str]], limit: int, cites: Sequence[int] | None) -> Iterator[str]:
        """See Backend. Nothing holds the model to a form here: what it writes is cut and verified afterwards."""
        import threading

        from transformers import TextIteratorStreamer

        model, tokenizer = self._parts()
        inputs = _prompt(tokenizer, messages)
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        failed: list[BaseException] = []

        def run() -> None:
            try:
                model.generate(**inputs, max_new_tokens=limit, do_sample=False, streamer=streamer,
                               pad_token_id=tokenizer.eos_token_id)
            except BaseException as error:  # noqa: BLE001  (handed to the thread that asked)
                failed.append(error)
                streamer.end()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield from (piece for piece in streamer if piece)
        thread.join()
        if failed:
            raise EnvironmentFailure(f"{self.model} failed while it wrote ({_first_line(failed[0])})",
                                     "try a smaller -k or another model") from failed[0]

    def _parts(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = self._load()
            window = getattr(self._loaded[0].config, "max_position_embeddings", None)
            self.context = min(self.context, window or self.context)
        return self._loaded

    def _load(self) -> tuple[Any, Any]:
        # Set before the import: the hub's library reads it only then.
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            from transformers import AutoModelForCausalLM, AutoTokenizer
            from transformers.utils import logging
        except ImportError as error:
            raise EnvironmentFailure("transformers is not installed", "pip install 'vaultkit[transformers]'") from error
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        gguf = self._path.is_file()
        folder = str(self._path.parent if gguf else self._path)
        how: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        if gguf:
            how["gguf_file"] = self._path.name
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, **how)
            model = AutoModelForCausalLM.from_pretrained(folder, **how, **({} if gguf else {"use_safetensors": True}))
            if self._lora is not None:
                model = _adapted(model, self._lora)
        except EnvironmentFailure:
            raise
        except Exception as error:  # whatever a broken file makes the library raise is one line for a person
            raise EnvironmentFailure(f"transformers can't load {self._path} ({_first_line(error)})", _MEND) from error
        model.eval()
        return model, tokenizer


def _prompt(tokenizer: Any, messages: Sequence[dict[str, str]]) -> Any:
    if getattr(tokenizer, "chat_template", None):
        return tokenizer.apply_chat_template(list(messages), add_generation_prompt=True, return_tensors="pt",
                                             return_dict=True)
    return tokenizer("\n\n".join(message["content"] for message in messages) + "\n", return_tensors="pt")


def _adapted(model: Any, lora: Path) -> Any:
    try:
        from peft import PeftModel
    except ImportError as error:
        raise EnvironmentFailure("peft is not installed", "pip install 'vaultkit[transformers]'") from error
    return PeftModel.from_pretrained(model, str(lora))


def make(settings: Settings) -> ModelWriter:
    """The generator. Raises UsageError without a model, EnvironmentFailure when model or adapter is not there."""
    if not settings.model:
        raise UsageError("transformers needs a model", _MEND)
    path = local_path(settings.model, "the model")
    lora = local_path(settings.lora, "the LoRA adapter") if settings.lora else None
    if path.is_file():
        check_gguf(path, "model")
        check_beside(path)
    elif not (path / "config.json").is_file():
        raise EnvironmentFailure(f"no model at {path}", _MEND)
    elif not any(path.glob("*.safetensors")):
        raise EnvironmentFailure(f"{path} holds no safetensors weights", "pickled weights are not read: convert them")
    else:
        check_model(path)
    if lora is not None:
        check_adapter(lora)
    return ModelWriter(Transformers(path, lora, COMPOSE_CONTEXT if settings.compose else MOST_CONTEXT),
                       compose=settings.compose)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
