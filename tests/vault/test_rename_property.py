"""Random renames of notes and folders: every link leads to the file that it led to, wherever that is now."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit import Vault
from vaultkit.errors import UsageError
from vaultkit.workspace.renaming import rename

FILES = {
    "A.md": "[[B]] [[x/B]] [t](x/y/C.md#H) ![[p.png]] [[Б]]\n",
    "B.md": "---\nrefines: '[[A]]'\n---\n[[y/C|c]] [t](<x/Б.md>)\n",
    "x/B.md": "[[B]] [[../A]] [[./Б]] [t](y/C.md)\n",
    "x/Б.md": "| a |\n|---|\n| [[C\\|c]] [[/B]] |\n",
    "x/y/C.md": "# H\n\n[[#H]] [[C#H]] [t](../B.md) [[B]] [[../../A.md]]\n",
    "x/y/p.png": "", "z/p.png": "", "z/A.md": "[[A]] [r]\n\n[r]: ../x/B.md\n",
    "Board.canvas": '{"nodes": [{"type": "file", "file": "x/B.md"}, {"type": "text", "text": "[[C]] [t](z/A.md)"}]}',
}
OLD = st.sampled_from(["A.md", "B.md", "x/B.md", "x/Б.md", "x/y/C.md", "z/A.md", "x/", "x/y/", "z/"])
NEW = st.builds("{}{}".format, st.sampled_from(["", "./", "x/", "z/", "new/deep/", "y/"]),
                st.sampled_from(["A", "b", "C", "Б", "New", "и\u0306", "a (b) 5%", "it's", "v1.2", "x", "p"]))


def leads(vault: Vault) -> Counter[tuple[str, str | None, str | None]]:
    return Counter((link.source, link.resolved, link.subpath_status) for link in vault.links())


@settings(max_examples=10)
@given(steps=st.lists(st.tuples(OLD, NEW), min_size=1, max_size=3))
def test_every_link_leads_where_it_led(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in FILES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        with Vault.open(root) as vault:
            for old, new in steps:
                before = leads(vault)
                try:
                    done = rename(vault, old, new)
                except UsageError:
                    assert leads(vault) == before
                    continue

                def now(path: str | None, old: str = done.old, new: str = done.new) -> str | None:
                    return new + path[len(old):] if path and f"{path}/".startswith(f"{old}/") else path

                assert leads(vault) == Counter({(str(now(source)), now(target), sub): n
                                                for (source, target, sub), n in before.items()})
