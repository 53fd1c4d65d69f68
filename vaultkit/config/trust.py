"""Trust in the servers to which this vault would send notes and keys, and whether the person allowed it.

The settings of a vault that was cloned or received are a stranger's words: an address that stands in them is sent to
only after ``vaultkit trust``, the loopback included, or when the environment names it in VAULTKIT_TRUST.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from vaultkit.config import Config
from vaultkit.config.trust_file import Trusted, read_trusted
from vaultkit.config.user import user_settings
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
