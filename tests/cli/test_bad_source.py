"""Source files that can't be read as they should be, named by notes: an answer for each, and no crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CONCEPT = "---\nkind: concept\ncode: {}\n---\nText\n"
NAMED = {
    "Unparsable": ("broken.py#f", "missing"), "Minified": ("big.js#a", "ok"), "Binary": ("binary.py", "ok"),
    "Latin": ("latin.py#f", "ok"), "Out": ("../../../etc/passwd", "missing"), "Absolute": ("/etc/passwd", "missing"),
    "Link out": ("out.py", "missing"), "Loop": ("loop/loop/latin.py#f", "ok"), "Itself": ("self.py", "missing"),
    "Folder": ("folder.py", "missing"), "Nul": ("a\\0.py", "missing"),
}


@pytest.fixture
def bad(vault: Callable[[dict[str, str]], Path], tmp_path: Path) -> Path:
    root = vault({"vaultkit.toml": "lang = 'en'\n[source]\nroots = ['code']\n", "code/folder.py/x.txt": "",
                  **{f"{name}.md": CONCEPT.format(f'"{code}"') for name, (code, _) in NAMED.items()}})
    code = root / "code"
    (code / "broken.py").write_bytes(b"def f(:\n  ((\n")
    (code / "big.js").write_bytes(b"function a(){return 1};" * 900_000)
    (code / "binary.py").write_bytes(b"\x7fELF\x00\x01" * 100)
    (code / "latin.py").write_bytes("# caf\xe9\nx = 'na\xefve'\ndef f(): return 1\n".encode("latin-1"))
    (code / "loop").symlink_to(".")
    (code / "self.py").symlink_to("self.py")
    (tmp_path / "secret.py").write_text("def secret(): return 1\n")
    (code / "out.py").symlink_to(tmp_path / "secret.py")
    return root


def test_gaps_and_accept_answer_for_each_of_them(bad: Path, call: Any, valid: Any):
    gaps = valid(call("gaps", "--vault", bad, "--format", "json"), "gaps")
    found = {gap["title"]: {item["state"] for item in gap["evidence"]} for gap in gaps["gaps"]}
    assert found == {name: {state} for name, (_, state) in NAMED.items()}
    done = valid(call("accept", "--all", "--vault", bad, "--format", "json"), "accept")
    assert {item["source"] for item in done["recorded"]} == {"Latin.md", "Loop.md"}
    assert {item["source"] for item in done["left"]} == {
        f"{name}.md" for name in NAMED if name not in ("Latin", "Loop")}


def test_check_names_what_leads_out(bad: Path, call: Any, valid: Any):
    findings = valid(call("check", "--vault", bad, "--format", "json"), "check")["findings"]
    said = {item["path"]: item["message"] for item in findings if item["rule"] == "code-missing"}
    assert {path for path, message in said.items() if "leads out of the source roots" in message} == {
        "Out.md", "Absolute.md", "Link out.md"}
    assert set(said) == {f"{name}.md" for name, (_, state) in NAMED.items() if state == "missing"}
