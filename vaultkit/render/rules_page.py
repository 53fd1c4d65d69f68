"""docs/rules.md, made of the texts that the rules themselves carry: ``python -m vaultkit.render.rules_page``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.check.rule import Rule

HEAD = """\
# Rules of check

`vaultkit check` judges a vault by these rules. Each finding has a place (line and column in characters), the rule's id,
what is wrong, and what mends it. The ids and severities are stable.

- **Severity** is what a rule has unless `[check.severity]` of vaultkit.toml says otherwise. A new error makes the exit
  code 1, with `--strict` a new warning does too. A rule that is *off* runs where it is selected by name.
- **Choosing**: `[check] select` and `ignore`, the same with `--select` and `--ignore`, and for one folder
  `[check.folders."path"]`, where the innermost folder decides.
- **In a note**: `%% vaultkit: ignore RULE reason %%` holds for the line after it; before the first block of a note it
  holds for the whole note, its properties and its name too. Several rules are set apart by commas.
- **Known findings** stand in `vaultkit-baseline.json` beside vaultkit.toml and block nothing. `--update-baseline` makes
  the file, later it only takes out what was mended; with `--grow` it takes in what is new.
- **Fingerprint**: a hash of the rule, of what is wrong as it is written (spaces, case and Unicode form aside), and of
  its number among equals in its file. Neither the line nor the file's name goes in: moving lines and renaming a file
  make nothing new. The baseline keeps the file beside it, and follows a file that is gone to the one that shares most
  findings with it and has none of its own in the baseline.
- **`--staged`** judges the files that the next commit changes as git's index has them, and in other notes only what the
  commit breaks: what is found there after it and not before it. Files that are neither added nor ignored are not there.

Packages add rules by entry points of the group `vaultkit.rules`, each naming a `vaultkit.check.rule.Rule`.
"""


def rules_page(rules: Iterable[Rule]) -> str:
    """The page as Markdown: a table of all rules, then each with its paragraph and its mend."""
    rules = list(rules)
    rows = [f"| [{rule.id}](#{rule.id}) | {rule.severity} |" for rule in rules]
    lines = [HEAD, "| rule | severity |", "| --- | --- |", *rows]
    for rule in rules:
        lines += ["", f"## {rule.id}", "", f"*{rule.severity}*", "", *textwrap.wrap(
            rule.doc, 120, break_long_words=False, break_on_hyphens=False), "", f"Mend: {rule.mend[0]}."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    from vaultkit.check.registry import built_in

    sys.stdout.buffer.write(rules_page(built_in()).encode("utf-8"))
