"""llama.cpp in this process: any GGUF file, an adapter, the chat template that the file carries."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vaultkit.answer.generators.protocol import Settings, cited_grammar, sentence_grammar
from vaultkit.answer.generators.writer import ModelWriter
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.model_files import check_regular, local_path

CONTEXT, COMPOSE_CONTEXT = 4096, 8192


class LlamaCpp:
    """A Backend. The model is loaded when it is first asked."""

    kind = "llama-cpp"

    def __init__(self, path: Path, lora: Path | None = None, context: int = CONTEXT) -> None:
        self.model = path.name
        self.context = context
        self._path, self._lora = path, lora
        self._loaded: Any = None

    def count(self, text: str) -> int:
        """See Backend."""
        return len(self._llama().tokenize(text.encode("utf-8", "replace"), add_bos=False, special=False))

    def stream(self, messages: Sequence[dict[str, str]], limit: int, cites: Sequence[int] | None) -> Iterator[str]:
        """See Backend."""
        llama = self._llama()
        from llama_cpp import LlamaGrammar

        form = sentence_grammar() if cites is None else cited_grammar(cites) if cites else None
        grammar = None if form is None else LlamaGrammar.from_string(form, verbose=False)
        llama.reset()
        for part in llama.create_chat_completion(list(messages), stream=True, temperature=0.0, max_tokens=limit,
                                                 grammar=grammar, seed=1):
            piece = part["choices"][0]["delta"].get("content")
            if piece:
                yield piece

    def _llama(self) -> Any:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    def _load(self) -> Any:
        check_gguf(self._path, "model")
        if self._lora is not None:
            check_gguf(self._lora, "LoRA adapter")
        try:
            from llama_cpp import Llama
        except ImportError as error:
            raise EnvironmentFailure("llama-cpp-python is not installed", "pip install 'vaultkit[llm]'") from error
        try:
            threads = idle_cores()
            return Llama(str(self._path), n_ctx=self.context, n_threads=threads, n_threads_batch=threads, seed=1,
                         verbose=False, lora_path=str(self._lora) if self._lora else None)
        except (ValueError, RuntimeError, OSError, AssertionError) as error:
            which = f"{self._path}" + (f" with the adapter {self._lora}" if self._lora else "")
            raise EnvironmentFailure(f"llama.cpp can't load {which} ({_first_line(error)})",
                                     "the file may be damaged or too new: download it again, or name another one with "
                                     "--model (`vaultkit doctor` lists what is here)") from error


def idle_cores() -> int:
    """Number of threads to compute with: the cores that others leave, 1 to 8. llama.cpp's threads wait for each other
    at every step: on cores that are taken two of them were fourteen times slower than one."""
    cores = os.cpu_count() or 1
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, min(8, cores, round(cores - busy)))


def check_gguf(path: Path, what: str) -> None:
    """Raise EnvironmentFailure unless ``path`` is a regular file that begins as GGUF does (GGUF specification)."""
    mend = "name a GGUF file with --model; `vaultkit doctor` lists what is here"
    check_regular(path, what, mend)
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise EnvironmentFailure(f"no {what} file {path} ({error.strerror or error})", mend) from error
    if magic != b"GGUF":
        raise EnvironmentFailure(f"{path} is no GGUF file", mend)


def make(settings: Settings) -> ModelWriter:
    """The generator. Raises UsageError without a model, EnvironmentFailure when the file is missing or no GGUF."""
    if not settings.model:
        raise UsageError("llama-cpp needs a model", "name a GGUF file with --model or as generator.model; "
                         "`vaultkit doctor` lists what is here")
    path = local_path(settings.model, "the model")
    check_gguf(path, "model")
    lora = local_path(settings.lora, "the LoRA adapter") if settings.lora else None
    if lora is not None:
        check_gguf(lora, "LoRA adapter")
    return ModelWriter(LlamaCpp(path, lora, COMPOSE_CONTEXT if settings.compose else CONTEXT),
                       compose=settings.compose)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
