"""Records made fast are the records that the class makes."""

import dataclasses

import pytest

from vaultkit.model import Link
from vaultkit.storage.fast_records import maker


def test_the_same_record_frozen_and_with_its_defaults():
    made = maker(Link)(1, 2, "[[a]]", "a", None, None, "wikilink")
    assert made == Link(1, 2, "[[a]]", "a", None, None, "wikilink") and type(made) is Link
    assert hash(made) == hash(Link(1, 2, "[[a]]", "a", None, None, "wikilink"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.line = 3
