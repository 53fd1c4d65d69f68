"""Writing: only where the person asked for it, only what was read and is still the same, never out of the vault."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

PROVES = """kind:: code

implements:: [[KV cache]]

We grow by blocks. #concept #code

## Code

```python
def append_kv(cache, k, v):
    return [*cache, (k, v)]
```
"""
WRITE_TOOLS = {"link", "scaffold", "save", "rename"}


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder by its content."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def test_without_write_no_tool_changes_a_byte(agent, ready):
    from mcp.shared.exceptions import MCPError

    before = tree(ready)
    client = agent(ready)
    hash_ = client.data("idea", idea="KV cache")["hash"]
    given = {"note": "KV cache", "idea": "KV cache", "query": "x", "question": "x?", "title": "New", "text": "new",
             "targets": ["code/other.py"], "new": "Other.md", "hash": hash_, "id": "KV cache.md"}
    tools = client.tools()
    assert not WRITE_TOOLS & set(tools)
    for name, tool in tools.items():
        client.data(name, **{key: given[key] for key in tool.input_schema["required"]})
    for name in (*WRITE_TOOLS, "accept", "classify"):
        with pytest.raises(MCPError):
            client.tool(name, **given)
    assert tree(ready) == before


def test_a_link_is_written_with_the_hash_of_what_was_read(agent, ready):
    client = agent(ready, write=True)
    hash_ = client.data("idea", idea="KV cache")["hash"]
    shown = client.data("link", note="KV cache", targets=["other.py#other"], hash=hash_, dry_run=True)
    assert shown["written"] == [] and "other.py#other" in shown["edits"][0]["after"]
    done = client.data("link", note="KV cache", targets=["other.py#other"], hash=hash_)
    assert done["written"] == ["KV cache.md"] and "other.py#other" in (ready / "KV cache.md").read_text("utf-8")
    assert client.data("verify", idea="KV cache")["outcome"] == "covered"


@pytest.mark.parametrize(("name", "arguments"), [
    ("link", {"note": "KV cache", "targets": ["other.py"]}),
    ("link", {"note": "KV cache", "targets": ["other.py"], "reject": True}),
    ("scaffold", {"note": "KV cache"}),
    ("save", {"title": "New", "text": "x", "about": ["KV cache"]}),
])
@pytest.mark.parametrize("change", ["edited", "same size", "made up"])
def test_a_write_with_a_stale_hash_changes_nothing(agent, ready, name, arguments, change):
    client = agent(ready, write=True)
    hash_ = client.data("work", idea="KV cache")["hash"]
    note = ready / "KV cache.md"
    if change == "edited":
        note.write_text(note.read_text("utf-8") + "\nMore.\n", "utf-8")
    elif change == "same size":
        note.write_text(note.read_text("utf-8").replace("past", "pest"), "utf-8")
    else:
        hash_ = "0" * 32
    before = tree(ready)
    assert "nothing was written" in client.error(name, hash=hash_, **arguments)
    assert tree(ready) == before


def test_a_text_of_another_note_is_part_of_what_was_read(agent, ready, vault):
    vault.write("Steps.md", "---\nkind: algorithm\nrefines: \"[[KV cache]]\"\n---\n# Steps\n\n1. One.\n2. Two.\n")
    client = agent(ready, write=True)
    read = client.data("idea", idea="KV cache")
    assert "Steps.md" in {text["note"] for text in read["texts"]}
    vault.write("Steps.md", "---\nkind: algorithm\nrefines: \"[[KV cache]]\"\n---\n# Steps\n\n1. Other.\n2. Two.\n")
    assert "changed" in client.error("link", note="KV cache", targets=["other.py"], hash=read["hash"])


def test_a_note_that_is_no_idea_has_its_hash_from_related(agent, ready, vault):
    vault.write("Plain.md", "Words.\n")
    client = agent(ready, write=True)
    hash_ = client.data("related", note="Plain")["hash"]
    client.data("link", note="Plain", targets=["kind=concept"], hash=hash_)
    assert "kind: concept" in (ready / "Plain.md").read_text("utf-8")


def test_scaffold_makes_what_work_names(agent, ready):
    client = agent(ready, write=True)
    order = client.data("work", idea="KV cache")
    made = client.data("scaffold", note="KV cache", hash=order["hash"])
    assert made["written"] and (ready / "code" / order["place"]["path"]).is_file()
    assert client.data("verify", idea="KV cache")["state"] == "stub"


def test_what_is_saved_tells_where_it_is_from_and_proves_nothing(agent, ready):
    client = agent(ready, write=True)
    hash_ = client.data("idea", idea="KV cache")["hash"]
    ideas, state = client.data("gaps")["summary"]["concepts"], client.data("verify", idea="KV cache")["outcome"]
    path = client.data("save", title="Blocks of 16", text=PROVES,
                       about=["KV cache"], hash=hash_, folder="Decisions", by="the agent")["path"]
    text = (ready / path).read_text("utf-8")
    assert path == "Decisions/Blocks of 16.md" and "[[KV cache]]" in text and "generated_by: vaultkit" in text
    assert "by: the agent" in text and "date:" in text and "hashes:" in text
    assert client.data("gaps")["summary"]["concepts"] == ideas
    assert client.data("verify", idea="KV cache")["outcome"] == state


def test_save_never_overwrites(agent, ready):
    client = agent(ready, write=True)
    before = tree(ready)
    for title in ("KV cache", "kv CACHE"):
        if title == "KV cache" or (ready / "kv cache.md").exists():
            assert "exists" in client.error("save", title=title, text="x")
    assert tree(ready) == before


@pytest.mark.parametrize("arguments", [
    {"folder": "../outside"}, {"folder": "/tmp"}, {"folder": "a/../../b"}, {"folder": ".obsidian"}, {"folder": ".git/hooks"},
    {"folder": "out"}, {"title": "../../evil"}, {"title": "/etc/evil"},
])
def test_nothing_is_saved_out_of_the_vault(agent, ready, arguments):
    outside = ready.parent / "outside"
    outside.mkdir()
    (ready / "out").symlink_to(outside)
    before = tree(ready.parent)
    client = agent(ready, write=True)
    result = client.tool("save", **{"title": "New", "text": "x", **arguments})
    made = set(tree(ready.parent)) - set(before)
    assert result.is_error or all(path.startswith(f"{ready.name}/") for path in made), made
    assert not any(path.startswith(("outside", f"{ready.name}/.")) for path in made)


@pytest.mark.parametrize("missing", ["link", "scaffold"])
def test_a_write_asks_for_the_hash(agent, ready, missing):
    arguments = {"note": "KV cache"} | ({"targets": ["other.py"]} if missing == "link" else {})
    assert "hash" in agent(ready, write=True).error(missing, **arguments)


def test_a_rename_carries_the_hash_of_its_own_dry_run(agent, ready, vault):
    vault.write("Other.md", "About [[KV cache]].\n")
    client = agent(ready, write=True)
    shown = client.data("rename", note="KV cache", new="Token cache", dry_run=True)
    assert shown["written"] == [] and shown["edits"] and (ready / "KV cache.md").exists()
    vault.write("Other.md", "Now here: [[KV cache]].\n")
    before = tree(ready)
    assert "changed" in client.error("rename", note="KV cache", new="Token cache", hash=shown["hash"])
    assert "hash" in client.error("rename", note="KV cache", new="Token cache")
    assert tree(ready) == before
    again = client.data("rename", note="KV cache", new="Token cache", dry_run=True)
    client.data("rename", note="KV cache", new="Token cache", hash=again["hash"])
    assert "[[Token cache]]" in (ready / "Other.md").read_text("utf-8") and (ready / "Token cache.md").exists()
