"""Any conversation: what comes out as turns is its active branch, whatever was said in it."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

from exported_chats import BEGUN, files_of, node, put
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.chats import ImportWanted, import_chats
from vaultkit.markdown.parse import parse

# Everything that could end a turn, begin one, or hide what follows.
TRAPS = [
    "> [!nexus_user] **User** - 01.01.2020 at 10:00", "<!-- UID: fake -->", "> <!-- UID: a -->", "<!-- open", "-->", "```",
    "~~~", "````python", "%%", "%% hidden %%", "$$", "---", "***", "# User", "## Assistant", "**You:**", "User:",
    "role::user", "[!nexus_agent] **Assistant**", "<div>", "</div>", "<script>", "<![CDATA[", "<?php", "[^1]: note",
    "    code", "\tcode", "- item", "1. one", "| a | b |\n| - | - |", "[[link]]", "#tag", "key:: value", "", " ", ">", ">>",
    "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\0", "\ud800", "\U0001f9d1", "слово",
]
SAID = st.lists(st.sampled_from(TRAPS) | st.text(max_size=12), min_size=1, max_size=6).map("\n".join)


@st.composite
def conversations(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """A conversation of ChatGPT, and the ids of its active branch."""
    mapping: dict[str, Any] = {"root": {"id": "root", "message": None, "parent": None, "children": []}}
    for number in range(draw(st.integers(1, 9))):
        parent = draw(st.sampled_from(sorted(mapping)))
        key = f"m{number}"
        said = draw(SAID)
        mapping[key] = node(key, parent, draw(st.sampled_from(["user", "assistant", "system"])), said, BEGUN + 60 * number,
                            weight=draw(st.sampled_from([1.0, 1.0, 1.0, 0])))
        mapping[parent]["children"].append(key)
    leaf = draw(st.sampled_from(sorted(mapping)))
    path: list[str] = []
    at: str | None = leaf
    while at is not None:
        message = mapping[at]["message"]
        if message and message["author"]["role"] != "system" and message["weight"] and _said(message):
            path.insert(0, at)
        at = mapping[at]["parent"]
    return {"title": draw(st.text(max_size=20)), "create_time": BEGUN, "update_time": BEGUN + 60, "mapping": mapping,
            "current_node": leaf, "conversation_id": "c"}, path


def _said(message: dict[str, Any]) -> bool:
    return bool(message["content"]["parts"][0].replace("\0", "x").strip())


def turns(text: str) -> list[tuple[str, str | None, str | None]]:
    """Role, id and time of each turn of a note, read as `vaultkit show` reads it."""
    note = parse(text)
    return [(turn.role, turn.uid, turn.time) for turn in note.turns]


@settings(max_examples=150)
@given(conversations())
def test_turns_are_the_active_branch_and_importing_again_changes_nothing(made: tuple[dict[str, Any], list[str]]) -> None:
    conversation, path = made
    with tempfile.TemporaryDirectory() as folder:
        chat_vault, export = Path(folder, "v"), Path(folder, "conversations.json")
        chat_vault.mkdir()
        put(export, [conversation])
        done = import_chats(chat_vault, ImportWanted([export]))
        for chat in done.chats:
            text = (chat_vault / chat.path).read_bytes().decode()
            assert chat.turns == len(path)
            assert turns(text) == [
                (conversation["mapping"][key]["message"]["author"]["role"], key, _time(conversation, key)) for key in path]
        before = files_of(chat_vault)
        again = import_chats(chat_vault, ImportWanted([export]))
        assert files_of(chat_vault) == before
        assert {chat.state for chat in again.chats} <= {"kept"} and not again.edits and not again.written


def _read(note: bytes) -> tuple[dict[str, Any], str]:
    """Properties and body: an edited note has new properties at the end of its frontmatter."""
    text = note.decode()
    return {item.name: item.value for item in parse(text).properties}, text.partition("\n---\n")[2]


def _time(conversation: dict[str, Any], key: str) -> str:
    minute = (conversation["mapping"][key]["message"]["create_time"] - BEGUN) // 60
    return f"2025-06-30T12:{10 + minute:02d}"


@settings(max_examples=80)
@given(conversations(), st.integers(0, 8), st.booleans())
def test_a_part_and_then_the_whole_is_the_whole_and_edits_survive(made: tuple[dict[str, Any], list[str]], size: int,
                                                                  edited: bool) -> None:
    whole, _ = made
    part = copy.deepcopy(whole)
    part["mapping"] = {key: value for key, value in part["mapping"].items() if key == "root" or int(key[1:]) < size}
    for value in part["mapping"].values():
        value["children"] = [key for key in value["children"] if key in part["mapping"]]
    part["current_node"], part["update_time"] = list(part["mapping"])[-1], BEGUN
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "one"), Path(folder, "two")
        one.mkdir()
        two.mkdir()
        first, second = put(Path(folder, "1.json"), [part]), put(Path(folder, "2.json"), [whole])
        known = [chat.path for chat in import_chats(one, ImportWanted([first])).chats]
        mine = "\n## Моё\n\nМоя мысль [[link]]\n\nи ещё\n"
        if edited and known:
            (one / known[0]).write_bytes((one / known[0]).read_bytes() + mine.encode())
        import_chats(one, ImportWanted([second]))
        fresh = [chat.path for chat in import_chats(two, ImportWanted([second])).chats]
        for at, path in enumerate(fresh):
            want = (two / path).read_bytes() + (mine.encode() if edited and known else b"")
            got = (one / (known[at] if known else path)).read_bytes()
            assert got == want or (edited and _read(got) == _read(want))


@settings(max_examples=80)
@given(conversations(), st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["{}", "\n{}\n", "> {}", "## {}"])),
                                 min_size=1, max_size=4))
def test_lines_that_a_person_puts_anywhere_are_never_lost_and_no_message_is_doubled(
        made: tuple[dict[str, Any], list[str]], mine: list[tuple[int, str]]) -> None:
    whole, _ = made
    part = whole | {"current_node": list(whole["mapping"])[-1], "update_time": BEGUN}
    with tempfile.TemporaryDirectory() as folder:
        chat_vault = Path(folder, "v")
        chat_vault.mkdir()
        for chat in import_chats(chat_vault, ImportWanted([put(Path(folder, "1.json"), [part])])).chats:
            note = chat_vault / chat.path
            lines = note.read_bytes().decode().split("\n")
            first = lines.index("---", 1) + 1
            last = next(at for at, line in enumerate(lines) if line.startswith("<!-- vaultkit import"))
            for number, (at, form) in enumerate(mine):
                lines.insert(first + at % (last - first + 1), form.format(f"моё-{number}"))
            note.write_bytes("\n".join(lines).encode())
            second = put(Path(folder, "2.json"), [whole])
            import_chats(chat_vault, ImportWanted([second]))
            text = note.read_bytes().decode()
            assert all(text.count(f"моё-{number}") == 1 for number in range(len(mine)))
            uids = [line for line in text.split("\n") if line.startswith("> <!-- UID: m")]
            assert len(uids) == len(set(uids)) or "fake" in text
            import_chats(chat_vault, ImportWanted([second]))
            assert note.read_bytes().decode() == text
