"""Ontology: the kinds of notes, their chain, and the relations between them: data, never code.

The data is ``schemas/ontology.yaml``, extended by an ontology.yaml beside vaultkit.toml. Everything that asks for
a stage, a kind or a relation asks here; nothing else in vaultkit knows the name of one.
"""

from __future__ import annotations

from pathlib import Path

from vaultkit.config import CONFIG_NAME, Config
from vaultkit.errors import UsageError
from vaultkit.ontology.cache import cached_ontology
from vaultkit.ontology.types import PLAIN, Direction, FenceRole, Kind, Ontology, Relation
from vaultkit.ontology.words import normal_word
from vaultkit.storage import index_folder
from vaultkit.storage.door import read_in

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
