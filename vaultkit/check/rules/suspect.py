"""``suspect``: an end of a link changed after the link was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, place_of_tie, waived
from vaultkit.model.ids import path_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_CHANGED = ("{ends} changed since this link was accepted", "{ends}: изменилось с тех пор, как связь приняли")
_FIX = ("look at both; if they still agree: vaultkit accept {note}",
        "сверьте обе стороны; если всё верно: vaultkit accept {note}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every accepted link one of whose ends has another fingerprint now, unless the note waives it."""
    for ties in context.typed.web.below.values():
        for tie in ties:
            if not tie.changed:
                continue
            above, below = (tie.source, tie.target) if tie.down else (tie.target, tie.source)
            note = path_of(above)
            if waived(context, note, "suspect"):
                continue
            path, line, column = place_of_tie(context, tie, note, below)
            text = context.say(_CHANGED, ends=", ".join(tie.changed))
            yield RuleHit(path, line, column, text, f"{above} {below}", context.say(_FIX, note=_shown(note)))


def _shown(note: str) -> str:
    return f'"{note}"' if " " in note else note


RULE = Rule(
    "suspect", "warning",
    "A link of a chain was accepted (`vaultkit accept`), and the note or the code at one of its ends is no longer"
    " what it was then, formatting and comments aside: perhaps the two no longer say the same. With `--staged` this"
    " answers which notes a change of the code makes untrue.",
    ("look at both ends; `vaultkit accept` when they agree",
     "сверьте обе стороны; `vaultkit accept`, если всё верно"), find)
