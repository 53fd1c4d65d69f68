import pytest
from retrieval import Bm25, Retriever, cosine, embed, recall_at_k, reciprocal_rank_fusion

PASSAGES = [
    "Qdrant хранит векторы и слушает порт 6333",
    "LoRA обучает две узкие матрицы вместо одной большой",
    "Ёлка стоит у окна",
]


def test_bm25_finds_the_passage_with_the_words():
    assert Bm25(PASSAGES).rank("какой порт слушает qdrant") == [0]


def test_yo_and_ye_are_one_letter():
    assert Bm25(PASSAGES).rank("елка") == [2]


def test_dense_search_forgives_an_ending():
    retriever = Retriever(PASSAGES)
    assert retriever.lexical.rank("матрица") == []
    assert retriever.dense_rank("матрица")[0] == 1


def test_cosine_of_a_vector_with_itself_and_with_nothing():
    assert cosine(embed("порт"), embed("порт")) == pytest.approx(1.0)
    assert cosine(embed("порт"), [0.0] * 256) == 0.0


def test_fusion_prefers_what_both_lists_hold():
    assert reciprocal_rank_fusion([[0, 1], [2, 1]])[0] == 1


def test_recall():
    assert recall_at_k(["a", "b", "c"], {"a", "c"}, k=2) == 0.5
