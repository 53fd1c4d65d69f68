"""The graph page as a person meets it: opened from the disk in a real Chromium."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tools.chromium import DESK, PHONE

pytestmark = pytest.mark.browser
Made = Callable[[Path, str], Path]


def colours(png: bytes) -> set[tuple[int, ...]]:
    """The colours of an eight-bit PNG's pixels (filters undone as the PNG specification says)."""
    stream, data, width, height, depth = io.BytesIO(png[8:]), b"", 0, 0, 4
    while header := stream.read(8):
        length, kind = struct.unpack(">I4s", header)
        chunk = stream.read(length)
        stream.read(4)
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", chunk[:10])
            depth = 4 if colour == 6 else 3
        elif kind == b"IDAT":
            data += chunk
    raw, size, before, found = zlib.decompress(data), width * depth, bytearray(width * depth), set()
    for row in range(height):
        start = row * (size + 1)
        line, method = bytearray(raw[start + 1:start + 1 + size]), raw[start]
        for i in range(size):
            left = line[i - depth] if i >= depth else 0
            up, corner = before[i], before[i - depth] if i >= depth else 0
            if method == 1:
                line[i] = (line[i] + left) & 255
            elif method == 2:
                line[i] = (line[i] + up) & 255
            elif method == 3:
                line[i] = (line[i] + (left + up) // 2) & 255
            elif method == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                line[i] = (line[i] + near[2]) & 255
        before = line
        found.update(tuple(line[k:k + 3]) for k in range(0, size, depth * 3))
    return found


def canvas(browser: Any) -> set[tuple[int, ...]]:
    url = browser.js("return document.querySelector('#net canvas').toDataURL()")
    return colours(base64.b64decode(url.split(",", 1)[1]))


def find(browser: Any, text: str) -> None:
    query = browser.driver.find_element(By.ID, "query")
    query.clear()
    query.send_keys(text)


def count(browser: Any) -> int:
    return int("".join(sign for sign in browser.js("return document.getElementById('count').textContent").split("из")[0]
                       if sign.isdigit()))


class TestOfTheSampleVault:
    @pytest.fixture
    def page(self, root: Path, made: Made) -> Path:
        return made(root / "sample_vault", "graph")

    def test_the_console_is_silent_and_nothing_is_asked_of_the_network(self, browser: Any, page: Path) -> None:
        for fragment in ("", "#view=whole"):
            browser.open(page, fragment)
            assert browser.complaints() == []
            assert browser.requests() == []

    def test_something_is_drawn(self, browser: Any, page: Path) -> None:
        for fragment in ("", "#view=whole"):
            browser.open(page, fragment)
            assert len(canvas(browser)) > 12

    def test_a_cyrillic_title_is_found_and_opened_by_keyboard_alone(self, browser: Any, page: Path) -> None:
        browser.open(page)
        browser.driver.find_element(By.TAG_NAME, "body").send_keys("/")
        browser.driver.switch_to.active_element.send_keys("низкоранг")
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        panel = browser.driver.find_element(By.ID, "panel")
        assert panel.is_displayed()
        assert panel.find_element(By.TAG_NAME, "h2").text == "Низкоранговая поправка"
        assert browser.driver.switch_to.active_element.get_attribute("id") == "panel"
        browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        assert not panel.is_displayed()

    def test_the_search_takes_e_for_yo_and_any_case(self, browser: Any, page: Path) -> None:
        browser.open(page)
        find(browser, "УЧЕТ ВИДЕО")
        assert "Учёт видеопамяти" in browser.driver.find_element(By.ID, "found").text

    def test_the_panel_says_what_the_note_is_and_where_its_chain_stops(self, browser: Any, page: Path) -> None:
        browser.open(page)
        find(browser, "KV-кэш")
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        panel = browser.driver.find_element(By.ID, "panel").text
        for part in ("концепт", "частично", "✗ код", "Концепции/KV-кэш.md:1", "Ссылается на"):
            assert part in panel

    def test_links_of_the_panel_lead_to_obsidian_and_to_the_file(self, browser: Any, page: Path) -> None:
        browser.open(page)
        find(browser, "KV-кэш")
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        links = [link.get_attribute("href") for link in browser.driver.find_elements(By.CSS_SELECTOR, "#panel dd a")]
        assert any(link.startswith("obsidian://open?vault=sample_vault&file=") for link in links)
        files = [link for link in links if link.startswith("file:")]
        assert files
        from urllib.parse import unquote, urlparse

        assert Path(unquote(urlparse(files[0]).path)).is_file()

    def test_a_symbol_leads_to_its_source_file(self, browser: Any, page: Path) -> None:
        browser.open(page)
        find(browser, "LoraLinear.step")
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        link = browser.driver.find_element(By.CSS_SELECTOR, "#panel dd a")
        assert link.text.startswith("lora_math.py:")
        assert link.get_attribute("href").endswith("/code/lora_math.py")

    def test_a_neighbour_is_one_key_away(self, browser: Any, page: Path) -> None:
        browser.open(page)
        find(browser, "KV-кэш")
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        button = browser.driver.find_element(By.CSS_SELECTOR, "#panel li button")
        name = button.text
        button.send_keys(Keys.ENTER)
        assert browser.driver.find_element(By.CSS_SELECTOR, "#panel h2").text == name.removeprefix("⚠ ")

    def test_a_filter_changes_what_is_drawn_and_is_kept_in_the_address(self, browser: Any, page: Path) -> None:
        browser.open(page, "#view=whole")
        before = count(browser)
        browser.driver.find_element(By.ID, "open-filters").click()
        browser.driver.find_element(By.CSS_SELECTOR, "#filters input[value=note]").click()
        after = count(browser)
        assert 0 < after < before
        address = browser.js("return location.hash")
        assert "no-kind=note" in address
        browser.open(page, address)
        assert count(browser) == after

    def test_everything_around_a_note_can_be_shown_alone(self, browser: Any, page: Path) -> None:
        browser.open(page, "#view=whole&node=Концепции/QLoRA.md&depth=1")
        assert 1 < count(browser) < 30

    def test_arrows_and_keys_move_the_drawing(self, browser: Any, page: Path) -> None:
        browser.open(page)
        net = browser.driver.find_element(By.ID, "net")
        before = browser.js("return document.querySelector('#net canvas').toDataURL()")
        net.send_keys(Keys.ARROW_DOWN, "+")
        # Drawn with the next frame, which a busy machine takes its time for.
        WebDriverWait(browser.driver, 10).until(
            lambda _: browser.js("return document.querySelector('#net canvas').toDataURL()") != before)
        net.send_keys("n", Keys.ENTER)
        assert browser.driver.find_element(By.ID, "panel").is_displayed()

    def test_the_drawing_is_saved_as_svg_and_png(self, browser: Any, page: Path) -> None:
        browser.open(page)
        browser.js("window.kept = []; const make = URL.createObjectURL; URL.createObjectURL = (b) => { window.kept.push(b); return make(b); };")
        browser.driver.find_element(By.ID, "svg").click()
        text = browser.driver.execute_async_script("const done = arguments[0]; window.kept[0].text().then(done)")
        import xml.etree.ElementTree as tree

        assert tree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
        assert "Низкоранговая поправка" in text
        browser.driver.find_element(By.ID, "png").click()
        kind = browser.driver.execute_async_script("const done = arguments[0]; const wait = () => window.kept[1] ? done(window.kept[1].type) : setTimeout(wait, 20); wait()")
        assert kind == "image/png"

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("size", [DESK, PHONE])
    def test_axe_finds_nothing_serious(self, browser: Any, page: Path, size: tuple[int, int], dark: bool) -> None:
        browser.open(page, "#node=Концепции/KV-кэш.md", size, dark)
        for name in ("filters", "legend"):
            browser.driver.find_element(By.ID, f"open-{name}").click()
            assert browser.violations() == []

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize(("size", "name"), [(DESK, "desk"), (PHONE, "phone")])
    def test_nothing_is_cut_at_the_side(self, browser: Any, page: Path, size: tuple[int, int], name: str,
                                        dark: bool) -> None:
        for view in ("chains", "whole"):
            browser.open(page, f"#view={view}", size, dark)
            browser.picture(f"graph-{view}-{name}-{'dark' if dark else 'light'}")
            assert browser.js("return document.documentElement.scrollWidth") <= size[0]
            outside = browser.js("""return [...document.querySelectorAll('header *')].filter((e) => {
                const r = e.getBoundingClientRect(); return r.width && (r.right > innerWidth + 1 || r.left < -1); }).map((e) => e.outerHTML)""")
            assert outside == []


class TestOfHostileTitles:
    @pytest.fixture
    def page(self, root: Path, made: Made) -> Path:
        return made(root / "tests/vaults/hostile-titles", "graph")

    def test_they_are_text_and_nothing_else(self, browser: Any, page: Path) -> None:
        for fragment in ("", "#view=whole", "#node=Конец.md", "#node=مرحبا.md", "#node=Эмодзи 🦔 и ёж.md"):
            browser.open(page, fragment)
            assert browser.js("return window.broken") is None
            assert browser.complaints() == []
            assert browser.requests() == []

    def test_they_can_be_read(self, browser: Any, page: Path) -> None:
        browser.open(page, "#node=Конец.md")
        panel = browser.driver.find_element(By.ID, "panel")
        assert panel.find_element(By.TAG_NAME, "h2").text == "</script><script>window.broken = 1</script>"
        excerpt = panel.find_element(By.CLASS_NAME, "excerpt")
        assert "<script>window.broken = 4</script>" in excerpt.text
        assert "<b>жирно</b>" in excerpt.text
        assert browser.js("return document.querySelectorAll('.excerpt img, .excerpt iframe, .excerpt script, .excerpt a').length") == 0

    def test_templates_in_notes_are_not_run(self, browser: Any, page: Path) -> None:
        browser.open(page, "#node=مرحبا.md")
        assert "{{ 7*7 }}" in browser.driver.find_element(By.CSS_SELECTOR, "#panel h2").text


def test_an_empty_vault_says_so(browser: Any, tmp_path: Path, vaultkit: Any) -> None:
    run = vaultkit("--vault", tmp_path, "graph")
    browser.open(Path(run.stdout.strip()))
    assert browser.driver.find_element(By.ID, "empty").is_displayed()
    assert browser.complaints() == []
