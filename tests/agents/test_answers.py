"""Answers of the tools: typed, paged, cut, and told by annotations for what they are."""

from __future__ import annotations

import json

import jsonschema
import pytest

from vaultkit.resources import schema_text
from vaultkit.workspace import Vault

CALLS = [
    ("gaps", {}), ("gaps", {"open": True, "states": ["stub", "broken"]}), ("idea", {"idea": "KV-кэш"}),
    ("idea", {"idea": "Routing log"}), ("work", {}), ("work", {"idea": "Забывание"}), ("verify", {"idea": "QLoRA"}),
    ("search", {"query": "кэш ключей", "mode": "lexical"}), ("ask", {"question": "Что не дошло до кода?"}),
    ("related", {"note": "KV-кэш"}), ("related", {"note": "idea:Routing log", "depth": 2}), ("plan", {"weeks": 2}),
    ("assess", {}), ("check", {}), ("check", {"notes": ["KV-кэш"]}),
]


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_every_answer_fits_its_schema(agent, sample, mode):
    client = agent(sample, mode=mode)
    tools = client.tools()
    assert {name for name, _ in CALLS} == set(tools)
    check = jsonschema.Draft202012Validator
    for name, arguments in CALLS:
        for more in ({}, {"max_characters": 3000}):
            data = client.data(name, **arguments, **more)
            check(tools[name].output_schema).validate(data)
            check(json.loads(schema_text(name))).validate(data)


def test_tools_that_read_say_so(reader):
    for tool in reader.tools().values():
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.annotations.open_world_hint is False and tool.description and tool.title
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)


def test_tools_that_write_say_so(agent, sample):
    hints = {name: (tool.annotations.read_only_hint, tool.annotations.destructive_hint)
             for name, tool in agent(sample, write=True).tools().items()}
    assert hints["save"] == hints["scaffold"] == (False, False)
    assert hints["link"] == hints["rename"] == (False, True)


def test_pages_follow_one_another_to_the_end(reader, sample):
    seen, cursor = [], None
    while True:
        page = reader.data("gaps", limit=7, max_characters=30_000, **({"cursor": cursor} if cursor else {}))
        assert 1 <= len(page["gaps"]) <= 7
        seen += [gap["concept"] for gap in page["gaps"]]
        if (cursor := page["next_cursor"]) is None:
            break
    with Vault.open(sample) as vault:
        assert seen == [gap.concept for gap in vault.gaps().gaps]


def test_search_has_further_pages(reader):
    first = reader.data("search", query="модель память код", mode="lexical", limit=2)
    second = reader.data("search", query="модель память код", mode="lexical", limit=2, cursor=first["next_cursor"])
    notes = [hit["note"] for hit in (*first["results"], *second["results"])]
    assert len(notes) == len(set(notes)) == 4


@pytest.mark.parametrize("cursor", ["5-abc", "x", "-1", "99999999", "٣-0"])
def test_a_cursor_of_another_question_is_refused(reader, cursor):
    assert "cursor" in reader.error("gaps", cursor=cursor)


def test_a_cursor_belongs_to_its_arguments(reader):
    cursor = reader.data("gaps", limit=1)["next_cursor"]
    assert "cursor" in reader.error("gaps", limit=1, open=True, cursor=cursor)


@pytest.mark.parametrize("characters", [1000, 4000, 20_000])
def test_an_answer_has_no_more_characters_than_asked_for(agent, vault, characters):
    vault.write("Большая.md", "---\nkind: concept\n---\n# Большая\n\n" + "слово " * 30_000 + "\n\n## Схема\n\n"
                + "\n".join(f"- [[Нет такой {n}]]" for n in range(500)))
    client = agent(vault.root)
    for name, arguments in [("idea", {"idea": "Большая"}), ("work", {"idea": "Большая"}), ("gaps", {})]:
        data = client.data(name, max_characters=characters, **arguments)
        assert len(json.dumps(data, ensure_ascii=False)) < max(characters, 3000) * 1.3
    assert client.data("idea", idea="Большая", max_characters=1000)["cut"] is True


@pytest.mark.parametrize(("name", "arguments", "told"), [
    ("gaps", {"limit": 0}, "limit"), ("gaps", {"limit": "5"}, "limit"), ("gaps", {"unknown": 1}, "unknown"),
    ("idea", {}, "idea"), ("idea", {"idea": ""}, "idea"), ("idea", {"idea": "Нет такой"}, "Нет такой"),
    ("check", {"select": ["no-such-rule"]}, "no-such-rule"), ("related", {"note": "KV-кэш", "depth": 9}, "depth"),
])
def test_a_wrong_call_says_what_is_wrong(reader, name, arguments, told):
    assert told in reader.error(name, **arguments)


def test_resources_and_prompts(reader):
    assert {str(one.uri) for one in reader.call("list_resources").resources} == {"vaultkit://gaps", "vaultkit://report"}
    [template] = reader.call("list_resource_templates").resource_templates
    assert template.uri_template.startswith("vaultkit://note/")
    for uri, told in [("vaultkit://gaps", "gaps/1"), ("vaultkit://report", "KV-кэш"),
                      ("vaultkit://note/Концепции/KV-кэш.md", "Двойка — ключи и значения"),
                      ("vaultkit://note/%D0%9A%D0%BE%D0%BD%D1%86%D0%B5%D0%BF%D1%86%D0%B8%D0%B8/QLoRA.md", "QLoRA")]:
        assert told in reader.call("read_resource", uri).contents[0].text
    prompts = {one.name: one for one in reader.call("list_prompts").prompts}
    assert set(prompts) == {"implement", "this-week", "explain"}
    assert "{KV}" in reader.call("get_prompt", "implement", {"idea": "{KV}"}).messages[0].content.text
    assert "verify" in reader.call("get_prompt", "implement").messages[0].content.text


@pytest.mark.parametrize("uri", ["vaultkit://note/../../etc/passwd", "vaultkit://note/%2Fetc%2Fpasswd",
                                 "vaultkit://note/code/sampling.py", "vaultkit://other", "file:///etc/passwd"])
def test_no_resource_leads_to_what_is_no_note(reader, uri):
    from mcp.shared.exceptions import MCPError

    with pytest.raises(MCPError):
        reader.call("read_resource", uri)


def test_a_connector_offers_search_and_fetch_alone(agent, sample):
    client = agent(sample, connector=True)
    assert set(client.tools()) == {"search", "fetch"}
    found = client.tool("search", query="KV-кэш")
    assert json.loads(found.content[0].text)["results"] == found.structured_content["results"]
    [first, *_] = found.structured_content["results"]
    assert set(first) == {"id", "title", "url"}
    document = json.loads(client.tool("fetch", id=first["id"]).content[0].text)
    assert document["id"] == first["id"] and "Ключи и значения" in document["text"]
    assert document["text"].startswith("Data from the vault follows.")
