"""Make the two pictures of the README from sample_vault: ``make pictures``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.support.ui import WebDriverWait

from tools.chromium import set_size, start_chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {"graph": "#view=chains", "report": ""}


def main() -> None:
    """Index a copy, open both pages in Chromium and keep what they look like in docs/pictures."""
    driver = start_chromium()
    set_size(driver)
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "sample_vault"
        shutil.copytree(ROOT / "sample_vault", vault, ignore=shutil.ignore_patterns(".vaultkit"))
        for command, fragment in PICTURES.items():
            run = subprocess.run([sys.executable, "-m", "vaultkit", "--vault", str(vault), command], check=True,
                                 capture_output=True, encoding="utf-8")
            driver.get(Path(run.stdout.strip()).as_uri() + fragment)
            WebDriverWait(driver, 20).until(
                lambda page: page.execute_script("return document.documentElement.dataset.ready"))
            driver.save_screenshot(str(target / f"{command}.png"))
    driver.quit()


if __name__ == "__main__":
    main()
