"""Trust in the servers to which this vault would send notes and keys, and whether the person allowed it.

The settings of a vault that was cloned or received are a stranger's words: an address that stands in them is sent to
only after ``vaultkit trust``, the loopback included, or when the environment names it in VAULTKIT_TRUST.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from vaultkit.config import Config
from vaultkit.config.user import own_folder, user_folder, user_settings
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.http.address import Address, read_address
from vaultkit.redact import GENERATOR_KEYS, STORE_KEYS

VARIABLE = "VAULTKIT_TRUST"
By = Literal["settings", "trust", "environment"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that names a server: its field of Config, the port that its protocol has by default, the variables that
    may hold its key, what goes there."""

    field: str
    port: int | None
    schemes: tuple[str, ...] | None
    keys: tuple[str, ...]
    sends: str
    mend: str


SETTINGS: dict[str, Setting] = {
    "generator.url": Setting("generator_url", None, ("http", "https"), GENERATOR_KEYS, "passages",
                             "write it as http://localhost:8080/v1"),
    # 6333 is what a Qdrant client takes where no port is named.
    "store.url": Setting("store_url", 6333, None, STORE_KEYS, "vectors",
                         "write http://host:6333, or take store.url out of vaultkit.toml"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that a setting names. ``by`` says what allows it, None that nothing does; ``sends`` is passages or
    vectors; ``allow`` is the command that would allow it, ``problem`` what is wrong with the address."""

    setting: str
    origin: str | None
    sends: str
    key: str | None
    by: By | None
    allow: str | None
    problem: str | None = None


def address_of(config: Config, name: str) -> Address | None:
    """The address in the setting called ``name``, None without one. Raises UsageError for what is no address."""
    setting = SETTINGS[name]
    url = getattr(config, setting.field)
    if not url or (name == "store.url" and url.partition("://")[0].lower() == "edge"):
        return None
    port = setting.port if url.lower().startswith(("http://", "https://")) else None
    return read_address(url, name, port=port, schemes=setting.schemes, mend=setting.mend)


def permitted(config: Config, name: str) -> Address:
    """The address in the setting called ``name``, once it may be sent to.

    Raises EnvironmentFailure, which names the address and the command to allow it, where nothing allows it, and
    UsageError for what is no address, in the settings or in VAULTKIT_TRUST."""
    address = address_of(config, name)
    if address is None:
        raise UsageError(f"{name} is not set", "set it in vaultkit.toml")
    if _by(config, name, address.origin) is None:
        raise EnvironmentFailure(
            f"{name} in {config.foreign[SETTINGS[name].field]} names {address.origin}, "
            "which this vault may not send to",
            f"if you know that server, allow it with `{allow_command(config.vault, address.origin)}`")
    return address


def servers(config: Config) -> tuple[Server, ...]:
    """Every server that the settings name. Raises nothing: what is wrong is said in ``problem``."""
    found = []
    for name, setting in SETTINGS.items():
        key = next((variable for variable in setting.keys if os.environ.get(variable)), None)
        try:
            address = address_of(config, name)
            if address is None:
                continue
            by, problem = None, None
            try:
                by = _by(config, name, address.origin)
            except (UsageError, EnvironmentFailure) as error:
                problem = str(error)
            allow = None if by else allow_command(config.vault, address.origin)
            found.append(Server(name, address.origin, setting.sends, key, by, allow, problem))
        except UsageError as error:
            found.append(Server(name, None, setting.sends, key, None, None, str(error)))
    return tuple(found)


def allow_command(vault: Path, origin: str) -> str:
    """The command that allows ``origin`` for ``vault``, as it is typed in the current folder."""
    try:
        here = Path.cwd().resolve().is_relative_to(vault.resolve())
    except OSError:
        here = False
    return f"vaultkit trust {origin}" + ("" if here else f" --vault {shlex.quote(str(vault))}")


def origin_of(url: str) -> str:
    """Return the origin that is kept of an address that a person names. Raises UsageError where it is no address."""
    mend = "name scheme, host and port, as in http://localhost:8080"
    return read_address(url, "that", schemes=None, mend=mend).origin


def trusted_here(vault: Path) -> Trusted:
    """Return what was allowed, empty where the person has no settings folder of their own. Raises EnvironmentFailure
    for a damaged file."""
    return read_trusted(vault)


def from_environment() -> frozenset[str]:
    """The origins of VAULTKIT_TRUST. Raises UsageError for an entry that is no address."""
    entries = (entry.strip() for entry in os.environ.get(VARIABLE, "").split(","))
    return frozenset(read_address(entry, f"an entry of {VARIABLE}", schemes=None,
                                  mend="write addresses with commas between, as http://localhost:8080").origin
                     for entry in entries if entry)


def _by(config: Config, name: str, origin: str) -> By | None:
    field = SETTINGS[name].field
    if field not in config.foreign:
        return "settings"
    table, key = name.split(".")
    own = address_of(replace(config, **{field: user_settings(config.vault).get(table, {}).get(key)}), name)
    if own is not None and own.origin == origin:
        return "settings"
    if origin in from_environment():
        return "environment"
    return "trust" if origin in trusted_here(config.vault).of(config.vault) else None


NAME = "trust.json"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Trusted:
    """Content of the file of trusted servers; ``path`` None: there is no folder for it."""

    path: Path | None
    vaults: dict[str, tuple[str, ...]]

    def of(self, vault: Path) -> tuple[str, ...]:
        """The origins that ``vault`` may send to."""
        return self.vaults.get(os.path.realpath(vault), ())


def read_trusted(vault: Path | None = None) -> Trusted:
    """Read what is trusted; nothing where the folder would be ``vault``'s own. Raises EnvironmentFailure for a file
    that is damaged or can't be read: it is left as it is."""
    folder = user_folder() if vault is None else own_folder(vault)
    if folder is None:
        return Trusted(None, {})
    path = folder / NAME
    try:
        if not path.is_file():
            return Trusted(path, {})
        with path.open("rb") as file:
            data = json.loads(file.read(_LARGEST).decode("utf-8"))
        return Trusted(path, _vaults(data))
    except OSError as error:
        raise EnvironmentFailure(f"{path} can't be read ({error.strerror or error})", "make it readable") from error
    except (ValueError, RecursionError) as error:
        raise EnvironmentFailure(f"{path} is damaged, so nothing that it allowed holds",
                                 "mend it, or remove it and allow each server again") from error


def allow(vault: Path, origin: str) -> Path:
    """Let ``vault`` send to ``origin``; the file that keeps it. Raises EnvironmentFailure when it can't be kept."""
    with _alone(vault):
        trusted = read_trusted(vault)
        origins = trusted.of(vault)
        return _write(trusted, vault, origins if origin in origins else (*origins, origin))


def revoke(vault: Path, origin: str) -> bool:
    """Take that back; False when it was not allowed. Raises EnvironmentFailure when it can't be kept."""
    with _alone(vault):
        trusted = read_trusted(vault)
        origins = trusted.of(vault)
        if origin not in origins:
            return False
        _write(trusted, vault, tuple(one for one in origins if one != origin))
        return True


@contextlib.contextmanager
def _alone(vault: Path) -> Iterator[None]:
    """Keep other calls from writing at the same time, where the system has such locks (a folder's, flock(2))."""
    handle = None
    try:
        import fcntl

        folder = own_folder(vault)
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass  # what can't be locked is told when it can't be written
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _vaults(data: Any) -> dict[str, tuple[str, ...]]:
    """The checked content. Raises ValueError."""
    vaults = data.get("vaults") if isinstance(data, dict) else None
    if not isinstance(vaults, dict):
        raise ValueError("no vaults")
    for origins in vaults.values():
        if not isinstance(origins, list) or not all(isinstance(origin, str) for origin in origins):
            raise ValueError("no list of addresses")
    return {vault: tuple(origins) for vault, origins in vaults.items()}


def _write(trusted: Trusted, vault: Path, origins: tuple[str, ...]) -> Path:
    """Replace the file whole, readable by its owner alone."""
    if trusted.path is None:
        raise EnvironmentFailure("there is no folder for your own settings outside of this vault",
                                 "set XDG_CONFIG_HOME to one, or name the server in VAULTKIT_TRUST")
    vaults = {**trusted.vaults, os.path.realpath(vault): origins}
    kept = {name: sorted(found) for name, found in sorted(vaults.items()) if found}
    text = json.dumps({"vaults": kept}, indent=2, ensure_ascii=True) + "\n"
    folder, draft = trusted.path.parent, None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes a file for its owner alone.
        handle, draft = tempfile.mkstemp(prefix=f".{NAME}.", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, trusted.path)
    except OSError as error:
        if draft is not None:
            with contextlib.suppress(OSError):
                os.unlink(draft)
        raise EnvironmentFailure(f"{trusted.path} can't be written ({error.strerror or error})",
                                 "make the folder writable, or name the server in VAULTKIT_TRUST") from error
    return trusted.path
