"""Survey of what vaultkit needs and finds: Python, packages, models, the vector store and the index of a vault."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Literal

from vaultkit import __version__
from vaultkit.config import Config
from vaultkit.config.trust import Server, address_of, servers
from vaultkit.errors import VaultkitError
from vaultkit.local_models import LocalModel, ModelFolder, local_models, model_folders
from vaultkit.search.state import EmbedderState, embedder_state, vectors_state
from vaultkit.storage.place import place_of
from vaultkit.storage.prune import size_of
from vaultkit.text.lazy_pattern import lazy_pattern

OLDEST_PYTHON = (3, 11)
_REQUIREMENT = lazy_pattern(r"([A-Za-z0-9._-]+).*?(?:extra\s*==\s*[\"']([^\"']+)[\"'])?\s*$")


@dataclass(frozen=True, slots=True)
class PythonState:
    """The interpreter that runs."""

    version: str
    executable: str
    platform: str
    ok: bool


@dataclass(frozen=True, slots=True)
class PackageState:
    """A package that vaultkit uses; ``version`` None when it is not installed, ``extra`` the extra that brings it."""

    name: str
    version: str | None
    extra: str | None
    ok: bool


@dataclass(frozen=True, slots=True)
class StoreState:
    """State of the store of vectors."""

    kind: Literal["embedded", "server"]
    location: str | None
    ok: bool
    detail: str | None
    vectors: int | None = None
    locked: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexState:
    """The index as it is on disk; it is not refreshed. ``path`` and ``bytes`` are those of its file of notes and links,
    ``folder`` and ``folder_bytes`` all of it. Where its place can't be used ``detail`` says why."""

    path: str | None
    exists: bool
    ok: bool
    notes: int | None
    bytes: int | None
    detail: str | None
    folder: str | None = None
    folder_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing and one line that mends it."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class RootState:
    """A source tree that is looked at, relative to the vault, and whether the settings name it or it was found."""

    path: str
    how: Literal["declared", "found"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Return all of it (docs/contract.md, ``doctor``)."""

    vaultkit: str
    python: PythonState
    packages: tuple[PackageState, ...]
    models: tuple[LocalModel, ...]
    folders: tuple[ModelFolder, ...]
    embedder: EmbedderState
    store: StoreState
    index: IndexState
    lacks: tuple[Lack, ...]
    servers: tuple[Server, ...] = ()
    roots: tuple[RootState, ...] = ()


def diagnose(config: Config) -> Diagnosis:
    """Look at everything; nothing is changed, downloaded or loaded."""
    python = PythonState(platform.python_version(), sys.executable, platform.platform(),
                         sys.version_info >= OLDEST_PYTHON)
    packages = tuple(_packages())
    models, folders = tuple(local_models()), tuple(model_folders())
    embedder = embedder_state(config, models)
    named = servers(config)
    store, index = _store(config, embedder, named), _index(config)
    lacks = _lacks(python, packages, models, embedder, store, index)
    return Diagnosis(__version__, python, packages, models, folders, embedder, store, index,
                     (*lacks, *_lacking_servers(named, store)), named, _roots(config))


def _roots(config: Config) -> tuple[RootState, ...]:
    from vaultkit.source.roots import shown_root, source_roots

    return tuple(RootState(shown_root(config, root.path), root.how) for root in source_roots(config))


def _packages() -> list[PackageState]:
    try:
        requirements = metadata.requires("vaultkit") or []
    except metadata.PackageNotFoundError:
        return []
    states: dict[str, PackageState] = {}
    for requirement in requirements:
        found = _REQUIREMENT.match(requirement)
        if not found or found[2] in ("dev", "all") or found[1] == "vaultkit":
            continue
        try:
            version = metadata.version(found[1])
        except metadata.PackageNotFoundError:
            version = None
        states.setdefault(found[1], PackageState(found[1], version, found[2], version is not None))
    return sorted(states.values(), key=lambda state: (state.extra or "", state.name))


def _store(config: Config, embedder: EmbedderState, named: tuple[Server, ...]) -> StoreState:
    server = next((server for server in named if server.setting == "store.url"), None)
    if server is None:
        found = vectors_state(config, embedder.id, embedder.dimensions)
        return StoreState("embedded", str(place_of(config.vault)[0] or ""), found.locked or found.detail is None,
                          found.detail, found.vectors, found.locked, found.others)
    if server.by is None:
        # No connection is made: the address comes from a vault that may be a stranger's.
        return StoreState("server", server.origin, False, server.problem or "not allowed")
    from vaultkit.http.client import reason
    from vaultkit.http.wire import Budget, connect

    try:
        address = address_of(config, "store.url")
        assert address is not None
        if address.scheme in ("http", "https"):
            connect(address.host, address.port or 6333, Budget(2.0, 0)).close()
    except (OSError, VaultkitError) as error:
        return StoreState("server", server.origin, False, reason(error))
    return StoreState("server", server.origin, True, None)


def _lacking_servers(named: tuple[Server, ...], store: StoreState) -> list[Lack]:
    """The servers that the settings name and that are not allowed or not there."""
    lacks = []
    for server in named:
        if server.origin is None:
            lacks.append(Lack(f"an address in {server.setting}", server.problem or ""))
        elif server.by is None:
            lacks.append(Lack(f"leave to send {server.sends} to {server.origin} ({server.setting})",
                              server.problem or server.allow or ""))
        elif server.setting == "store.url" and not store.ok:
            lacks.append(Lack(f"the store at {server.origin}",
                              "start the server or take store.url out of vaultkit.toml"))
    return lacks


def _index(config: Config) -> IndexState:
    folder, why_not = place_of(config.vault)
    if folder is None:
        return IndexState(None, False, False, None, None, why_not)
    path = folder / "notes.db"
    state = IndexState(str(path), path.is_file(), why_not is None, None, None, why_not, str(folder))
    if not state.exists or not state.ok:
        return state
    from vaultkit.vault.index import VaultIndex

    try:
        index = VaultIndex.open(config)
        try:
            state = replace(state, notes=len(index.facts()))
        finally:
            index.close()
    except VaultkitError as error:
        state = replace(state, ok=False, detail=str(error))
    return replace(state, bytes=_bytes(folder, "notes.db*"), folder_bytes=size_of(folder))


def _bytes(folder: Path, pattern: str) -> int:
    return sum(part.stat().st_size for part in folder.glob(pattern) if part.is_file())


def _lacks(python: PythonState, packages: tuple[PackageState, ...], models: tuple[LocalModel, ...],
           embedder: EmbedderState, store: StoreState, index: IndexState) -> list[Lack]:
    lacks = []
    if not python.ok:
        lacks.append(Lack(f"Python {python.version} is too old", "install Python 3.11 or newer"))
    base = [package.name for package in packages if not package.ok and package.extra is None]
    if base:
        lacks.append(Lack(", ".join(base), "pip install --force-reinstall vaultkit"))
    for extra in sorted({package.extra for package in packages if package.extra and not package.ok}):
        names = ", ".join(package.name for package in packages if package.extra == extra and not package.ok)
        lacks.append(Lack(f"{names} (optional)", f"pip install 'vaultkit[{extra}]'"))
    if not models:
        lacks.append(Lack("a model file for `ask` (optional)",
                          "put a GGUF file into one of the folders above; answers are extracts without one"))
    if not embedder.ok:
        lacks.append(Lack(f"the embedder {embedder.name}", embedder.detail or ""))
    if not store.ok and store.kind == "embedded":
        lacks.append(Lack("a readable vector store", store.detail or ""))
    if not index.ok and index.notes is None and index.bytes is None:
        lacks.append(Lack("a place for the index", "mend that, or set VAULTKIT_CACHE to a folder of your own; "
                          "until then a temporary index is made for each command"))
    elif not index.exists:
        lacks.append(Lack("the index", "vaultkit index"))
    elif not index.ok:
        mend = f"remove {index.folder} (it holds nothing of yours), then vaultkit index"
        lacks.append(Lack("a readable index", mend))
    return lacks
