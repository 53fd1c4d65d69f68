"""What comes first, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from vaultkit.graph.coverage import chain_verdict
from vaultkit.graph.gap_types import waiver_of
from vaultkit.graph.priority import Weight, priority_reasons
from vaultkit.messages.words import Words

NEEDED = {
    "Основа.md": "---\nkind: concept\n---\nНа этом всё стоит.\n",
    "Первая.md": '---\nkind: concept\ndepends_on: "[[Основа]]"\n---\n',
    "Вторая.md": '---\nkind: concept\nзависит от: "[[Первая]]"\n---\n',
    "Готовая.md": "---\nkind: concept\n---\n```python\nwork()\n```\n",
}


def test_what_others_depend_on_comes_first_and_what_is_done_last(vault_of: Callable[..., Any]):
    gaps = vault_of(NEEDED).gaps().gaps
    assert [gap.concept for gap in gaps] == ["Основа.md", "Первая.md", "Вторая.md", "Готовая.md"]
    assert gaps[-1].priority == 0
    assert "от неё зависят 2 идеи" in gaps[0].why


def test_reasons_are_said_in_the_language_of_the_vault(vault_of: Callable[..., Any]):
    vault = vault_of(NEEDED)
    assert "2 concepts depend on it" in vault.gap("Основа.md", lang="en").why
    assert "nothing below the concept" in vault.gap("Основа.md", lang="en").why


def test_a_cycle_of_dependencies_counts_each_concept_once(case: Callable[[str], Any]):
    from vaultkit.graph import build_typed_graph
    from vaultkit.graph.priority import dependents

    vault = case("graph-chains")
    typed = build_typed_graph(vault.facts, vault.edges, vault.ontology, vault.config, vault.symbols)
    assert dependents(typed.web, [concept.id for concept in typed.concepts]) == {"Круг.md": 1, "Круг 2.md": 1}


def test_numbers_agree_with_their_nouns():
    from vaultkit.graph.coverage import ChainOutcome

    found = chain_verdict([ChainOutcome(1, "stop", 0, False)], 0, 4, "any")
    say = Words("ru").say
    said = [say(priority_reasons(found, Weight(number, 0, 0), 0, 4)[0]) for number in (1, 3, 5, 11, 21)]
    assert said == ["от неё зависит 1 идея", "от неё зависят 3 идеи", "от неё зависят 5 идей", "от неё зависят 11 идей",
                    "от неё зависит 21 идея"]


def test_a_broken_chain_says_what_and_where(case: Callable[[str], Any]):
    assert "absent.py#work не найдено (Нет файла.md:3)" in case("graph-terms").gap("Нет файла.md").why


def test_a_waiver_holds_to_the_end_of_its_last_day(case: Callable[[str], Any]):
    note = next(note for note in case("graph-terms").facts if note.path == "Истекло.md")
    assert not waiver_of(note, date(2001, 1, 31)).expired  # type: ignore[union-attr]
    assert waiver_of(note, date(2001, 2, 1)).expired  # type: ignore[union-attr]
    assert "исключение истекло 2001-01-31" in case("graph-terms").gap("Истекло.md").why


def test_a_waiver_that_names_no_date_or_terms_as_one_word(vault_of: Callable[..., Any]):
    vault = vault_of({"А.md": "---\nkind: concept\nwaive: uncovered\n---\n",
                      "Б.md": "---\nkind: concept\nwaive: {reason: так надо}\n---\n",
                      "В.md": "---\nkind: concept\nwaive: {until: скоро}\n---\n"})
    assert [gap.state for gap in sorted(vault.gaps().gaps, key=lambda gap: gap.concept)] == [
        "waived", "waived", "uncovered"]


def test_a_date_in_the_properties_is_the_age_of_a_note(vault_of: Callable[..., Any]):
    vault = vault_of({"Старая.md": "---\nkind: concept\ndate: 2020-01-01\n---\n",
                      "Новая.md": "---\nkind: concept\ncreated: 2019-05-05\nupdated: 2020-03-31\n---\n"})
    assert "не менялась 90 дней" in vault.gap("Старая.md").why
    assert not any("не менялась" in why for why in vault.gap("Новая.md").why)


def test_the_most_central_concept_leads_and_says_so(vault_of: Callable[..., Any]):
    notes = {f"Идея {n}.md": f"---\nkind: concept\n---\nСм. [[Идея {n // 2}]].\n" for n in range(1, 20)}
    gaps = vault_of({**notes, "Идея 0.md": "---\nkind: concept\n---\nНачало.\n"}).gaps().gaps
    assert [gap.concept for gap in gaps[:2]] == ["Идея 1.md", "Идея 0.md"]
    assert "по важности в графе ссылок 1-я из 20" in gaps[0].why
    assert sum(any("в графе ссылок" in why for why in gap.why) for gap in gaps) == 2


def test_stages_are_named_in_the_language_of_the_reasons(vault_of: Callable[..., Any]):
    vault = vault_of({"Половина.md": "---\nkind: concept\n---\nМысль.\n\n## Схема\n\n```mermaid\na-->b\n```\n"})
    assert vault.gap("Половина.md").why[0] == "дошла до этапа «схема», этапа «алгоритм» нет"
    assert vault.gap("Половина.md", lang="en").why[0] == "reaches scheme, algorithm is missing"


def test_what_vaultkit_wrote_itself_makes_nothing_weigh_more(vault_of: Callable[..., Any]):
    notes = {"a.md": "---\nkind: concept\n---\n", "b.md": "---\nkind: concept\n---\n"}
    plain = vault_of(notes).gap("a.md")
    plan = vault_of(notes | {"plan.md": "---\ngenerated_by: vaultkit\n---\n[[a]]\n"}).gap("a.md")
    assert (plan.priority, plan.why) == (plain.priority, plain.why)
    person = vault_of(notes | {"plan.md": "[[a]]\n"}).gap("a.md")
    assert person.priority > plain.priority


def test_a_waiver_until_what_is_no_day_says_so(vault_of: Callable[..., Any]):
    vault = vault_of({"a.md": "---\nkind: concept\nwaive: {terms: [uncovered], until: someday}\n---\n"})
    assert vault.gap("a.md", lang="en").why == ("nothing below the concept", "the waiver's until is no date: someday")
