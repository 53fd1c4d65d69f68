"""docs/contract.md and docs/design.md say what stands: commands, formats, JSON fields, rules, settings, rooms."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from vaultkit.check.registry import built_in
from vaultkit.cli.run import COMMANDS

# Words of a form that stand for a value or a key of it.
PLACEHOLDERS = {"text", "n", "ending", "count", "paths", "stage", "kind"}


@pytest.fixture(scope="module")
def contract(root: Path) -> str:
    return (root / "docs" / "contract.md").read_text("utf-8")


def section(text: str, title: str) -> str:
    found = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    assert found, title
    return found


def test_every_command_has_its_row(contract: str) -> None:
    assert set(COMMANDS) <= set(re.findall(r"^\| `([a-z]+)", section(contract, "Commands"), re.MULTILINE))


def test_every_option_of_the_table_is_one_of_the_command(contract: str) -> None:
    from vaultkit.cli.run import root

    for name, options in re.findall(r"^\| `([a-z]+) ([^`]*)`", section(contract, "Commands"), re.MULTILINE):
        if name in COMMANDS:
            command = root.get_command(None, name)  # type: ignore[arg-type]
            assert command is not None
            known = {option for parameter in command.params for option in parameter.opts}
            assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", options)) <= known, name


def test_the_fields_of_the_json_objects_are_those_of_the_schemas(contract: str, root: Path) -> None:
    text = re.sub(r"\s+", " ", section(contract, "JSON objects"))
    objects = dict(re.findall(r"- \*\*(\w+)\*\* `(\{schema.*?\})`", text))
    assert len(objects) > 12
    for name, form in objects.items():
        path = root / "schemas" / f"{name}.schema.json"
        if not path.is_file():
            assert name not in COMMANDS, name
            continue
        words = set(re.findall(r"[a-z]\w*", form))
        assert set(json.loads(path.read_text("utf-8"))["properties"]) <= words, name
        assert not words - set(re.findall(r"[a-z]\w*", path.read_text("utf-8"))) - PLACEHOLDERS, name


def test_rules_have_the_severities_that_the_contract_lists(contract: str) -> None:
    listed = {
        rule: severity for severity, names in
        re.findall(r"^- \*\*(error|warning|off)\*\*: (.*?)(?=^- |^$)", section(contract, "Rules of check"),
                   re.MULTILINE | re.DOTALL)
        for rule in re.findall(r"`([\w-]+)`", names)
    }
    assert listed == {rule.id: rule.severity for rule in built_in()}


def test_every_setting_is_named(contract: str, root: Path) -> None:
    schema = json.loads((root / "schemas" / "config.schema.json").read_text("utf-8"))
    text = section(contract, "Settings") + section(contract, "Bounds")
    for key, value in schema["properties"].items():
        assert re.search(rf"`\[?{key}\b|, `{key}`", text), key
        for inner in value.get("properties", {}):
            assert re.search(rf"\b{inner}\b", text), f"{key}.{inner}"


def test_the_design_lists_every_room(root: Path) -> None:
    layers = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    named = section((root / "docs" / "design.md").read_text("utf-8"), "Rooms")
    rooms = {name for layer in layers for name in re.findall(r"\w+", layer) if (root / "vaultkit" / name).exists()
             or (root / "vaultkit" / f"{name}.py").exists()} - {"__main__"}
    assert not {room for room in rooms if f"`{room}`" not in named}
