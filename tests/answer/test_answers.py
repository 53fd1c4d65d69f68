"""Answers out of passages: what is said, what is cited, when there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from vaultkit.answer import Means, answer
from vaultkit.answer.generators.extractive import Extractive
from vaultkit.answer.generators.protocol import Draft, Watch
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence
from vaultkit.errors import UsageError
from vaultkit.model import Answer

LIGHTHOUSE = ("Lighthouse", "The lighthouse was built in 1893 by Ingrid Holm. Its lamp turns once every twelve seconds.")
HARBOUR = ("Harbour", "The harbour has three piers. Ferries leave from pier two.")
Build = Callable[..., Means]


class Scripted:
    """A generator that says what it is told, of the evidence in order."""

    kind, model = "scripted", "parrot"

    def __init__(self, *said: str) -> None:
        self._said = said

    def drafts(self, question: Question, evidence: Sequence[Sentence], watch: Watch | None = None) -> Iterator[Draft]:
        for place, text in enumerate(self._said[:len(evidence)]):
            yield Draft(text, (place,))


def said(found: Answer) -> list[str]:
    return [sentence.text for section in found.sections for sentence in section.sentences]


def test_the_sentence_that_answers_is_quoted_and_cited(means: Build) -> None:
    found = answer("Who built the lighthouse?", means(LIGHTHOUSE, HARBOUR), Extractive())
    assert found.answered and found.refusal is None and found.route == "retrieval"
    assert said(found)[0] == "The lighthouse was built in 1893 by Ingrid Holm."
    assert found.sources[0].note == "Lighthouse.md"
    assert found.sources[0].passages[0].quote in LIGHTHOUSE[1]


def test_every_sentence_has_a_number_of_a_source_and_each_note_one_number(means: Build) -> None:
    found = answer("Which piers and lamps are there at the harbour and lighthouse?", means(LIGHTHOUSE, HARBOUR), Extractive())
    numbers = [source.n for source in found.sources]
    assert numbers == list(range(1, len(numbers) + 1)) and len({source.note for source in found.sources}) == len(numbers)
    assert all(set(sentence.citations) <= set(numbers) and sentence.citations
               for section in found.sections for sentence in section.sentences)


@pytest.mark.parametrize("question", ["How many elephants live in Kenya?", "Сколько слонов живёт в Кении?"])
def test_what_the_vault_does_not_say_is_refused_with_the_nearest_passages(means: Build, question: str) -> None:
    found = answer(question, means(LIGHTHOUSE, HARBOUR), Extractive())
    assert not found.answered and found.refusal is not None and found.sections == () and found.sources == ()
    assert found.refusal.nearest and all(near.quote in LIGHTHOUSE[1] + HARBOUR[1] for near in found.refusal.nearest)


def test_an_empty_vault_refuses_with_nothing(means: Build) -> None:
    found = answer("Who built the lighthouse?", means(), Extractive())
    assert found.refusal is not None and found.refusal.reason == "nothing" and found.refusal.nearest == ()


def test_an_empty_question_is_an_error_and_one_without_a_word_has_no_answer(means: Build) -> None:
    with pytest.raises(UsageError, match="empty"):
        answer("  ", means(LIGHTHOUSE), Extractive())
    found = answer(" ?! ", means(), Extractive())
    assert found.refusal is not None and found.refusal.reason == "nothing"


def test_an_assistants_words_are_shown_as_such(means: Build) -> None:
    chat = ("Chat", "По средам на пароме меняют масло, и первый рейс выходит позже.", {"role": "assistant"})
    found = answer("Что меняют на пароме по средам?", means(chat), Extractive())
    assert said(found) == ["ассистент: «По средам на пароме меняют масло, и первый рейс выходит позже.»"]
    assert found.sources[0].role == "assistant"


def test_a_question_in_a_note_is_no_answer(means: Build) -> None:
    chat = ("Chat", "Who built the lighthouse, and when was it built?", {"role": "user"})
    assert said(answer("Who built the lighthouse?", means(chat, LIGHTHOUSE), Extractive()))[0].startswith("The lighthouse was")


def test_a_second_hand_answer_gives_way_to_the_note_that_says_it(means: Build) -> None:
    second = ("Old answer", "The lighthouse was built in 1893 by Ingrid Holm, they say.", {"secondhand": True})
    found = answer("Who built the lighthouse?", means(second, LIGHTHOUSE), Extractive())
    assert [source.note for source in found.sources] == ["Lighthouse.md"]


def test_saved_answers_are_never_evidence(means: Build) -> None:
    own = means(LIGHTHOUSE, generated=lambda paths: frozenset({"Lighthouse.md"}))
    assert not answer("Who built the lighthouse?", own, Extractive()).answered


def test_a_draft_that_the_note_says_stands_with_its_support(means: Build) -> None:
    found = answer("Who built the lighthouse?", means(LIGHTHOUSE), Scripted("Ingrid Holm built the lighthouse in 1893."))
    sentence = found.sections[0].sentences[0]
    assert sentence.text == "Ingrid Holm built the lighthouse in 1893." and sentence.supported and sentence.citations == (1,)
    assert sentence.support is not None and 0.6 <= sentence.support <= 1


@pytest.mark.parametrize("draft", [
    "Ingrid Holm built the lighthouse in 1983.",
    "Olaf Lind built the lighthouse in 1893.",
    "Ingrid Holm did not build the lighthouse in 1893.",
    "The castle was painted by tourists.",
    "",
])
def test_a_draft_that_the_note_does_not_say_is_replaced_by_the_notes_own_sentence(means: Build, draft: str) -> None:
    found = answer("Who built the lighthouse?", means(LIGHTHOUSE), Scripted(draft))
    assert said(found) == ["The lighthouse was built in 1893 by Ingrid Holm."]


def test_a_generator_that_says_nothing_makes_the_answer_no_worse(means: Build) -> None:
    assert said(answer("Who built the lighthouse?", means(LIGHTHOUSE), Scripted())) == [
        "The lighthouse was built in 1893 by Ingrid Holm."]


def test_the_problem_style_has_three_sections_in_the_questions_language(means: Build) -> None:
    notes = (
        ("Память", "Проблема в том, что память помощника теряет важное при переписывании."),
        ("Дрейф", "Если память помощника не беречь, помощник станет другим, и никто не заметит."),
        ("Закрепление", "Чтобы память помощника уцелела, нужно закрепить восемь строк и отклонять остальное."),
    )
    found = answer("Почему память помощника теряет важное?", means(*notes), Extractive(), style="problem")
    assert [section.title for section in found.sections] == ["Суть проблемы", "Последствия, если не решать", "Как решить"]
    first = [section.sentences[0].text for section in found.sections]
    assert "Проблема" in first[0] and "станет другим" in first[1] and "закрепить" in first[2]
    assert all(item.why and item.citations for section in found.sections for item in section.relevant)


def test_a_section_that_no_note_fills_says_so_and_claims_nothing(means: Build) -> None:
    one = ("Lamp", "The problem is that the lamp of the lighthouse fails in fog.")
    found = answer("Why does the lamp of the lighthouse fail in fog?", means(one), Extractive(), style="problem")
    empty = [sentence for section in found.sections for sentence in section.sentences if not sentence.citations]
    assert empty and all(not sentence.supported and sentence.support is None for sentence in empty)


def test_a_section_for_which_the_notes_hold_only_links_and_fields_says_that_nothing_was_found(means: Build) -> None:
    one = ("Lamp", "The problem is that the lamp of the lighthouse fails in fog.")
    two = ("Fix the lamp", "fix:: [[Lamp of the lighthouse]]\n\n[[How to fix the lamp]]\n\n^solution")
    found = answer("Why does the lamp of the lighthouse fail in fog?", means(one, two), Extractive(), style="problem")
    assert [sentence.text for sentence in found.sections[2].sentences] == ["The notes that were found say nothing of this."]
