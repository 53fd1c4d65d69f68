"""``link``: what is probable becomes declared by a minimal edit, or is remembered as what it is not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from vaultkit import Vault
from vaultkit.errors import UsageError
from vaultkit.graph.accepted_file import RejectedCode, dump_accepted, parse_accepted
from vaultkit.graph.gap_types import Probable
from vaultkit.vault.write import add_to_property
from vaultkit.workspace import linking

Run = Callable[..., "CompletedProcess[str]"]
NOTE = "---\nkind: concept\ntags: [a]   # mine\n---\n# Router\n\nBody  \n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "notes"
    put(folder, "vaultkit.toml", '[source]\nroots = ["../src"]\n')
    put(folder, "Router.md", NOTE)
    put(folder, "Scheme.md", "---\nkind: scheme\n---\n# Scheme\n")
    put(folder.parent, "src/router.py", "class Router:\n    def route(self):\n        return 1\n")
    put(folder.parent, "src/other.py", "def other():\n    return 2\n")
    return folder


def put(folder: Path, path: str, text: str) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
    return target


def state(notes: Path, note: str = "Router.md") -> str:
    with Vault.open(notes) as opened:
        return next(gap.state for gap in opened.gaps().gaps if gap.concept == note)


def test_code_is_declared_and_nothing_else_changes(notes: Path, vaultkit: Run) -> None:
    before = {path: path.read_bytes() for path in notes.rglob("*.*") if path.name != "Router.md"}
    done = vaultkit("link", "Router", "router.py#Router", "--vault", notes)
    assert done.returncode == 0, done.stderr
    assert (notes / "Router.md").read_text() == NOTE.replace("# mine\n", '# mine\ncode: "router.py#Router"\n')
    assert {path: path.read_bytes() for path in before} == before
    assert state(notes) in ("covered", "skipped")


def test_a_dry_run_shows_the_change_as_a_diff_and_as_edits(notes: Path, vaultkit: Run) -> None:
    done = vaultkit("link", "Router", "router.py", "--dry-run", "--vault", notes)
    assert {"+code: router.py", " ---", "--- a/Router.md"} <= set(done.stdout.splitlines())
    done = vaultkit("link", "Router", "router.py", "--dry-run", "--format", "json", "--vault", notes)
    assert json.loads(done.stdout) == {"schema": "link/1", "written": [], "edits": [
        {"path": "Router.md", "line": 4, "before": "", "after": "code: router.py\n"}]}
    assert (notes / "Router.md").read_text() == NOTE


@pytest.mark.parametrize(("before", "after"), [
    ("code: a.py\n", "code: [a.py, b.py]\n"),
    ("code: a.py   # old\nx: 1\n", "code: [a.py, b.py]   # old\nx: 1\n"),
    ("code: 'a.py#A'\n", "code: ['a.py#A', b.py]\n"),
    ("code: [a.py]\n", "code: [a.py, b.py]\n"),
    ("code:\n  - 'a.py'  # first\n  - c.py\nx: 1\n", "code:\n  - 'a.py'  # first\n  - c.py\n  - b.py\nx: 1\n"),
    ("code:\n- a.py\n", "code:\n- a.py\n- b.py\n"),
    ("Code: a.py\n", "Code: [a.py, b.py]\n"),
    ("code:\nx: 1\n", "code: b.py\nx: 1\n"),
    ("code: b.py\n", "code: b.py\n"),
    ("x: 1\n", "x: 1\ncode: b.py\n"),
    ("code: [a.py,]\n", "code: [a.py, b.py]\n"),
])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_one_more_value_leaves_the_others_as_they_are_written(before: str, after: str, ends: str) -> None:
    note, wanted = (f"\ufeff---\n{text}---\nBody [[x]]\n".replace("\n", ends) for text in (before, after))
    assert add_to_property(note, "code", "b.py") == wanted


def test_a_property_that_is_no_text_is_refused() -> None:
    with pytest.raises(UsageError, match="line 2: code"):
        add_to_property("---\ncode:\n  a: b\n---\n", "code", "b.py")


def test_a_note_without_frontmatter_gets_one(notes: Path, vaultkit: Run) -> None:
    put(notes, "Plain.md", "# Plain\r\n")
    assert vaultkit("link", "Plain", "kind=concept", "router.py", "--vault", notes).returncode == 0
    assert (notes / "Plain.md").read_bytes() == b"---\r\nkind: concept\r\ncode: router.py\r\n---\r\n# Plain\r\n"


def test_other_properties_are_written_as_pairs(notes: Path, vaultkit: Run) -> None:
    assert vaultkit("link", "Router", "schemes=[[Scheme]]", "--vault", notes).returncode == 0
    assert 'schemes: "[[Scheme]]"\n' in (notes / "Router.md").read_text()


@pytest.mark.parametrize(("target", "said"), [
    ("routr.py", "did you mean router.py?"), ("router.py#Ruter", "did you mean router.py#Router?"),
    ("lib/router.py", "did you mean router.py?"), ("../../../etc/passwd", "leads out of"), ("kind=conzept", "no kind"),
    ("shemes=[[Scheme]]", "no relation"), ("schemes=[[Schema]]", "did you mean [[Scheme]]?")])
def test_what_is_not_there_is_refused_with_what_is_near(notes: Path, vaultkit: Run, target: str, said: str) -> None:
    done = vaultkit("link", "Router", "other.py", target, "--vault", notes)
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.splitlines()) == 1
    assert (notes / "Router.md").read_text() == NOTE


def test_code_of_a_found_tree_is_declared_by_its_path_from_the_vault(notes: Path, vaultkit: Run) -> None:
    (notes / "vaultkit.toml").unlink()
    (notes.parent / ".git").mkdir()
    assert vaultkit("link", "Router", "src/router.py#Router", "--vault", notes).returncode == 0
    assert 'code: "../src/router.py#Router"' in (notes / "Router.md").read_text()
    assert state(notes) in ("covered", "skipped")
    assert vaultkit("accept", "--all", "--vault", notes).returncode == 0
    put(notes.parent, "src/router.py", "class Router:\n    def route(self):\n        return 22\n")
    assert state(notes) == "suspect"
    assert vaultkit("link", "Router", "../src/other.py", "--reject", "--vault", notes).returncode == 0
    assert '"target": "src/other.py"' in (notes / "vaultkit-accepted.json").read_text()


def test_what_is_rejected_is_remembered_and_not_offered_again(notes: Path, vaultkit: Run) -> None:
    offered = json.loads(vaultkit("suggest", "Router", "--format", "json", "--vault", notes).stdout)
    assert "router.py#Router" in [one["id"] for one in offered["suggestions"][0]["candidates"]]
    for target in ("router.py", "other.py#other"):
        assert vaultkit("link", "Router", target, "--reject", "--vault", notes).returncode == 0
    file = notes / "vaultkit-accepted.json"
    assert parse_accepted(file.read_text(), file).rejected == (
        RejectedCode("Router.md", "other.py#other"), RejectedCode("Router.md", "router.py"))
    assert (notes / "Router.md").read_text() == NOTE
    offered = json.loads(vaultkit("suggest", "Router", "--format", "json", "--vault", notes).stdout)
    assert not [one["id"] for one in offered["suggestions"][0]["candidates"] if one["id"].startswith("router.py")]
    assert vaultkit("accept", "--all", "--vault", notes).returncode == 0
    assert len(parse_accepted(file.read_text(), file).rejected) == 2


def test_a_file_of_accepted_links_without_rejected_ones_stays_as_it_was(tmp_path: Path) -> None:
    text = dump_accepted(())
    assert "rejected" not in text and parse_accepted(text, tmp_path / "x").rejected == ()
    with pytest.raises(UsageError, match=r"x:4: .*rejected"):
        parse_accepted('{\n"schema": "accepted/1",\n"links": [],\n"rejected": 1\n}\n', tmp_path / "x")


def offer(opened: Vault, *found: Probable) -> None:
    report = opened.gaps()
    opened.snapshot.__dict__["gap_report"] = replace(report, gaps=tuple(
        replace(gap, probable=found if gap.concept == "Router.md" else ()) for gap in report.gaps))


def code(path: str, score: float = 0.9, state: str = "found") -> Probable:
    return Probable(path, None, 1, score, ("its name",), state)  # type: ignore[arg-type]


def test_the_best_probable_code_that_is_there_is_declared(notes: Path) -> None:
    with Vault.open(notes) as opened:
        offer(opened, code("gone.py", state="planned"), code("other.py", 0.4), code("router.py"))
        changes, _ = linking.probable(opened.snapshot, [], 0.5)
        assert [edit.after for change in changes for edit in change.edits] == ["code: router.py\n"]
        assert linking.probable(opened.snapshot, ["Scheme.md"], 0.5)[0] == []
        assert linking.write(opened.snapshot, changes) == ["Router.md"]


def test_probable_code_is_written_only_when_asked(notes: Path, vaultkit: Run) -> None:
    done = vaultkit("link", "--probable", "--format", "json", "--vault", notes)
    assert done.returncode == 0 and json.loads(done.stdout)["written"] == []


def test_all_or_nothing_and_never_over_what_changed_meanwhile(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(notes, "B.md", NOTE)
    with Vault.open(notes) as opened:
        changes = [*linking.declare(opened.snapshot, "Router.md", ["router.py"]),
                   *linking.declare(opened.snapshot, "B.md", ["router.py"])]
        put(notes, "B.md", NOTE + "more\n")
        with pytest.raises(UsageError, match=r"B\.md changed meanwhile"):
            linking.write(opened.snapshot, changes)
        assert (notes / "Router.md").read_text() == NOTE
        put(notes, "B.md", NOTE)
        plain, calls = linking.write_note, []

        def fails_once(root: Path, path: str, text: str) -> None:
            calls.append(path)
            if len(calls) == 2:
                raise OSError("no room")
            plain(root, path, text)

        monkeypatch.setattr(linking, "write_note", fails_once)
        with pytest.raises(OSError, match="no room"):
            linking.write(opened.snapshot, changes)
        assert (notes / "Router.md").read_text() == (notes / "B.md").read_text() == NOTE


def test_an_idea_without_a_note_is_told_how_to_get_one(notes: Path, vaultkit: Run) -> None:
    done = vaultkit("link", "idea:Memory", "router.py", "--vault", notes)
    assert done.returncode == 2 and 'vaultkit discover --write "Memory"' in done.stderr
    assert vaultkit("link", "idea:Memory", "router.py", "--reject", "--vault", notes).returncode == 0


@pytest.mark.parametrize("arguments", [["link"], ["link", "Router"], ["link", "Router", "x", "--write"],
                                       ["link", "--probable", "--reject"]])
def test_wrong_usage_is_told(notes: Path, vaultkit: Run, arguments: list[str]) -> None:
    assert vaultkit(*arguments, "--vault", notes).returncode == 2


def test_nothing_is_written_through_a_link_that_leaves_the_vault(notes: Path, vaultkit: Run, tmp_path: Path) -> None:
    put(tmp_path, "outside/accepted.json", "{}")
    os.symlink(tmp_path / "outside/accepted.json", notes / "vaultkit-accepted.json")
    vaultkit("link", "Router", "router.py", "--reject", "--vault", notes)
    assert (tmp_path / "outside/accepted.json").read_text() == "{}"
