"""Words of two scripts that are one word."""

from __future__ import annotations

import pytest

from vaultkit.suggest.corpus import Sounds, Terms, initials


@pytest.mark.parametrize(("russian", "other"), [
    ("роутер", "router"), ("квантование", "quantize"), ("квантование", "kvantovanie"), ("кэш", "cache"),
    ("токен", "token"), ("токенизатор", "tokenizer"), ("эмбеддинг", "embedding"), ("обработка", "obrabotka"),
    ("сериализация", "serialize"), ("градиент", "gradient"), ("парсер", "parser"), ("индекс", "index"),
])
def test_borrowed_and_transliterated_words_sound_alike(russian: str, other: str) -> None:
    terms = Terms()
    sounds = Sounds(terms.of(other), terms)
    assert sounds.alike(terms.of(russian)[0], russian) == terms.of(other)


@pytest.mark.parametrize(("russian", "other"), [("карта", "create"), ("запрос", "route"), ("сцена", "sound")])
def test_other_words_do_not(russian: str, other: str) -> None:
    terms = Terms()
    assert Sounds(terms.of(other), terms).alike(terms.of(russian)[0], russian) == []


def test_identifiers_come_apart_in_both_scripts() -> None:
    terms = Terms()
    assert {"cach", "byte", "kv"} <= set(terms.of("kvCacheBytes"))
    assert set(terms.of("kv_cache_bytes")) == set(terms.of("kvCacheBytes"))
    assert set(terms.of("весМуки")) >= {*terms.of("вес"), *terms.of("муки")}
    assert {"http", "server", "2"} <= {*terms.of("HTTPServer2"), "2"}


def test_initials_are_of_names_of_several_words() -> None:
    assert initials("Retrieval augmented generation") == "rag"
    assert initials("Очередь") is None
