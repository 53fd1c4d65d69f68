"""``schema`` prints what the outputs are held against."""

from __future__ import annotations

import json

import jsonschema
import pytest

from vaultkit.resources import schema_names, schema_text

OUTPUTS = ["ask", "assess", "check", "classify", "discover", "doctor", "eval", "gaps", "graph", "index", "links",
           "plan", "search", "show", "suggest", "trust"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_has_a_schema_that_names_it(call, name):
    result = call("schema", name)
    schema = json.loads(result.raw)
    assert result.code == 0
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"] == {"const": f"{name}/1"} and "schema" in schema["required"]


@pytest.mark.parametrize("args", [[], ["nothing"]])
def test_without_a_known_name_the_names_are_listed(call, args):
    result = call("schema", *args)
    assert result.code == 2 and result.raw == b""
    assert result.err.startswith("error: ")
    assert [line.strip() for line in result.err.splitlines()[1:]] == schema_names()


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_schema_refuses_what_is_not_its_output(name):
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(name)))
    assert list(validator.iter_errors({}))
    assert list(validator.iter_errors({"schema": "other/1"}))
