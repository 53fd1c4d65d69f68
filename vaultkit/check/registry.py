"""Every rule, in the order in which documents list them; packages may add their own.

A package adds rules by entry points of the group ``vaultkit.rules``, each naming a ``Rule``.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from importlib import import_module
from typing import Any

from vaultkit.check.rule import Rule
from vaultkit.config import CONFIG_NAME, Config
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.model import Severity
from vaultkit.plugins import entries
from vaultkit.startup import importable
from vaultkit.text.names import fold
from vaultkit.text.nearest import nearest_of

GROUP = "vaultkit.rules"
# One module of ``rules`` each, called as the rule with underscores.
BUILT_IN = (
    "unresolved-link", "missing-heading", "missing-block", "missing-attachment", "frontmatter-invalid", "code-missing",
    "conflict-marker", "waiver-expired", "duplicate-uid", "name-case-twins", "ambiguous-link", "frontmatter-schema",
    "unknown-kind", "unknown-relation", "relation-not-allowed", "skipped-stage", "new-gap", "code-stub", "code-moved",
    "suspect", "stale-mention",
    "duplicate-title", "duplicate-alias", "name-not-nfc", "name-not-portable", "note-unreadable", "comment-unclosed",
    "orphaned",
    "path-moved",
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
    """Return whether a package that is installed has the group: reading these few files takes a tenth of the time that
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


class Policy:
    """Settings of ``[check]`` over the rules' own severities. The innermost folder of ``[check.folders]`` decides
    what it names; ``select`` and ``ignore`` of the command line go before all. A rule that is off by default is on,
    as a warning, where it is selected by name. Raises UsageError for a rule that is not known."""

    def __init__(self, config: Config, rules: Mapping[str, Rule], select: Collection[str] = (),
                 ignore: Collection[str] = ()) -> None:
        self._rules = rules
        self._select = frozenset(known_ids(select, rules, "--select"))
        self._ignore = frozenset(known_ids(ignore, rules, "--ignore"))
        whole: dict[str, Any] = {"select": config.check_select, "ignore": config.check_ignore,
                                 "severity": config.check_severity}
        self._whole = whole
        self._folders = sorted(((fold(name).strip("/").removeprefix("./") + "/", body)
                                for name, body in config.check_folders.items()), key=lambda item: -len(item[0]))
        for where, body in ((CONFIG_NAME, whole), *((f"{CONFIG_NAME}, {name}", body) for name, body in self._folders)):
            for key in ("select", "ignore", "severity"):
                known_ids(body.get(key) or (), rules, f"{where}, {key}")
        self._known: dict[tuple[str, str], Severity] = {}

    def severity(self, rule: str, path: str) -> Severity:
        """Return how severe a hit of ``rule`` in the file at ``path`` is; ``off`` where the rule does not hold."""
        folder = self._folder(path)
        key = rule, folder
        if key not in self._known:
            self._known[key] = self._decide(rule, next((body for name, body in self._folders if name == folder), {}))
        return self._known[key]

    def is_relative(self, rule: str) -> bool:
        """Return whether only what a change brings counts (``Rule.relative``)."""
        return self._rules[rule].relative

    def active(self) -> list[Rule]:
        """The rules that hold anywhere."""
        return [rule for rule in self._rules.values()
                if any(self._decide(rule.id, body) != "off" for body in ({}, *(body for _, body in self._folders)))]

    def _folder(self, path: str) -> str:
        folded = fold(path)
        return next((name for name, _ in self._folders if folded.startswith(name) or name == "./"), "")

    def _decide(self, rule: str, folder: Mapping[str, Any]) -> Severity:
        selected = self._select or folder.get("select") or self._whole["select"]
        ignored = folder["ignore"] if "ignore" in folder else self._whole["ignore"]
        if rule in self._ignore or (rule in ignored and rule not in self._select):
            return "off"
        if selected and rule not in selected:
            return "off"
        own = {**self._whole["severity"], **folder.get("severity", {})}.get(rule)
        if own is not None and not (own == "off" and rule in self._select):
            return own  # type: ignore[no-any-return]
        default = self._rules[rule].severity
        return "warning" if default == "off" and rule in (selected or ()) else default
