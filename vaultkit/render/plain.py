"""Frozen dataclasses as JSON-like data: a dataclass field becomes the key of the same name."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Any

from vaultkit.render.terminal import json_visible


def to_json_value(value: Any) -> Any:
    """``value`` as dict, list, str, number, bool or None, all the way down. Paths become POSIX text."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_json_value(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {str(key): to_json_value(item) for key, item in value.items()}
    if isinstance(value, PurePath):
        return value.as_posix()
    return [to_json_value(item) for item in value]


def json_text(value: Any, indent: int | str | None = None) -> str:
    """``value`` as JSON, not ASCII-escaped but for what would steer a terminal (DEL, C1, turned lines)."""
    return json_visible(json.dumps(value, ensure_ascii=False, indent=indent))


@functools.cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))
