"""A real Chromium, and pages made by the command line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from tools.chromium import DESK, set_size, start_chromium

ROOT = Path(__file__).resolve().parents[2]


class Browser:
    """Chromium with what its pages said and asked for."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, page: Path, fragment: str = "", size: tuple[int, int] = DESK, dark: bool = False) -> None:
        """Open a page afresh and wait until its script is done."""
        self.driver.get("about:blank")
        set_size(self.driver, size)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}]})
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)
        self.driver.get(page.as_uri() + fragment)
        WebDriverWait(self.driver, 20).until(lambda driver: self.js("return document.documentElement.dataset.ready"))

    def js(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def complaints(self) -> list[str]:
        """What the console said."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address asked for since ``open``, the page's own left out."""
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return [url for url in urls if not url.startswith(("file:", "data:", "blob:", "about:"))]

    def picture(self, name: str) -> Path:
        """A screenshot, kept for people to look at."""
        folder = ROOT / "build" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        self.driver.save_screenshot(str(path))
        return path

    def violations(self) -> list[str]:
        """Serious and critical findings of axe-core (https://github.com/dequelabs/axe-core), one line each."""
        from importlib.util import find_spec

        spec = find_spec("axe_selenium_python")
        assert spec and spec.submodule_search_locations
        source = next(Path(spec.submodule_search_locations[0]).rglob("axe.min.js"))
        self.js(source.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations']}).then((r) => done(r.violations))")
        return [f"{item['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:300]}"
                for item in found if item["impact"] in ("serious", "critical") for node in item["nodes"]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; ``VAULTKIT_BROWSER=none`` skips what needs it."""
    if os.environ.get("VAULTKIT_BROWSER") == "none":
        pytest.skip("VAULTKIT_BROWSER=none")
    driver = start_chromium(logs=True)
    driver.set_script_timeout(60)
    yield Browser(driver)
    driver.quit()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, vaultkit: Callable[..., Any]) -> Callable[[Path, str], Path]:
    """``made(vault, "graph")``: the page of a copy of ``vault``, made once."""
    pages: dict[tuple[Path, str], Path] = {}

    def make(vault: Path, command: str) -> Path:
        if (vault, command) not in pages:
            folder = tmp_path_factory.mktemp("page") / vault.name
            shutil.copytree(vault, folder, ignore=shutil.ignore_patterns(".vaultkit"))
            run = vaultkit("--vault", folder, command)
            assert run.returncode == 0, run.stderr
            pages[vault, command] = Path(run.stdout.strip())
        return pages[vault, command]

    return make
