"""``missing-heading``: the note is there, the heading that the link names is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, link_hit, link_name
from vaultkit.text.nearest import nearest_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_NONE = ("{note} has no heading {heading}", "в {note} нет заголовка «{heading}»")
_NEAR = ("did you mean [[{name}#{near}]]?", "может быть, [[{name}#{near}]]?")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every link to a note that is there whose last part is a heading that is not."""
    for link in context.faulty_links:
        last = (link.subpath or "").rpartition("#")[2].strip()
        if link.subpath_status != "missing" or last.startswith("^") or link.resolved is None:
            continue
        headings = [heading.text for note in context.facts_of([link.resolved]) for heading in note.headings]
        near = nearest_of(last, headings)
        yield link_hit(context, link, _NONE, _NEAR if near else None, note=link.resolved, heading=link.subpath,
                       name=link_name(link.resolved), near=near)


RULE = Rule(
    "missing-heading", "error",
    "A link leads to an existing note and names a heading (`[[Note#Heading]]`) that is not in it. Headings compare"
    " as in Obsidian: punctuation counts as a space, case does not matter, and levels between may be left out.",
    ("correct the heading's name in the link, or add the heading",
     "поправьте заголовок в ссылке или добавьте его"), find, of=("faulty_links",))
