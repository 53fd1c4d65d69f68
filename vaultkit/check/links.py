"""What the rules about links share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from vaultkit.check.rule import Hit, Text
from vaultkit.model import ResolvedLink
from vaultkit.vault.names import stem

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene

Meant = Literal["note", "attachment", "code"]
# Obsidian Help, "Accepted file formats", and what else people put beside notes.
_ATTACHMENTS = frozenset("""
avif bmp gif jpeg jpg png svg webp tif tiff heic ico flac m4a mp3 ogg opus wav webm 3gp aac mkv mov mp4 ogv avi pdf
canvas base excalidraw drawio csv tsv xlsx xls ods docx doc odt pptx ppt odp epub djvu zip gz tar 7z rar html htm bib
psd ai gguf onnx parquet
""".split())
_ENDING = re.compile(r"\.(\w{1,10})$")


def meant(scene: Scene, link: ResolvedLink) -> Meant:
    """What kind of file a link that leads nowhere was to lead to, by how it is written."""
    target = link.target.strip()
    relation = scene.ontology.relation_of_field(link.field) if link.field else None
    is_code = scene.ontology.is_source_file(target) and ("." in target or "/" in target)
    if relation is not None and relation.gives in scene.ontology.code_kinds:
        is_code = is_code or (scene.ontology.is_source_or_config(target) and "." in target)
    if is_code:
        return "code"
    ending = _ENDING.search(target)
    if ending is None or ending[1].lower() == "md":
        return "note"
    known = ending[1].lower() in _ATTACHMENTS
    return "attachment" if known or (link.kind == "embed" and not ending[1].isdigit()) else "note"


def link_hit(scene: Scene, link: ResolvedLink, message: Text, fix: Text | None = None, **values: object) -> Hit:
    """A hit at a link; ``target`` and what else ``values`` names fill the texts."""
    values.setdefault("target", link.target)
    said = scene.say(message, **values)
    return Hit(link.source, link.line, link.column, said, link.raw, scene.say(fix, **values) if fix else None)


def by_name(path: str) -> str:
    """A file as a link would name it: a note without ``.md``."""
    return stem(path) if path.lower().endswith(".md") else path.rsplit("/", 1)[-1]
