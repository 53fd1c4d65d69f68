"""``missing-block``: the note is there, the block id that the link names is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, link_hit, link_name
from vaultkit.text.nearest import nearest_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_NONE = ("{note} has no block ^{block}", "в {note} нет блока ^{block}")
_NEAR = ("did you mean [[{name}#^{near}]]?", "может быть, [[{name}#^{near}]]?")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every link to a note that is there whose last part is a ``^block`` that is not."""
    known: dict[str, list[str]] = {}
    for link in context.faulty_links:
        last = (link.subpath or "").rpartition("#")[2].strip()
        if link.subpath_status != "missing" or not last.startswith("^") or link.resolved is None:
            continue
        if link.resolved not in known:
            known[link.resolved] = [block.id for block in context.index.note(link.resolved).block_ids]
        near = nearest_of(last[1:], known[link.resolved])
        yield link_hit(context, link, _NONE, _NEAR if near else None, note=link.resolved, block=last[1:],
                       name=link_name(link.resolved), near=near)


RULE = Rule(
    "missing-block", "error",
    "A link leads to an existing note and names a block (`[[Note#^id]]`) that no line of it carries.",
    ("put the block's id behind the block, or correct it in the link",
     "поставьте идентификатор за блоком или поправьте его в ссылке"), find, of=("faulty_links",))
