"""Settings of Obsidian and its plugins that say how a vault is to be read. They come with the vault, so nothing in them
is believed further than that: small regular files inside of the vault, values of the right type, folders inside of it.

Sources: Obsidian Help, "Templates" (``.obsidian/templates.json``: ``folder``); Templater's settings
(``.obsidian/plugins/templater-obsidian/data.json``: ``templates_folder``).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from vaultkit.config import Bounds
from vaultkit.errors import VaultkitError
from vaultkit.text.names import fold
from vaultkit.vault.read import read_note_file

_TEMPLATES = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)
SETTINGS = (".obsidian/app.json", *(path for path, _ in _TEMPLATES))
_BOUNDS = Bounds(note_bytes=1_000_000)


class Unreadable(VaultkitError):
    """A settings file is there and can't be read."""


def settings_in(root: Path, path: str) -> dict[str, Any]:
    """The object in the JSON file ``path`` of the vault, empty where there is none. Raises Unreadable for a file that
    is no JSON, too large, no regular file, or a link out of the vault."""
    place = os.path.join(root, path)
    if not os.path.lexists(place):
        return {}
    real = os.path.realpath(root)
    target = os.path.realpath(place)
    if os.path.commonpath((real, target)) != real:
        raise Unreadable("it is a link out of the vault")
    source = read_note_file(root, path, _BOUNDS)
    if source.text is None or source.problems:
        raise Unreadable(source.problems[0].message)
    try:
        data = json.loads(source.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    return data if isinstance(data, dict) else {}


def template_folders(root: Path) -> tuple[str, ...]:
    """The folders that hold templates, in the form in which names compare, each with a closing slash. A file that can't
    be read names none, and so does one that names the whole vault or a folder outside of it."""
    found = set()
    for path, name in _TEMPLATES:
        try:
            value = settings_in(root, path).get(name)
        except VaultkitError:
            continue
        if isinstance(value, str) and "\0" not in value:
            parts = [part for part in value.strip().replace("\\", "/").split("/") if part not in ("", ".")]
            if parts and ".." not in parts:
                found.add(fold("/".join(parts)) + "/")
    return tuple(sorted(found))


def in_folders(path: str, folders: tuple[str, ...]) -> bool:
    """Return whether the file lies in one of the folders or below it."""
    return bool(folders) and fold(path).startswith(folders)
