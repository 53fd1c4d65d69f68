"""Link the checkout into the environment that runs this: an editable install that works from any path.

An editable install writes the checkout's absolute path into a .pth file, which Python before 3.13 reads in the
encoding of the locale: under LC_ALL=C a path with Cyrillic letters stops the interpreter at its start. A path
relative to site-packages is plain ASCII and means the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Install vaultkit editable without dependencies, then make its .pth file relative."""
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--no-build-isolation", "--editable", str(ROOT)], check=True)
    site = Path(sysconfig.get_path("purelib"))
    links = list(site.glob("*vaultkit*.pth"))
    if len(links) != 1:
        raise SystemExit(f"vaultkit: the editable install left {len(links)} .pth files in {site}, not one")
    links[0].write_text(os.path.relpath(ROOT, site) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
