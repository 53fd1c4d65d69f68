"""Notes that vaultkit wrote itself are told by one mark, however a person spelled it since."""

from __future__ import annotations

import pytest

from vaultkit import Vault
from vaultkit.graph.kinds import is_own
from vaultkit.workspace.asking import facts

MARKS = ["generated_by: vaultkit", "generated_by: Vaultkit", "Generated_By: VAULTKIT", "vaultkit: answer"]


@pytest.mark.parametrize("mark", MARKS)
def test_answers_are_made_of_nothing_that_vaultkit_wrote(vault, mark):
    with Vault.open(vault({"plan.md": f"---\n{mark}\n---\n[[idea]]\n", "idea.md": "An idea.\n"})) as opened:
        assert {note.path: is_own(note) for note in opened.facts} == {"plan.md": True, "idea.md": False}
        assert [note.path for note in facts(opened.snapshot).notes] == ["idea.md"]


@pytest.mark.parametrize("mark", ["generated_by: me", "title: vaultkit", "vaultkit: true", "tags: [vaultkit, answer]"])
def test_a_note_of_a_person_is_not_taken_for_one(vault, mark):
    with Vault.open(vault({"note.md": f"---\n{mark}\n---\ntext\n"})) as opened:
        assert [note.path for note in facts(opened.snapshot).notes] == ["note.md"]
