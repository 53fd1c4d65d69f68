"""A generator by its name: vaultkit's own, and what other packages register (``vaultkit.generators``)."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from importlib import import_module

from vaultkit.answer.generators.protocol import Generator, Settings
from vaultkit.errors import UsageError
from vaultkit.plugins import plugin, plugin_names

GROUP = "vaultkit.generators"
OWN = {"extractive": "extractive", "llama-cpp": "llama_cpp", "transformers": "transformers", "openai": "openai"}


def load_generator(kind: str, settings: Settings) -> Generator:
    """The generator called ``kind``. Raises UsageError for an unknown name or a missing setting, EnvironmentFailure
    when its model is not there."""
    if kind in OWN:
        module = import_module(f"vaultkit.answer.generators.{OWN[kind]}")
        made: Generator = module.make(settings)
        return made
    make: Callable[[Settings], Generator] | None = plugin(GROUP, kind, "generator")
    if make is None:
        known = list(dict.fromkeys([*OWN, *plugin_names(GROUP)]))
        near = difflib.get_close_matches(kind, known, n=1)
        raise UsageError(f"no generator {kind!r}", f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}")
    return make(settings)


def default_kind(settings: Settings) -> str:
    """The generator that a model or address alone means: a GGUF file llama-cpp, a folder transformers, an address
    openai, nothing extractive."""
    if settings.model and not settings.url:
        return "llama-cpp" if settings.model.lower().endswith(".gguf") else "transformers"
    return "openai" if settings.url else "extractive"
