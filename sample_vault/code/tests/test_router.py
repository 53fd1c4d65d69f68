import pytest
from router import Router, softmax

EXPERTS = {
    "код": ["напиши функцию на python", "почему падает тест", "исправь ошибку в коде"],
    "память": ["что я говорил вчера", "вспомни наш разговор", "о чём мы договорились"],
    "общий": ["привет", "расскажи что-нибудь"],
}


def test_probabilities_sum_to_one_whatever_the_scores():
    assert sum(softmax([1000.0, 999.0, -1000.0])) == pytest.approx(1.0)


def test_a_request_goes_to_the_expert_it_resembles():
    choices = Router(EXPERTS, fallback="общий").route("почему падает этот тест на python")
    assert choices[0].expert == "код"
    assert sum(choice.weight for choice in choices) == pytest.approx(1.0)


def test_an_unsure_router_falls_back():
    router = Router(EXPERTS, fallback="общий", top_k=1, temperature=10.0, threshold=0.9)
    assert [choice.expert for choice in router.route("???")] == ["общий"]


def test_the_fallback_must_exist():
    with pytest.raises(ValueError, match="fallback"):
        Router(EXPERTS, fallback="юрист")
