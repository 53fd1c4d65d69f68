"""``duplicate-title``: two notes say that they are called the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.text.names import fold

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_SAME = ("{other} has the title {title} too", "у {other} тот же заголовок «{title}»")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for each of several notes with one title, without case, of which at least one sets it as a property."""
    own = None if context.paths is None else {note.title for note in context.facts}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for title, path in context.lookups.titles(own):
        groups[fold(title)].append(path)
    for paths in groups.values():
        if len(paths) < 2:
            continue
        # Two conversations are often called the same by who exported them, and nobody chose it.
        notes = [note for note in context.facts_of(paths) if "conversation_id" not in note.properties]
        given = {note.path: name for note in notes for name in note.properties if name == "title"}
        for note in notes:
            # Two files of one name are reported where a link names them; here only written titles are compared.
            others = [one.path for one in notes if one.path != note.path and (note.path in given or one.path in given)]
            if others and context.judges(note.path):
                line = note.property_lines.get(given.get(note.path, ""), 1)
                said = context.say(_SAME, other=others[0], title=note.title)
                yield RuleHit(note.path, line, 1, said, fold(note.title))


RULE = Rule(
    "duplicate-title", "warning",
    "The property `title` of a note is the title, or the file's name, of another one: lists, search results and answers"
    " show two notes that nobody can tell apart. Files of one name in different folders are no finding as such.",
    ("give one of them another title", "дайте одной из них другой заголовок"), find)
