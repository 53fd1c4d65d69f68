"""``missing-attachment``: the picture, recording or other file that a link names is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, link_hit, link_name, meant
from vaultkit.text.names import is_note, name_key

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_NONE = ("no file is called {target}", "нет файла «{target}»")
_NEAR = ("did you mean {name}?", "может быть, {name}?")
_LEFT_OUT = ("{file} is not part of this commit", "{file} не входит в этот коммит")
_ADD = ("git add {file}", "git add {file}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every unresolved link that means a file which is no note; when a commit is judged, also where the file
    lies on disk and is not part of it."""
    for link in context.faulty_links:
        if link.status != "unresolved" or meant(context, link) != "attachment":
            continue
        left_out = context.frame.missing_here.get(name_key(link.target))
        near = context.nearest.path(link.target)
        if left_out is not None:
            yield link_hit(context, link, _LEFT_OUT, _ADD, file=left_out)
        elif near is not None and not is_note(near):
            yield link_hit(context, link, _NONE, _NEAR, name=link_name(near))
        else:
            yield link_hit(context, link, _NONE)


RULE = Rule(
    "missing-attachment", "error",
    "A link or embed names a picture, recording, PDF, drawing or other file that the vault does not have.",
    ("put the file into the vault or correct the link", "положите файл в хранилище или поправьте ссылку"), find,
    of=("faulty_links",))
