"""Ontology: the kinds of notes, their chain, and the relations between them: data, never code.

The data is ``schemas/ontology.yaml``, extended by an ontology.yaml beside vaultkit.toml. Everything that asks for
a stage, a kind or a relation asks here; nothing else in vaultkit knows the name of one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import vaultkit
from vaultkit.config import CONFIG_NAME, Config
from vaultkit.errors import UsageError
from vaultkit.ontology.types import PLAIN, Direction, FenceRole, Kind, Ontology, Relation
from vaultkit.ontology.words import normal_word
from vaultkit.storage import index_folder
from vaultkit.storage.files import read_in, replace_file

LARGEST = 200_000
__all__ = ["PLAIN", "Direction", "FenceRole", "Kind", "Ontology", "Relation", "load_ontology"]


def load_ontology(config: Config | None = None) -> Ontology:
    """vaultkit's ontology, extended by the vault's own ontology.yaml and by ``[kinds] synonyms``.

    Raises UsageError with file and line for a faulty file or a kind that does not exist."""
    from vaultkit.resources import schemas_dir

    def made() -> Ontology:
        from vaultkit.ontology.load import assemble

        return assemble(files)

    ours = schemas_dir() / "ontology.yaml"
    files = [(ours, ours.read_bytes())]
    if config is None:
        return made()
    beside = config.config_path.parent if config.config_path else config.vault
    places = (beside / "ontology.yaml", config.vault / "ontology.yaml")
    own = next((path for path in places if path.is_file()), None)
    if own is not None:
        files.append((own, _content(own)))
    ontology = cached_ontology(index_folder(config.vault), files, made)
    _add_synonyms(ontology, config)
    return ontology


def _content(path: Path) -> bytes:
    """Return what the vault's own file holds, which may be a stranger's."""
    try:
        return read_in(path.parent, path, LARGEST)
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror})", "put a file of its own in its place") from error


def _add_synonyms(ontology: Ontology, config: Config) -> None:
    known = ", ".join((*ontology.kinds, PLAIN))
    for word, name in config.kind_synonyms.items():
        kind = ontology.kind_of_word(name)
        if kind is None:
            raise _config_error(config, ("kinds", "synonyms", word), f"{name} is no kind (known: {known})")
        ontology.kind_words[normal_word(word)] = kind
    for folder, name in config.kind_folders.items():
        if ontology.kind_of_word(name) is None:
            raise _config_error(config, ("kinds", "folders", folder), f"{name} is no kind (known: {known})")
    ontology._kinds.clear()


def _config_error(config: Config, key: tuple[str, ...], message: str) -> UsageError:
    from vaultkit.config.settings import setting_error

    if config.config_path is None:
        return UsageError(f"{CONFIG_NAME}: {message}")
    return setting_error(config.config_path, key, message)


NAME = "ontology.json"


def cached_ontology(folder: Path, files: Iterable[tuple[Path, bytes]],
                    make: Callable[[], Ontology]) -> Ontology:
    """The ontology of ``files``, each with its content: the one kept in ``folder``, else what ``make`` makes of them,
    which is kept there from then on. A copy that can't be read or written costs nothing but time. Raises what ``make``
    raises."""
    place, key = folder / NAME, _key(files)
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(place.read_bytes())
        if data["key"] == key:
            return _from_plain(data["ontology"])
    made = make()
    with contextlib.suppress(OSError):
        replace_file(place, json.dumps({"key": key, "ontology": _to_plain(made)}).encode(), private=True)
    return made


def _key(files: Iterable[tuple[Path, bytes]]) -> str:
    """Equal for two runs that make the same of the same files."""
    digest = blake2b(vaultkit.__version__.encode(), digest_size=16)
    for file, content in files:
        digest.update(f"\0{file}\0".encode("utf-8", "surrogatepass") + content)
    for source in sorted(Path(__file__).parent.glob("*.py")):
        stat = source.stat()
        digest.update(f"\0{source.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def _to_plain(ontology: Ontology) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field in fields(Ontology):
        if not field.compare:
            continue
        value = getattr(ontology, field.name)
        if field.name in ("kinds", "relations"):
            value = [[getattr(item, part.name) for part in fields(item)] for item in value.values()]
        plain[field.name] = sorted(value) if isinstance(value, frozenset) else value
    return plain


def _from_plain(plain: dict[str, Any]) -> Ontology:
    """Raises TypeError, KeyError for what is no ontology."""
    values = dict(plain)
    values["chain"] = tuple(values["chain"])
    classes: dict[str, Any] = {"kinds": Kind, "relations": Relation}
    for name, cls in classes.items():
        made = [cls(*[tuple(part) if isinstance(part, list) else part for part in row]) for row in values[name]]
        values[name] = {item.name: item for item in made}
    ontology: Any = Ontology
    found: Ontology = ontology(**{name: frozenset(value) if isinstance(value, list) else value
                                  for name, value in values.items()})
    return found
