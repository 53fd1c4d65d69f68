"""The gap report as a person meets it: opened from the disk in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By

from tools.chromium import DESK, PHONE

pytestmark = pytest.mark.browser
Made = Callable[[Path, str], Path]


@pytest.fixture
def page(root: Path, made: Made) -> Path:
    return made(root / "sample_vault", "report")


def rows(browser: Any) -> list[str]:
    return [row.text for row in browser.driver.find_elements(By.CSS_SELECTOR, "#gap-table tbody tr") if row.is_displayed()]


def test_the_answer_comes_first(browser: Any, page: Path) -> None:
    browser.open(page)
    assert browser.driver.find_element(By.CSS_SELECTOR, "main p.answer").text == "24 концепта; до рабочего кода доходит: 11."
    steps = browser.driver.find_elements(By.CSS_SELECTOR, ".steps > li")
    assert 1 <= len(steps) <= 5
    assert browser.complaints() == []
    assert browser.requests() == []


def test_the_table_is_searched_filtered_and_sorted(browser: Any, page: Path) -> None:
    browser.open(page)
    assert len(rows(browser)) >= 24
    box = browser.driver.find_element(By.CSS_SELECTOR, ".tools input")
    box.send_keys("учет видео")
    assert [row.split(" — ")[0] for row in rows(browser)] == ["Учёт видеопамяти"]
    box.clear()
    box.send_keys(" ")
    browser.driver.find_element(By.CSS_SELECTOR, ".tools option[value=broken]").click()
    assert len(rows(browser)) == 1
    browser.driver.find_element(By.CSS_SELECTOR, ".tools option[value='']").click()
    browser.driver.find_elements(By.CSS_SELECTOR, "#gap-table thead button")[0].click()
    names = [row.split(" — ")[0].split("\n")[0] for row in rows(browser)]
    assert names[0] == "Блочное квантование" and names[-1] == "Speculative decoding"
    head = browser.driver.find_element(By.CSS_SELECTOR, "#gap-table thead th")
    assert head.get_attribute("aria-sort") == "ascending"


def test_a_chain_shows_the_stage_that_is_missing(browser: Any, page: Path) -> None:
    browser.open(page)
    article = next(item for item in browser.driver.find_elements(By.CLASS_NAME, "concept") if item.text.startswith("KV-кэш"))
    assert article.find_element(By.CLASS_NAME, "gone").text == "✗ код"


def test_it_reads_without_javascript(browser: Any, page: Path) -> None:
    text = page.read_text("utf-8")
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get(page.as_uri())
        assert len(browser.driver.find_elements(By.CSS_SELECTOR, "#gap-table tbody tr")) >= 24
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "<noscript" not in text


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("size", "name"), [(DESK, "desk"), (PHONE, "phone")])
def test_axe_finds_nothing_serious_and_nothing_is_cut(browser: Any, page: Path, size: tuple[int, int], name: str,
                                                      dark: bool) -> None:
    browser.open(page, "", size, dark)
    browser.picture(f"report-{name}-{'dark' if dark else 'light'}")
    assert browser.violations() == []
    assert browser.js("return document.documentElement.scrollWidth") <= size[0]


def test_hostile_titles_are_text(browser: Any, root: Path, made: Made) -> None:
    browser.open(made(root / "tests/vaults/hostile-titles", "report"))
    assert browser.js("return window.broken") is None
    assert browser.complaints() == []
    assert browser.requests() == []
    assert "</script><script>window.broken = 1</script>" in browser.driver.find_element(By.TAG_NAME, "main").text
