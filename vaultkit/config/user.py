"""The person's own folder of settings: config.toml, which holds for every vault, and what is trusted.

It is the platform's folder for configuration (on Linux the XDG Base Directory Specification). A folder that lies inside
of the vault is not the person's own: the vault may have brought it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from vaultkit.errors import UsageError

SETTINGS_NAME = "config.toml"
# Settings that name a place in one vault make no sense for all vaults.
_OF_A_VAULT = (("vault",), ("source",))
_PATHS = (("embed", "model"), ("embed", "second"), ("generator", "model"), ("generator", "lora"))


def user_folder() -> Path | None:
    """The folder, which need not exist; None where the system names none (no home, one that is not there, a relative
    path)."""
    from platformdirs import user_config_path

    try:
        folder, home = user_config_path("vaultkit", appauthor=False), Path.home()
        # Who may make a home would leave one for nobody.
        there = home.is_dir() or not folder.is_relative_to(home)
    except (OSError, RuntimeError, KeyError):
        return None
    return folder if folder.is_absolute() and there else None


def own_folder(vault: Path) -> Path | None:
    """The user's own folder, None where it lies inside of ``vault``."""
    folder = user_folder()
    if folder is None:
        return None
    try:
        return None if folder.resolve().is_relative_to(vault.resolve()) else folder
    except (OSError, RuntimeError):
        return None


def user_settings(vault: Path) -> dict[str, Any]:
    """The checked settings of config.toml, empty without one. A relative path to a model is relative to that file.

    Raises UsageError, with file and line, for a faulty file and for what only a vault can set."""
    folder = own_folder(vault)
    path = folder / SETTINGS_NAME if folder else None
    if folder is None or path is None or not _there(path):
        return {}
    from vaultkit.config.settings import read_settings, setting_line

    path = Path(os.path.realpath(path))  # a person may keep her own settings elsewhere and link them
    data = read_settings(path)
    for key in _OF_A_VAULT:
        if key[0] in data:
            name = "source.roots" if key == ("source",) else "vault"
            raise UsageError(f"{path}:{setting_line(path, key)}: {name} belongs into the vaultkit.toml of one vault",
                             "take it out of your own settings, which hold for all of them")
    for table, key_name in _PATHS:
        named = data.get(table, {}).get(key_name)
        if isinstance(named, str) and "\0" not in named and _there(folder / named):
            data[table][key_name] = str(folder / named)
    return data


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
