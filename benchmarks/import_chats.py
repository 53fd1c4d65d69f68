"""How fast a large ChatGPT export becomes notes, and in how much memory.

    python benchmarks/import_chats.py [CONVERSATIONS] [--again] [--zip]

Makes a synthetic export (20,000 conversations are 1.5 GB) in a temporary folder, imports it in a process of its own and
prints its size, conversations a second and the most memory that the process had.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

WORDS = "насос грядка полив wait pump схема алгоритм концепт code листья температура sensor давление труба plan".split()
MESSAGES, LENGTH = 30, 520


def conversation(number: int, dice: random.Random) -> str:
    """One conversation as JSON, about 75 KB."""
    mapping: dict[str, object] = {"root": {"id": "root", "message": None, "parent": None, "children": ["0"]}}
    for at in range(MESSAGES):
        said = " ".join(dice.choices(WORDS, k=LENGTH // 7 if at % 2 else 30))
        text = (
            f"{said}\n\n```python\ndef step_{at}():\n    return {dice.random()}\n```\n\n- {said[:200]}"
            if at % 2
            else said
        )
        mapping[str(at)] = {
            "id": str(at),
            "parent": str(at - 1) if at else "root",
            "children": [str(at + 1)],
            "message": {
                "id": f"{number:08x}-{at}",
                "author": {"role": "assistant" if at % 2 else "user", "name": None, "metadata": {}},
                "create_time": 1751285400.5 + at * 60,
                "content": {"content_type": "text", "parts": [text]},
                "weight": 1.0,
                "recipient": "all",
                "status": "finished_successfully",
                "metadata": {"model_slug": "gpt-4o", "pad": "x" * 300},
            },
        }
    return json.dumps(
        {
            "title": f"Беседа {number}",
            "create_time": 1751285400 + number,
            "update_time": 1751289000 + number,
            "mapping": mapping,
            "current_node": str(MESSAGES - 1),
            "conversation_id": f"c-{number:08x}",
        }
    )


def pieces(count: int) -> Iterator[str]:
    """The text of the export, piece by piece."""
    dice = random.Random(7)
    yield "["
    for number in range(count):
        yield (", " if number else "") + conversation(number, dice)
    yield "]"


def make(folder: Path, count: int, zipped: bool) -> Path:
    """Write the export; its path."""
    if not zipped:
        path = folder / "conversations.json"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(pieces(count))
        return path
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("conversations.json", "w",
                                                                                   force_zip64=True) as file:
        for piece in pieces(count):
            file.write(piece.encode())
    return path


def main() -> None:
    """Make, import, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--again", action="store_true", help="import it a second time too")
    parser.add_argument("--zip", action="store_true", help="as a ZIP")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaultkit-bench-") as name:
        folder = Path(name)
        export = make(folder, wanted.count, wanted.zip)
        (folder / "vault").mkdir()
        print(f"{wanted.count} conversations, {export.stat().st_size / 1e6:.0f} MB", flush=True)
        for _ in range(2 if wanted.again else 1):
            begun = time.perf_counter()
            process = subprocess.Popen([sys.executable, "-m", "vaultkit", "--vault", str(folder / "vault"), "import",
                                        str(export)], stdout=subprocess.DEVNULL,
                                       env=os.environ | {"VAULTKIT_CACHE": str(folder / "cache")})
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
            print(f"exit {os.waitstatus_to_exitcode(status)}, {seconds:.1f} s, {wanted.count / seconds:.0f} a second "
                  f"({usage.ru_utime + usage.ru_stime:.1f} s of processor time), "
                  f"{usage.ru_maxrss / 1024:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
