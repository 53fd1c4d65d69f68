"""Chromium without a window: the one place that finds and starts it, for tests, pictures and benchmarks."""

from __future__ import annotations

import shutil

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DESK, PHONE = (1400, 900), (390, 844)


def start_chromium(*, logs: bool = False) -> webdriver.Chrome:
    """Chromium in Russian, without a window, a GPU or scroll bars; with ``logs`` it keeps what the console says and
    what the network is asked. Raises StopIteration where there is none."""
    options = Options()
    options.binary_location = next(path for name in NAMES if (path := shutil.which(name)))
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                 "--force-device-scale-factor=1", "--lang=ru", f"--window-size={DESK[0]},{DESK[1]}"):
        options.add_argument(flag)
    if logs:
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def set_size(driver: webdriver.Chrome, size: tuple[int, int] = DESK) -> None:
    """Show pages as on a screen of this size, a telephone's with its touch."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE})
