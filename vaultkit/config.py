"""vaultkit.toml: where it is found, what it may hold, how a mistake in it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vaultkit.model import Severity, Strength

CONFIG_NAME = "vaultkit.toml"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is read at most; beyond it a note is reported and skipped or read as far as it is safe."""

    note_bytes: int = 10_000_000
    line_bytes: int = 1_000_000
    frontmatter_bytes: int = 256_000
    nesting: int = 200
    yaml_nodes: int = 20_000
    source_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True)
class ChatForms:
    """How other exporters name speakers and write dates: ``roles`` maps a callout type or a speaker's name (any
    case) to user, assistant, system or tool; ``dates`` are strptime forms tried after the built-in ones."""

    roles: dict[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default. ``vault`` is the vault's root (absolute, symlinks kept); ``config_path`` the
    file that was read, or None; ``roots`` are absolute source roots in order."""

    vault: Path
    config_path: Path | None = None
    lang: Literal["auto", "ru", "en"] = "auto"
    ignore: tuple[str, ...] = ()
    gitignore: bool = False
    commented_links: bool = False
    roots: tuple[Path, ...] = ()
    kind_folders: dict[str, str] = field(default_factory=dict)
    kind_synonyms: dict[str, str] = field(default_factory=dict)
    chats: ChatForms = ChatForms()
    coverage_mode: Literal["any", "all"] = "any"
    coverage_from: Strength = "structural"
    fail_from: Strength = "declared"
    check_select: tuple[str, ...] = ()
    check_ignore: tuple[str, ...] = ()
    check_severity: dict[str, Severity] = field(default_factory=dict)
    check_folders: dict[str, dict[str, object]] = field(default_factory=dict)
    embed_model: str | None = None
    embed_second: str | None = None
    store_url: str | None = None
    store_collection: str | None = None
    generator_kind: str | None = None
    generator_model: str | None = None
    generator_lora: str | None = None
    generator_url: str | None = None
    bounds: Bounds = Bounds()
