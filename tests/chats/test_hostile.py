"""What is no export, damaged or hostile: one line that names file and cause, and nothing was written anywhere."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from exported_chats import Bring, chatgpt, files_of, put

from vaultkit.errors import UsageError

GOOD = json.dumps([chatgpt("c", "Полив", "да", "нет")])


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted(path: Path) -> Path:
    data = bytearray(zipped(path, ("conversations.json", GOOD)).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


BAD: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "no file": ("No such file", lambda folder: folder / "nothing.zip"),
    "an empty file": ("is empty", lambda folder: written(folder / "a.json", b"")),
    "no ZIP": ("is no ZIP", lambda folder: written(folder / "a.zip", b"%PDF-1.7")),
    "a ZIP cut off": ("damaged ZIP", lambda folder: written(
        folder / "b.zip", zipped(folder / "a.zip", ("conversations.json", GOOD)).read_bytes()[:-30])),
    "a member with a wrong sum": ("Bad CRC", lambda folder: written(folder / "b.zip", (
        lambda data: data.replace(data[60:62], bytes(255 - byte for byte in data[60:62]), 1))(
            _stored(folder / "a.zip").read_bytes()))),
    "encrypted": ("encrypted", lambda folder: encrypted(folder / "a.zip")),
    "a bomb": ("unpacks to", lambda folder: zipped(folder / "a.zip", ("conversations.json", bytes(65 << 20)))),
    "two of one name": ("two files called", lambda folder: zipped(
        folder / "a.zip", ("conversations.json", GOOD), ("conversations.json", GOOD))),
    "a link": ("is a link", lambda folder: zipped(folder / "a.zip", (link("conversations.json"), "/etc/passwd"))),
    "a ZIP in a ZIP": ("no export", lambda folder: zipped(
        folder / "b.zip", ("a.zip", zipped(folder / "a.zip", ("conversations.json", GOOD)).read_bytes()))),
    "other JSON": ("no export", lambda folder: put(folder / "a.json", {"name": "garden"})),
    "a list of other things": ("no export", lambda folder: put(folder / "a.json", [1, "x", None, {"a": 1}])),
    "a folder without exports": ("no export", lambda folder: folder),
    "JSON cut off": ("ends too early", lambda folder: written(folder / "a.json", GOOD[:-1].encode() + b", " + GOOD[1:-40].encode())),
    "a list that does not end": ("ends too early", lambda folder: written(folder / "a.json", GOOD[:-1].encode())),
    "something behind": ("behind the end", lambda folder: written(folder / "a.json", GOOD.encode() + b"]")),
    "damage in the middle": ("damaged", lambda folder: written(
        folder / "a.json", GOOD[:-1].encode() + b', {"mapping" {}}' + b" " * 200 + b"]")),
    "not a number": ("NaN", lambda folder: written(folder / "a.json", b'[{"mapping": {}, "x": NaN}]')),
    "a number without end": ("damaged", lambda folder: written(folder / "a.json", b'[{"mapping": {}, "x": ' + b"9" * 5000 + b"}]")),
    "nesting without end": ("nested", lambda folder: written(folder / "a.json", b"[" + b'{"mapping":' * 200_000)),
    "no UTF-8": ("UTF-8", lambda folder: written(folder / "a.json", GOOD.encode().replace(b"c-0", b"\xff\xfe\x00"))),
    "UTF-16": ("UTF-8", lambda folder: written(folder / "a.json", GOOD.encode("utf-16"))),
}  # fmt: skip


def _stored(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conversations.json", GOOD)
    return path


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_cause_and_nothing_is_written(
        bring: Bring, chat_vault: Path, tmp_path: Path, name: str) -> None:
    cause, make = BAD[name]
    (tmp_path / "given").mkdir()
    path = make(tmp_path / "given")
    good = put(tmp_path / "good.json", [chatgpt("g", "Хорошая", "да", "нет")])
    before = files_of(tmp_path)
    with pytest.raises(UsageError) as refused:
        bring(good, path)
    assert cause in str(refused.value) and str(path) in str(refused.value) and "\n" not in str(refused.value)
    assert files_of(tmp_path) == before and list(chat_vault.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_not_waited_for(bring: Bring, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "conversations.json")
    with pytest.raises(UsageError, match="no regular file"):
        bring(tmp_path / "conversations.json")


def test_names_of_members_name_nothing_on_disk(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    before = set(files_of(tmp_path))
    done = bring(zipped(tmp_path / "a.zip", ("../outside/evil.md", "x"), ("/tmp/evil.md", "x"), ("..\\evil.md", "x"),
                        ("../../conversations.json", GOOD)))
    assert set(files_of(tmp_path)) - before == {"a.zip", f"vault/{done.chats[0].path}"}


@pytest.mark.parametrize("into", ["..", "../other", "/tmp", ".obsidian", "a/.hidden", "out", "out/deeper", "file.md"])
def test_a_folder_outside_of_the_vault_or_hidden_in_it_is_refused(
        bring: Bring, chat_vault: Path, tmp_path: Path, into: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (chat_vault / "out").symlink_to(tmp_path / "elsewhere")
    (chat_vault / "file.md").write_text("mine")
    with pytest.raises(UsageError, match=r"leads out|hidden|no folder"):
        bring(put(tmp_path / "c.json", json.loads(GOOD)), into=into)
    assert list((tmp_path / "elsewhere").iterdir()) == [] and set(files_of(chat_vault)) == {"file.md"}


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_an_import_that_is_ended_leaves_whole_notes_and_goes_on_next_time(tmp_path: Path, end: int) -> None:
    said = [f"слово {number} " * 50 for number in range(20)]
    export = put(tmp_path / "c.json", [chatgpt(f"c{number}", f"Беседа {number}", *said) for number in range(300)])
    whole, halted = tmp_path / "whole", tmp_path / "halted"
    whole.mkdir()
    halted.mkdir()
    command = [sys.executable, "-m", "vaultkit", "-q", "import", str(export), "--vault"]
    process = subprocess.Popen([*command, str(halted)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(halted.rglob("*.md"))) < 20:
        time.sleep(0.005)
    process.send_signal(end)
    process.wait()
    some = {name: data for name, data in files_of(halted).items() if name.endswith(".md")}
    subprocess.run([*command, str(whole)], check=True, stdout=subprocess.DEVNULL)
    fresh = files_of(whole)
    assert len(fresh) == 300 and all(fresh[name] == data for name, data in some.items())
    subprocess.run([*command, str(halted)], check=True, stdout=subprocess.DEVNULL)
    assert files_of(halted) == fresh
