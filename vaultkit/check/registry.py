"""Every rule, in the order in which documents list them; packages may add their own.

A package adds rules by entry points of the group ``vaultkit.rules``, each naming a ``Rule``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module

from vaultkit.check.nearest import nearest_of
from vaultkit.check.rule import Rule
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.plugins import entries
from vaultkit.startup import importable

GROUP = "vaultkit.rules"
# One module of ``rules`` each, called as the rule with underscores.
BUILT_IN = (
    "unresolved-link", "missing-heading", "missing-block", "missing-attachment", "frontmatter-invalid", "code-missing",
    "conflict-marker", "waiver-expired", "duplicate-uid", "name-case-twins", "ambiguous-link", "frontmatter-schema",
    "unknown-kind", "unknown-relation", "relation-not-allowed", "skipped-stage", "new-gap", "code-stub", "code-moved",
    "suspect", "stale-mention",
    "duplicate-title", "duplicate-alias", "name-not-nfc", "name-not-portable", "note-unreadable", "comment-unclosed",
    "orphaned",
)


def built_in() -> tuple[Rule, ...]:
    """vaultkit's own rules."""
    return tuple(import_module(f"vaultkit.check.rules.{name.replace('-', '_')}").RULE for name in BUILT_IN)


def all_rules() -> dict[str, Rule]:
    """Rules by id, vaultkit's own first. Raises EnvironmentFailure for an entry point that can't be loaded or is no
    rule."""
    rules = {rule.id: rule for rule in built_in()}
    if not _any_entries():
        return rules
    for entry in entries(GROUP):
        try:
            rule = entry.load()
        except Exception as error:
            raise EnvironmentFailure(f"the rule {entry.name} can't be loaded ({error})",
                                     "mend or remove the package that brings it") from error
        if not isinstance(rule, Rule):
            raise EnvironmentFailure(f"{entry.value} is no rule", "mend or remove the package that brings it")
        rules.setdefault(rule.id, rule)
    return rules


def _any_entries() -> bool:
    """Whether a package that is installed has the group: reading these few files takes a tenth of the time that
    importlib.metadata does (entry points specification, ``entry_points.txt`` in a .dist-info or .egg-info folder)."""
    for folder in importable():
        try:
            names = [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:
                    if GROUP.encode() in file.read():
                        return True
            except OSError:
                continue
    return False


def known_ids(names: Iterable[str], rules: Iterable[str], where: str) -> tuple[str, ...]:
    """``names`` when all of them are ids of ``rules``. Raises UsageError, with the nearest id, for another; ``where``
    says what names it."""
    known = list(rules)
    for name in names:
        if name not in known:
            near = nearest_of(name, known, 0.5)
            raise UsageError(f"{where}: no rule is called {name}", f"did you mean {near}?" if near else
                             "known: " + ", ".join(known))
    return tuple(names)
