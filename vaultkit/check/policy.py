"""Which rules hold where, and how severe they are: the settings, the folders' own, what the command line says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from vaultkit.check.registry import known_ids
from vaultkit.check.rule import Rule
from vaultkit.config import CONFIG_NAME, Config
from vaultkit.model import Severity
from vaultkit.vault.names import fold


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
        """How severe a hit of ``rule`` in the file at ``path`` is; ``off`` where the rule does not hold."""
        folder = self._folder(path)
        key = rule, folder
        if key not in self._known:
            self._known[key] = self._decide(rule, next((body for name, body in self._folders if name == folder), {}))
        return self._known[key]

    def is_relative(self, rule: str) -> bool:
        """Whether only what a change brings counts (``Rule.relative``)."""
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
