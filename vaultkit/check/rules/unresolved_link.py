"""``unresolved-link``: the note that a link names is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, link_hit, link_name, meant
from vaultkit.text.names import is_note, name_key
from vaultkit.vault.resolve import is_external

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext
    from vaultkit.model import ResolvedLink

_NONE = ("no note is called {target}", "нет заметки «{target}»")
_ALIAS = ("{target} is only an alias, of {note}; Obsidian looks for a file of that name",
          "{target} — лишь псевдоним заметки {note}; Obsidian ищет файл с таким именем")
_ALIAS_FIX = ("write [[{name}|{target}]]", "напишите [[{name}|{target}]]")
_NEAR = ("did you mean [[{name}]]?", "может быть, [[{name}]]?")
_WEB = ("write [text]({target})", "напишите [текст]({target})")
_LEFT_OUT = ("{note} is not part of this commit", "{note} не входит в этот коммит")
_ADD = ("git add {note}", "git add {note}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for link in context.faulty_links:
        if link.status == "unresolved" and meant(context, link) == "note":
            yield _hit(context, link)


def _hit(context: CheckContext, link: ResolvedLink) -> RuleHit:
    left_out = context.frame.missing_here.get(name_key(link.target))
    if left_out is not None:
        return link_hit(context, link, _LEFT_OUT, _ADD, note=left_out)
    if link.candidates:
        note = link.candidates[0]
        return link_hit(context, link, _ALIAS, _ALIAS_FIX, note=note, name=link_name(note))
    if link.kind != "markdown" and is_external(link.target):
        return link_hit(context, link, _NONE, _WEB)
    near = context.nearest.path(link.target)
    if near is not None and is_note(near):
        return link_hit(context, link, _NONE, _NEAR, name=link_name(near))
    return link_hit(context, link, _NONE)


RULE = Rule(
    "unresolved-link", "error",
    "A wikilink, embed or Markdown link names a note that the vault does not have. Links are looked up as Obsidian"
    " does: an exact path, then the note's own folder, then the shortest path; an alias alone is no target. Links in"
    " code, in mathematics and in `%%comments%%` are left out (`commented_links` takes the latter in).",
    ("create the note or correct the link", "создайте заметку или поправьте ссылку"), find, of=("faulty_links",))
