"""Links that were accepted: what makes them suspect, and which concepts that reaches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.graph.accepted_file import Accepted, AcceptedLink
from vaultkit.graph.coverage import ChainOutcome, chain_verdict
from vaultkit.graph.suspect import code_fingerprint, code_fingerprints, note_fingerprint, suspects
from vaultkit.source.files import FileKind
from vaultkit.source.read_file import read_source_bytes
from vaultkit.storage import index_folder
from vaultkit.workspace import Vault

BODY = "## Scheme\n\n```mermaid\na --> b\n```\n\n## Algorithm\n\n1. a\n2. b\n3. c\n\n## Pseudocode\n\n```pseudocode\nx\n```\n"
CODE = ("def f(items, limit):\n    total = 0\n    for item in items:\n        if item < limit:\n            total += item\n"
        "    return total\n")
LONG = CODE.replace("def f", "def g").replace("+=", "-=").replace("<", ">")
Write = Callable[[dict[str, str | None]], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(files: dict[str, str | None]) -> None:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")

    return put


@pytest.fixture
def opened(tmp_path: Path, write: Write) -> Vault:
    write({"vaultkit.toml": "lang = 'en'\n[source]\nroots = ['code']\n", "code/a.py": CODE + "\n\n" + LONG,
           "Idea.md": f"---\nkind: concept\ncode: a.py#f\n---\n{BODY}",
           "Plan.md": f"---\nkind: concept\nalgorithms: '[[Steps]]'\n---\n{BODY}",
           "Steps.md": "---\nkind: algorithm\npseudocode: '[[Draft]]'\n---\n1. a\n",
           "Draft.md": "---\nkind: pseudocode\ncode: a.py#g\n---\nas above\n"})
    return Vault.open(tmp_path)


def states(opened: Vault) -> dict[str, str]:
    opened.refresh()
    return {gap.concept: gap.state for gap in opened.gaps().gaps}


COVERED = {"Idea.md": "covered", "Plan.md": "covered"}


def test_nothing_is_suspect_that_was_never_accepted(opened: Vault, write: Write):
    assert states(opened) == COVERED
    write({"code/a.py": CODE.replace("0", "1") + LONG})
    assert states(opened) == COVERED


def test_a_changed_symbol_makes_its_link_suspect_and_accept_makes_it_good(opened: Vault, write: Write):
    assert len(opened.accept().recorded) == 4
    write({"code/a.py": CODE.replace("0", "1") + LONG})
    assert states(opened) == {"Idea.md": "suspect", "Plan.md": "covered"}
    gap = opened.gap("Idea.md")
    assert gap is not None
    evidence = next(item for item in gap.evidence if item.id == "a.py#f")
    assert (evidence.state, evidence.changed) == ("suspect", ("a.py#f",))
    assert any("a.py#f" in why and "accepted" in why for why in gap.why)
    done = opened.accept("Idea.md")
    assert [(item.source, item.target, item.changed) for item in done.renewed] == [("Idea.md", "a.py#f", ("a.py#f",))]
    assert states(opened) == COVERED


def test_a_changed_note_makes_the_links_at_both_of_its_sides_suspect(opened: Vault, write: Write):
    opened.accept()
    write({"Steps.md": "---\nkind: algorithm\npseudocode: '[[Draft]]'\n---\n1. a\n2. b\n"})
    assert states(opened) == {"Idea.md": "covered", "Plan.md": "suspect"}
    gap = opened.gap("Plan.md")
    assert gap is not None
    assert {item.id: item.changed for item in gap.evidence if item.changed} == {
        "Steps.md": ("Steps.md",), "Draft.md": ("Steps.md",)}
    assert len(opened.accept("Steps.md").renewed) == 2
    assert states(opened) == COVERED


def test_layout_comments_and_docstrings_are_no_change(opened: Vault, write: Write):
    opened.accept()
    write({"code/a.py": '"""A module."""\n' + CODE.replace(":\n    total", ':\n    """Adds up."""\n    # now\n\n    total')
           .replace("(items, limit)", "(\n    items,\n    limit,\n)") + LONG,
           "Idea.md": f"---\nkind: concept\ncode: a.py#f\ntags: [x]\n---\n%% later %%\n\n{BODY}\n\n"})
    assert states(opened) == COVERED


def test_what_moved_is_moved_and_after_the_mend_neither_that_nor_suspect(opened: Vault, write: Write):
    opened.accept()
    write({"code/a.py": LONG, "code/b.py": CODE})
    assert states(opened) == {"Idea.md": "moved", "Plan.md": "covered"}
    write({"Idea.md": f"---\nkind: concept\ncode: b.py#f\n---\n{BODY}"})
    assert states(opened) == COVERED
    write({"code/b.py": CODE.replace("0", "1")})
    assert states(opened)["Idea.md"] == "suspect"


def test_a_move_is_followed_by_the_accepted_fingerprint_when_no_index_remembers(opened: Vault, write: Write,
                                                                               tmp_path: Path):
    opened.accept()
    opened.close()
    for name in ("symbols.db", "symbols.db-wal", "symbols.db-shm"):
        (index_folder(tmp_path) / name).unlink(missing_ok=True)
    write({"code/a.py": LONG, "code/b.py": CODE.replace("def f", "def summed")})
    with Vault.open(tmp_path) as again:
        assert states(again)["Idea.md"] == "moved"


def test_a_renamed_note_keeps_what_was_accepted_of_it(opened: Vault, write: Write, tmp_path: Path):
    opened.accept()
    (tmp_path / "Idea.md").rename(tmp_path / "Thought.md")
    assert states(opened) == {"Thought.md": "covered", "Plan.md": "covered"}
    write({"code/a.py": CODE.replace("0", "1") + LONG})
    assert states(opened)["Thought.md"] == "suspect"


def test_only_the_section_counts_that_a_link_leads_from_or_to(tmp_path: Path, write: Write):
    write({"Idea.md": "---\nkind: concept\nalgorithms: '[[Notes#How]]'\n---\nText\n",
           "Notes.md": "# How\n\n1. a\n\n# Else\n\nb\n"})
    with Vault.open(tmp_path) as opened:
        opened.accept()
        before = states(opened)["Idea.md"]
        assert before == "partial"
        write({"Notes.md": "# How\n\n1. a\n\n# Else\n\nc\n"})
        assert states(opened)["Idea.md"] == before
        write({"Notes.md": "# How\n\n1. other\n\n# Else\n\nc\n"})
        assert states(opened)["Idea.md"] == "suspect"


def test_a_suspect_link_comes_after_worse_and_before_better():
    good, stub = ChainOutcome(0b11111, "good", 4, False), ChainOutcome(0b1, "stub", 4, False)
    suspect, stops = good._replace(suspect=True), ChainOutcome(0b11, "stop", 1, False, True)
    assert chain_verdict([suspect], 0, 4, "any").state == "suspect"
    assert chain_verdict([suspect, good], 0, 4, "any").state == "covered"
    assert chain_verdict([suspect, good], 0, 4, "all").state == "suspect"
    assert chain_verdict([stub._replace(suspect=True)], 0, 4, "any").state == "stub"
    assert chain_verdict([stops], 0, 4, "any")[0] == "suspect"
    assert chain_verdict([stops], 0, 4, "any")[2:] == (1, 2)


def test_a_changed_scheme_beside_the_code_makes_the_chain_through_both_suspect(tmp_path: Path, write: Write):
    write({"a.py": CODE, "Picture.md": "---\nkind: scheme\n---\nA to B\n",
           "Idea.md": "---\nkind: concept\nschemes: '[[Picture]]'\ncode: a.py#f\n---\n"})
    with Vault.open(tmp_path) as opened:
        opened.accept()
        assert states(opened)["Idea.md"] == "skipped"
        write({"Picture.md": "---\nkind: scheme\n---\nB to A\n"})
        assert states(opened)["Idea.md"] == "suspect"


def test_a_set_of_changed_texts_tells_what_it_makes_suspect_without_a_graph(opened: Vault):
    now = read_source_bytes((CODE.replace("0", "1") + LONG).encode(), "a.py", FileKind("python", True))
    then = read_source_bytes((CODE + LONG).encode(), "a.py", FileKind("python", True))
    opened.accept()
    accepted = opened.accepted

    def code(symbols: object) -> dict[str, tuple[str, ...]]:
        return code_fingerprints((s.name if s.kind != "module" else "", s.body_hash) for s in symbols)  # type: ignore[attr-defined]

    assert suspects(accepted, {}, {}, {}) == []
    assert suspects(accepted, {}, {}, {"a.py": code(then.symbols)}) == []
    found = suspects(accepted, {}, {}, {"a.py": code(now.symbols)})
    assert [(item.link.source, item.changed) for item in found] == [("Idea.md", ("a.py#f",))]
    notes = {note.path: note for note in opened.facts if note.path == "Steps.md"}
    found = suspects(accepted, notes, {"Steps.md": "1. another"}, {})
    assert [(item.link.pair, item.changed) for item in found] == [
        (("Plan.md", "Steps.md"), ("Steps.md",)), (("Steps.md", "Draft.md"), ("Steps.md",))]


def test_fingerprints_by_other_rules_are_no_reason_to_suspect(opened: Vault):
    text = note_fingerprint("x")
    link = AcceptedLink("Idea.md", "a.py#f", text.replace("n1:", "n0:"), "c0:1234")
    code = {"a.py": {"f": (code_fingerprint("ffff"),)}}
    assert suspects(Accepted((link,)), {}, {}, code) == []
