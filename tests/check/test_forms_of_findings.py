"""The findings as text, SARIF and annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from check_repo import Repo

Folder = Callable[[dict[str, str]], Repo]

# What this product uses of OASIS SARIF 2.1.0 (sarif-schema-2.1.0.json), with the limits of that schema.
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
RESULT = {
    "type": "object", "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]}, "message": MESSAGE,
        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "locations": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["physicalLocation"], "properties": {"physicalLocation": {
                "type": "object", "required": ["artifactLocation", "region"], "properties": {
                    "artifactLocation": {"type": "object", "required": ["uri"], "properties": {
                        "uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%:@!$&'()*+,;=-]+$"},
                        "uriBaseId": {"type": "string"}}},
                    "region": {"type": "object", "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1}}}}}}}},
    },
}
SARIF = {
    "type": "object", "required": ["version", "runs"],
    "properties": {"version": {"const": "2.1.0"}, "$schema": {"type": "string"}, "runs": {
        "type": "array", "items": {"type": "object", "required": ["tool", "results"], "properties": {
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                "type": "object", "required": ["name"], "properties": {"rules": {
                    "type": "array", "uniqueItems": True, "items": {"type": "object", "required": ["id"], "properties": {
                        "id": {"type": "string"}, "shortDescription": MESSAGE,
                        "defaultConfiguration": {"type": "object", "properties": {
                            "level": {"enum": ["none", "note", "warning", "error"]}}}}}}}}}},
            "results": {"type": "array", "items": RESULT}}}}},
}


@pytest.fixture
def broken(repo: Repo) -> Repo:
    """A vault in a subfolder of a repository, with an error, a warning and a known finding."""
    repo.vault = repo.top / "мои доки"
    repo.write({f"мои доки/{path}": text for path, text in {
        "vaultkit.toml": "", "Заметка: раз.md": "💡 [[Нет, 100%]]\n", "Старая.md": "[[Давно нет]]\n"}.items()})
    repo.run("check", "Старая.md", "--update-baseline")
    return repo


def sarif(repo: Repo) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(repo.run("check", "--format", "sarif").stdout)
    jsonschema.Draft202012Validator(SARIF).validate(data)
    return data


def test_sarif(broken: Repo) -> None:
    [run] = sarif(broken)["runs"]
    found = {(item["ruleId"], item["level"], item["baselineState"]) for item in run["results"]}
    assert found == {("unresolved-link", "error", "new"), ("name-not-portable", "warning", "new"),
                     ("unresolved-link", "error", "unchanged")}
    place = next(item for item in run["results"] if "100%" in item["message"]["text"])["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].startswith("%D0%BC%D0%BE%D0%B8%20%D0%B4")
    assert place["region"] == {"startLine": 1, "startColumn": 3}
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in run["results"])
    assert all(rule["shortDescription"]["text"] for rule in rules)


def test_annotations_of_github(broken: Repo) -> None:
    done = broken.run("check", "--format", "github")
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if "unresolved" in line]
    assert len(lines) == 1
    assert lines[0].startswith("::error file=мои доки/Заметка%3A раз.md,line=1,col=3,title=unresolved-link::")
    assert "100%25" in lines[0]


def test_few_findings_are_all_shown(broken: Repo) -> None:
    done = broken.run("check")
    assert "Заметка: раз.md:1:3 unresolved-link нет заметки «Нет, 100%»" in done.stdout
    assert "Старая.md" not in done.stdout
    assert "Старая.md:1:1" in broken.run("check", "--all").stdout
    assert "1 ошибка, 1 предупреждение" in done.stderr


def test_of_many_findings_the_first_of_each_rule_and_how_to_see_the_rest(folder: Folder) -> None:
    repo = folder({f"Заметка {n:02}.md": f"[[Нет такой {n}]]\n![[нет {n}.png]]\n" for n in range(40)})
    text = repo.run("check").stdout
    assert text.count("Заметка 00.md") == 2
    assert "Заметка 39.md" not in text
    assert "vaultkit check --select unresolved-link --all" in text
    assert repo.run("check", "--select", "unresolved-link", "--all").stdout.count(" unresolved-link ") == 40


def test_a_clean_vault_says_so(folder: Folder) -> None:
    done = folder({"Заметка.md": "текст\n"}).run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Ничего нового не найдено.\n")


def test_findings_come_in_order_and_one_call_is_like_another(broken: Repo) -> None:
    first = broken.findings()
    assert first == broken.findings()
    places = [(item["path"], item["line"], item["column"]) for item in first]
    assert places == sorted(places)


def test_the_library_gives_the_same(broken: Repo) -> None:
    from vaultkit import Vault

    with Vault.open(broken.vault) as vault:
        found = vault.check().findings
    assert [(item.path, item.fingerprint) for item in found] == [
        (item["path"], item["fingerprint"]) for item in broken.findings()]
