"""vaultkit.toml: where it is found, what it may hold, how a mistake in it is told."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from vaultkit.errors import UsageError
from vaultkit.messages.message import Message
from vaultkit.model import Problem, Severity, Strength
from vaultkit.redact import conceal_user

CONFIG_NAME = "vaultkit.toml"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits on what is read; beyond it a note is reported and skipped or read as far as it is safe."""

    note_bytes: int = 10_000_000
    line_bytes: int = 1_000_000
    frontmatter_bytes: int = 256_000
    nesting: int = 200
    yaml_nodes: int = 20_000
    source_bytes: int = 5_000_000
    reply_seconds: int = 90
    reply_bytes: int = 32_000_000
    source_files: int = 50_000
    found_files: int = 5_000
    found_seconds: int = 20


@dataclass(frozen=True, slots=True)
class ChatForms:
    """Names of speakers and forms of dates of other exporters: ``roles`` maps a callout type or a speaker's name (any
    case) to user, assistant, system or tool; ``dates`` are strptime forms tried after the built-in ones; ``labels``
    are lines before a message with ``{name}`` and perhaps ``{time}``, ``{model}`` and ``{text}`` in them."""

    roles: dict[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default. ``vault`` is the vault's root (absolute, symlinks kept); ``config_path`` the
    file that was read, or None; ``roots`` are absolute source roots in order; ``ideas_ignore`` names or
    globs of what is no idea, ``ideas_same`` groups of names of one; ``foreign`` names the fields that a vaultkit.toml
    set, a stranger's perhaps, with that file: an address among them needs trust (config.trust)."""

    vault: Path
    config_path: Path | None = None
    lang: Literal["auto", "ru", "en"] = "auto"
    ignore: tuple[str, ...] = ()
    gitignore: bool = False
    commented_links: bool = False
    roots: tuple[Path, ...] = ()
    ideas_ignore: tuple[str, ...] = ()
    ideas_same: tuple[tuple[str, ...], ...] = ()
    kind_folders: dict[str, str] = field(default_factory=dict)
    kind_synonyms: dict[str, str] = field(default_factory=dict)
    kind_tags: bool = False
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
    problems: tuple[Problem, ...] = ()
    foreign: dict[str, Path] = field(default_factory=dict)


# Where each setting of the file goes; a test holds this against schemas/config.schema.json.
FIELDS: dict[tuple[str, ...], str] = {
    ("lang",): "lang", ("ignore",): "ignore", ("gitignore",): "gitignore", ("commented_links",): "commented_links",
    ("ideas", "ignore"): "ideas_ignore", ("ideas", "same"): "ideas_same",
    ("kinds", "folders"): "kind_folders", ("kinds", "synonyms"): "kind_synonyms",
    ("kinds", "tags"): "kind_tags",
    ("coverage", "mode"): "coverage_mode", ("coverage", "from"): "coverage_from",
    ("coverage", "fail_from"): "fail_from",
    ("check", "select"): "check_select", ("check", "ignore"): "check_ignore",
    ("check", "severity"): "check_severity", ("check", "folders"): "check_folders",
    ("embed", "model"): "embed_model", ("embed", "second"): "embed_second",
    ("store", "url"): "store_url", ("store", "collection"): "store_collection",
    ("generator", "kind"): "generator_kind", ("generator", "model"): "generator_model",
    ("generator", "lora"): "generator_lora", ("generator", "url"): "generator_url",
}


def find_vault(start: Path, explicit: Path | None = None) -> Path:
    """The vault's folder (absolute): ``explicit``, else the nearest parent of ``start`` with a vaultkit.toml or an
    .obsidian folder, else ``start``. A vaultkit.toml that names its vault leads there.

    Raises UsageError when the folder does not exist or the vaultkit.toml is faulty."""
    return load_config(start, explicit).vault


def load_config(start: Path | None = None, explicit: Path | None = None) -> Config:
    """The settings that hold for the vault found from ``start`` (default: the current folder) or named ``explicit``.

    Three files may have a say, each winning key by key over the one before: the user's own settings, a vaultkit.toml
    further up that names this vault, and the vault's own. Raises UsageError (file, line, nearest known key) for a
    faulty file."""
    from vaultkit.config.user import user_settings

    start = (start or Path.cwd()).absolute()
    own, naming = (_explicit(_folder(start, explicit)) if explicit is not None else _nearest(start))
    values, bounds = _values_of(user_settings(own), Bounds())
    foreign: dict[str, Path] = {}
    for path in (naming, own / CONFIG_NAME):
        if path is not None and path.is_file():
            found, bounds = _values(path, bounds)
            values.update(found)
            values["config_path"] = path
            foreign |= dict.fromkeys(found, path)
    return Config(vault=own, **values, bounds=bounds, foreign=foreign)


def _folder(start: Path, explicit: Path) -> Path:
    folder = _plain(start / explicit.expanduser())
    if not folder.is_dir():
        raise UsageError(f"{explicit}: no such folder" if not folder.exists() else f"{explicit}: is no folder")
    return folder


def _nearest(start: Path) -> tuple[Path, Path | None]:
    """The vault that ``start`` lies in and the settings file that named it, if one did."""
    for folder in (start, *start.parents):
        path = folder / CONFIG_NAME
        if path.is_file():
            named = _named_vault(path)
            if named is not None and named != folder:
                return named, path
            return folder, None
        if (folder / ".obsidian").is_dir():
            return _explicit(folder)
    return start, None


def _explicit(folder: Path) -> tuple[Path, Path | None]:
    """A vault known by its folder, and the settings file of a parent that names it, if there is one."""
    for parent in folder.parents:
        path = parent / CONFIG_NAME
        if path.is_file():
            try:
                named = _named_vault(path)
            except UsageError:
                return folder, None
            return folder, path if named is not None and named.resolve() == folder.resolve() else None
    return folder, None


def _named_vault(path: Path) -> Path | None:
    from vaultkit.config.settings import read_settings, setting_error

    name = read_settings(path).get("vault")
    if name is None:
        return None
    vault = _plain(path.parent / name)
    if not vault.is_dir():
        raise setting_error(path, ("vault",), f"the vault {name} is no folder")
    return vault


def _plain(path: Path) -> Path:
    """``path`` absolute and without ``..``, symbolic links kept as the person wrote them."""
    import os.path

    return Path(os.path.normpath(path.absolute()))


def _values(path: Path, bounds: Bounds) -> tuple[dict[str, Any], Bounds]:
    from vaultkit.config.settings import read_settings, setting_error, setting_line

    data = read_settings(path)
    values, bounds = _values_of(data, bounds)
    for label in data.get("chats", {}).get("labels", ()):
        if "{name}" not in label:
            raise setting_error(path, ("chats", "labels"), f"a label of chats needs {{name}} in it, not {label!r}")
    roots = data.get("source", {}).get("roots")
    if roots is not None:
        values["roots"] = tuple(_plain(path.parent / root) for root in roots)
        values["problems"] = tuple(
            Problem(CONFIG_NAME, setting_line(path, ("source", "roots")), Message("problem.root_no_folder", root=root),
                    "code-missing")
            for root, folder in zip(roots, values["roots"], strict=True) if not folder.is_dir())
    return values, bounds


def _values_of(data: dict[str, Any], bounds: Bounds) -> tuple[dict[str, Any], Bounds]:
    """The fields of Config that checked settings name, and ``bounds`` with what they change of them."""
    values: dict[str, Any] = {}
    for keys, name in FIELDS.items():
        found: Any = data
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if found is not None:
            values[name] = _as_tuple(found)
    if "chats" in data:
        chats = data["chats"]
        dates, labels = (tuple(chats.get(name, ())) for name in ("dates", "labels"))
        values["chats"] = ChatForms(chats.get("roles", {}), dates, labels)
    for name in ("store_url", "generator_url"):
        conceal_user(values.get(name) or "")
    return values, replace(bounds, **data.get("bounds", {}))


def _as_tuple(value: Any) -> Any:
    """A list, and the lists in it, as tuples: settings are never changed."""
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value


def bound_names() -> tuple[str, ...]:
    """The names of the bounds, as in ``[bounds]`` of vaultkit.toml."""
    return tuple(item.name for item in fields(Bounds))
