"""The ontology as it was put together last, kept as JSON beside the index: reading it takes a tenth of the time that
the YAML files take. It is good as long as these files and this package are what they were."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import vaultkit
from vaultkit.ontology.types import Kind, Ontology, Relation
from vaultkit.storage.atomic import replace_file

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
