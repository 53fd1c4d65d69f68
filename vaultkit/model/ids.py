"""Ids of the graph's nodes. A file's name may hold any sign, ``#`` and ``^`` included, so no id is split again: one
that names a part of a file carries the parts that it was made from."""

from __future__ import annotations


class PartId(str):
    """The id of a part of a file, as it is written (docs/contract.md): ``path.md#Heading#Sub`` of a section, with
    ``^fence-1`` of a block in it, ``path.py#Class.method`` of a symbol. Equal to its text; ``path`` and ``subpath``
    stand apart, and within the subpath ``section`` (a symbol's name) and ``block``.

    The id of a whole note or file is its path, a plain text."""

    __slots__ = ("block", "path", "section")
    path: str
    section: str
    block: str

    def __new__(cls, path: str, section: str, block: str = "") -> PartId:
        made = super().__new__(cls, f"{path}#{section}^{block}" if block else f"{path}#{section}")
        made.path, made.section, made.block = path, section, block
        return made

    def __reduce__(self) -> tuple[type[PartId], tuple[str, str, str]]:
        return PartId, (self.path, self.section, self.block)

    @property
    def subpath(self) -> str:
        return f"{self.section}^{self.block}" if self.block else self.section


def id_of(path: str, section: str | None, block: str = "") -> str:
    """The id of a part of the file ``path``, or of the whole of it."""
    return PartId(path, section or "", block) if section or block else path


def path_of(id: str) -> str:
    """The file that ``id`` is, or is a part of."""
    return id.path if isinstance(id, PartId) else id


def subpath_of(id: str) -> str:
    """Return what ``id`` names in its file; empty for the whole."""
    return id.subpath if isinstance(id, PartId) else ""


def section_of(id: str) -> str:
    """The section that ``id`` is or stands in, or the symbol's name; empty for the whole file."""
    return id.section if isinstance(id, PartId) else ""


def block_of(id: str) -> str:
    """The block (``fence-1``) that ``id`` is; empty for anything else."""
    return id.block if isinstance(id, PartId) else ""
