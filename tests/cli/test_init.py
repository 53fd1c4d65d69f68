"""``init`` writes every setting, commented out and explained."""

from __future__ import annotations

import json
import re
import tomllib

import jsonschema
import pytest

from vaultkit.cli.init import EXAMPLES, settings_template
from vaultkit.config import load_config
from vaultkit.resources import schema_text


@pytest.fixture
def schema():
    return json.loads(schema_text("config"))


def settings(schema, prefix=""):
    for key, value in schema["properties"].items():
        if "properties" in value:
            yield from settings(value, f"{key}.")
        else:
            yield prefix + key, value


def test_the_file_changes_nothing_as_it_stands(call, tmp_path):
    result = call("init", "--vault", tmp_path)
    assert result.code == 0
    assert result.out.strip() == str(tmp_path / "vaultkit.toml")
    written = load_config(tmp_path, tmp_path)
    assert written.config_path == tmp_path / "vaultkit.toml"
    (tmp_path / "vaultkit.toml").unlink()
    bare = load_config(tmp_path, tmp_path)
    assert (written.lang, written.ignore, written.bounds, written.roots) == (bare.lang, bare.ignore, bare.bounds, ())


def test_every_setting_is_in_it_and_fits_the_schema_when_its_sign_is_taken_away(schema):
    text = settings_template(schema)
    data = tomllib.loads(re.sub(r"^#(?=[^ #])", "", text, flags=re.MULTILINE))
    jsonschema.Draft202012Validator(schema).validate(data)
    for name, value in settings(schema):
        found = data
        for part in name.split("."):
            found = found[part]
        assert value["description"].split()[0] in text
        if "default" in value and name not in EXAMPLES:
            assert found == value["default"]


def test_it_refuses_to_overwrite(call, tmp_path):
    (tmp_path / "vaultkit.toml").write_text("# mine\n")
    result = call("init", "--vault", tmp_path)
    assert result.code == 2
    assert result.err == f"error: {tmp_path / 'vaultkit.toml'} exists already: nothing was written\n"
    assert (tmp_path / "vaultkit.toml").read_text() == "# mine\n"


def test_settings_further_up_that_name_the_vault_are_not_given_rivals(run, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "vaultkit.toml").write_text('vault = "notes"\n')
    result = run("init", cwd=tmp_path)
    assert result.code == 2 and "vaultkit.toml exists already" in result.err
    assert not (tmp_path / "notes/vaultkit.toml").exists()
