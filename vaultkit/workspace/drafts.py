"""Writing what was inferred, when asked: kinds into notes, ideas as draft notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.graph.classify import Classification
from vaultkit.graph.discover import Discovery, Idea
from vaultkit.graph.discover.lemma import key
from vaultkit.ontology import Ontology
from vaultkit.vault.write import new_note, write_property

PROPERTY = "kind"
PLACES = 10
# What Windows, Obsidian and links forbid in the name of a note.
_UNSAFE = re.compile(r'[\x00-\x1f\\/:*?"<>|#^\[\]]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST = 120


def write_kinds(root: Path, ontology: Ontology, verdicts: Iterable[Classification]) -> list[tuple[str, str]]:
    """Set the kind of each note as a property and return (path, kind) of those that changed. Raises UsageError for a
    note that can't be edited safely, EnvironmentFailure for one that can't be written; notes before it are written."""
    name = PROPERTY if PROPERTY in ontology.strict_fields else min(ontology.strict_fields, default=PROPERTY)
    return [(item.note, item.kind) for item in verdicts if write_property(root, item.note, name, item.kind)]


def write_ideas(root: Path, ontology: Ontology, found: Discovery, names: Sequence[str]) -> list[str]:
    """Create a draft note of the chain's first kind for each named idea and return the paths. All names are looked up
    before anything is written. Raises UsageError for a name that is no idea, or whose file exists already."""
    ideas = [_named(found, name) for name in names]
    paths = [f"{file_name(idea.name)}.md" for idea in ideas]
    taken = {unicodedata.normalize("NFC", path.name).casefold() for path in root.iterdir()}
    for path in paths:
        if path.casefold() in taken:
            raise UsageError(f"{path} exists already", "it is never overwritten: rename it, or write the note by hand")
    for idea, path in zip(ideas, paths, strict=True):
        properties: dict[str, object] = {PROPERTY: ontology.chain[0], "draft": True}
        if path != f"{idea.name}.md":
            properties["aliases"] = [idea.name]
        new_note(root / path, properties, _body(idea))
    return paths


def file_name(name: str) -> str:
    """A name as a file's stem that every system takes and a link can hold: ``DeepSpeed / Accelerate`` →
    ``DeepSpeed - Accelerate``."""
    stem = re.sub(r"\s+", " ", _UNSAFE.sub(" - ", unicodedata.normalize("NFC", name)))
    stem = re.sub(r"(?: -)+ ", " - ", stem).strip(" .-")[:_LONGEST].rstrip(" .")
    return f"_{stem}" if _RESERVED.match(stem) or not stem else stem


def _named(found: Discovery, name: str) -> Idea:
    wanted = key(name)
    for idea in found.ideas:
        if idea.name == name or key(idea.name) == wanted:
            return idea
    import difflib

    near = difflib.get_close_matches(name, [idea.name for idea in found.ideas], n=3)
    raise UsageError(f"no idea called {name!r} without a note", f"perhaps {', '.join(near)}" if near else None)


def _body(idea: Idea) -> str:
    """The title, the status as a quotation with who said it, and links to the places."""
    status = f" ({idea.role})" if idea.role else ""
    quoted = [f"> {idea.status}{status}", ""] if idea.status else []
    notes = dict.fromkeys(source.note.removesuffix(".md") for source in idea.sources)
    return "\n".join([f"# {idea.name}", "", *quoted, *(f"- [[{note}]]" for note in list(notes)[:PLACES])])
