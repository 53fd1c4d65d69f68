"""The loop: an order is taken, the code is written, and verify says covered, or what still lacks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = '# {trace}\ndef {symbol}(layers, x):\n    """Grow the cache."""\n    return [(layer, x) for layer in layers]\n'


def test_an_order_is_built_and_then_covered(agent, ready):
    client = agent(ready)
    order = client.data("work")
    idea, place = order["idea"], order["place"]
    assert order["missing_stage"] == "code" and order["hash"] == idea["hash"]
    assert "pseudocode" in {text["stage"] for text in idea["texts"]}
    before = client.data("verify", idea=idea["gap"]["concept"])
    assert before["outcome"] != "covered" and before["lacks"]

    file = ready / place["root"] / place["path"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CODE.format(**place), "utf-8")
    after = client.data("verify", idea=idea["gap"]["concept"])
    assert (after["state"], after["outcome"], after["lacks"]) == ("covered", "covered", [])
    assert any(item["id"].startswith(place["path"]) and item["via"] == "comment" for item in after["evidence"])
    assert client.data("work")["idea"] is None


def test_a_stub_is_told_as_what_lacks(agent, ready):
    client = agent(ready)
    place = client.data("work", idea="KV cache")["place"]
    (ready / place["root"] / place["path"]).write_text(
        f"# {place['trace']}\ndef {place['symbol']}():\n    raise NotImplementedError\n", "utf-8")
    found = client.data("verify", idea="KV cache")
    assert found["state"] == "stub" and place["symbol"] in found["lacks"][0]


@pytest.mark.parametrize(("idea", "path", "symbol"), [
    ("Speculative decoding", "sampling.py", "speculative_step"),
    ("Модель на двух видеокартах", "split_layers.py", "plan_layers"),
])
def test_code_that_a_note_names_belongs_where_it_names_it(reader, idea, path, symbol):
    place = reader.data("work", idea=idea)["place"]
    assert (place["path"], place["symbol"], place["root"], place["language"]) == (path, symbol, "code", "python")


def test_an_idea_that_is_not_thought_through_is_the_persons(reader):
    order = reader.data("work", idea="Забывание")
    assert order["missing_stage"] == "scheme" and order["place"]["language"] == "markdown"


def test_what_is_skipped_is_not_ordered_again(reader):
    seen = []
    while (order := reader.data("work", skip=seen))["idea"] is not None:
        assert order["idea"]["gap"]["concept"] not in seen
        seen.append(order["idea"]["gap"]["concept"])
        assert len(seen) < 50
    assert order["place"] is None and len(seen) > 5


def test_decisions_near_the_idea_come_with_the_order(agent, vault):
    vault.write("Кэш.md", "---\nkind: concept\n---\n# Кэш\n\nРешили хранить ключи в fp16.\n\n## Псевдокод\n\n"
                          "```pseudocode\nfor x in y: keep(x)\n```\n")
    vault.write("Журнал.md", "Про [[Кэш]].\n\nРешили, что кэш растёт блоками по 16.\n\nРешили купить хлеба и молока.\n")
    found = agent(vault.root).data("work", idea="Кэш")["decisions"]
    assert {(one["note"], one["line"]) for one in found} == {("Кэш.md", 6), ("Журнал.md", 3)}


def test_the_example_agent_builds_an_idea_over_a_real_process(sample_vault, root):
    done = subprocess.run([sys.executable, root / "examples" / "scripted_agent.py", sample_vault],
                          capture_output=True, encoding="utf-8", timeout=60, env=dict(os.environ), check=False)
    assert done.returncode == 0, done.stderr
    assert "covered" in done.stdout.splitlines()[-1]
