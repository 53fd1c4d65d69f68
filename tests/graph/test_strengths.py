"""Declared beats structural beats inferred, and the settings say from where on evidence counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

UNANNOTATED = {
    "Кэш.md": "Идея кэша.\n\n## Алгоритм\n\nСначала искать, потом считать.\n",
    "Обзор кэша.md": "Как устроен [[Кэш]].\n",
}


def test_only_what_is_strong_enough_counts(case: Callable[[str], Any]):
    vault = case("graph-terms")
    assert vault.gap("Покрыта.md").state == "covered"
    gap = vault.gap("Покрыта.md", coverage_from="declared")
    assert (gap.state, gap.missing_stage) == ("skipped", "scheme")
    assert [(step.stage, step.present, len(step.nodes)) for step in gap.chain][1] == ("scheme", False, 2)


def test_a_vault_that_declares_nothing_shows_its_inferred_concepts(vault_of: Callable[..., Any]):
    vault = vault_of(UNANNOTATED)
    inferred = {"Кэш.md": ("concept", 0.8), "Обзор кэша.md": ("scheme", 0.7)}
    report = vault.gaps(inferred)
    assert report.inferred
    [gap] = report.gaps
    assert (gap.concept, gap.strength, gap.state) == ("Кэш.md", "inferred", "partial")
    assert (gap.last_stage, gap.missing_stage) == ("algorithm", "pseudocode")


def test_inferred_links_are_listed_and_do_not_count(vault_of: Callable[..., Any]):
    vault = vault_of(UNANNOTATED)
    inferred = {"Кэш.md": ("concept", 0.8), "Обзор кэша.md": ("scheme", 0.7)}
    [gap] = vault.gaps(inferred).gaps
    scheme = gap.chain[1]
    assert not scheme.present
    assert [(node.id, node.strength) for node in scheme.nodes] == [("Обзор кэша.md", "inferred")]
    [gap] = vault.gaps(inferred, coverage_from="inferred").gaps
    assert gap.chain[1].present


def test_where_kinds_are_declared_guesses_are_no_gaps(vault_of: Callable[..., Any]):
    vault = vault_of({**UNANNOTATED, "Идея.md": "---\nkind: concept\n---\n"})
    report = vault.gaps({"Кэш.md": ("concept", 0.8)})
    assert [gap.concept for gap in report.gaps] == ["Идея.md"]
    assert not report.inferred
    assert vault.graph({"Кэш.md": ("concept", 0.8)}).nodes["Кэш.md"]["strength"] == "inferred"


def test_a_chance_tag_among_hundreds_annotates_no_vault(vault_of: Callable[..., Any]):
    many = {f"н/{number}.md": "Текст.\n" for number in range(300)}
    vault = vault_of({**many, **UNANNOTATED, "Случай.md": "Текст #code\n"})
    assert "Кэш.md" in {gap.concept for gap in vault.gaps({"Кэш.md": ("concept", 0.8)}).gaps}


def test_commented_links_count_only_when_the_settings_say_so(case: Callable[[str], Any]):
    vault = case("graph-chains")
    assert vault.gap("Закрытая ссылка.md").state == "uncovered"
    assert vault.gap("Закрытая ссылка.md", commented_links=True).state == "partial"
