"""The ontology kept beside the index is the one that its files make, or it is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultkit.config import load_config
from vaultkit.errors import UsageError
from vaultkit.ontology import NAME, Ontology, load_ontology
from vaultkit.storage import index_folder

OWN = "kinds:\n  concept:\n    words: [замысел]\n"


def load(own_vault: Path) -> Ontology:
    return load_ontology(load_config(explicit=own_vault))


@pytest.fixture
def own_vault(tmp_path: Path) -> Path:
    (tmp_path / "ontology.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_what_is_kept_is_what_was_made(own_vault: Path) -> None:
    made = load(own_vault)
    assert (index_folder(own_vault) / NAME).is_file()
    again = load(own_vault)
    assert again == made and list(again.kinds) == list(made.kinds) and list(again.relations) == list(made.relations)
    assert again.kind_of_word("замысел") == "concept" and again.code_kinds == made.code_kinds


def test_a_changed_file_counts_at_once(own_vault: Path) -> None:
    load(own_vault)
    (own_vault / "ontology.yaml").write_text(OWN.replace("замысел", "задумка"), encoding="utf-8")
    assert load(own_vault).kind_of_word("задумка") == "concept"
    assert load(own_vault).kind_of_word("замысел") is None


def test_a_fault_is_told_though_a_good_one_is_kept(own_vault: Path) -> None:
    load(own_vault)
    (own_vault / "ontology.yaml").write_text("kind: [", encoding="utf-8")
    with pytest.raises(UsageError, match=r"ontology\.yaml:"):
        load(own_vault)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": 1}', b"\xff"])
def test_a_damaged_copy_is_made_anew(own_vault: Path, damage: bytes) -> None:
    made = load(own_vault)
    (index_folder(own_vault) / NAME).write_bytes(damage)
    assert load(own_vault) == made == load(own_vault)


def test_synonyms_of_the_settings_are_not_kept(own_vault: Path) -> None:
    settings = own_vault / "vaultkit.toml"
    settings.write_text('[kinds.synonyms]\n"чертёж" = "scheme"\n', encoding="utf-8")
    assert load(own_vault).kind_of_word("чертёж") == load(own_vault).kind_of_word("чертёж") == "scheme"
    settings.write_text("", encoding="utf-8")
    assert load(own_vault).kind_of_word("чертёж") != "scheme"


def test_nothing_is_put_into_the_vault(tmp_path: Path) -> None:
    assert load(tmp_path).chain and not list(tmp_path.iterdir())
