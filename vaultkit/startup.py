"""Start of a process of our own: nothing is imported, loaded or run from the folder it is called in, which may lie
in a stranger's vault or repository.

This module runs before every other one, so it imports only what Python has loaded by then: even
``from __future__ import annotations`` would look for a ``__future__.py`` in the current folder first.
"""

import os
import sys

# The folder that holds the package: vaultkit is at work already, wherever it came from.
_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The dynamic loader reads an empty or relative entry as the current folder too (ld.so(8), dyld(1)).
_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
_MARKS = ((".git",), (".obsidian", "vaultkit.toml"))
_START = "import sys; sys.path[:] = sys.argv.pop(1).split('\\n'); "


def leave_current_folder() -> bool:
    """Take the current folder, and the repository or vault around it, off the places where this process and those it
    starts look for modules, programs and libraries. True when libraries were looked for there: the loader read that
    before us, so the process has to begin again."""
    libraries = [os.environ.get(name) for name in _LIBRARIES]
    clean = environment()
    sys.path[:] = importable()
    for name in os.environ.keys() - clean.keys():
        del os.environ[name]
    os.environ.update(clean)
    return libraries != [os.environ.get(name) for name in _LIBRARIES]


def importable() -> list[str]:
    """``sys.path`` without what the start or PYTHONPATH put there from the current folder or the repository or vault
    around it. What stands behind the standard library was installed, and stays."""
    strange = _Strange()
    library = os.path.dirname(os.__file__)
    installed = sys.path.index(library) if library in sys.path else len(sys.path)
    relative = {strange.real(entry) for entry in _entries("PYTHONPATH") if not os.path.isabs(entry)}
    kept = [entry for at, entry in enumerate(sys.path) if isinstance(entry, str) and os.path.isabs(entry)
            and (at >= installed or not (strange.holds(entry) or strange.real(entry) in relative))]
    return kept if _OWN in kept else [*kept, _OWN]


def environment() -> dict[str, str]:
    """The environment for processes of ours: no relative place to look in for programs, modules or libraries, and no
    program or module of the repository or vault around the current folder."""
    strange = _Strange()
    clean = dict(os.environ) | {"PYTHONSAFEPATH": "1"}
    if os.name == "nt":
        clean["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    for name in ("PATH", "PYTHONPATH", *_LIBRARIES):
        kept = [entry for entry in _entries(name) if os.path.isabs(entry)
                and (name in _LIBRARIES or not strange.holds(entry))]
        if name == "PATH":
            kept = kept or [entry for entry in os.defpath.split(os.pathsep) if os.path.isabs(entry)]
        if kept:
            clean[name] = os.pathsep.join(kept)
        else:
            clean.pop(name, None)
    return clean


def python(code: str, *options: str) -> list[str]:
    """The command that runs ``code`` in another Python, which imports from the same places as this one, ``importable``
    ones only. Start it with ``environment()``; arguments may follow."""
    utf8 = ["-X", "utf8"] if sys.flags.utf8_mode else []
    return [sys.executable, "-P", *utf8, *options, "-c", _START + code, "\n".join(importable())]


class _Strange:
    """The current folder and what belongs together with it."""

    def __init__(self) -> None:
        try:
            self._here = os.path.realpath(os.getcwd())
        except OSError:  # it was removed: nothing can lie in it
            self._here = ""
        self._root = _around(self._here) if self._here else ""

    def real(self, entry: str) -> str:
        return os.path.normcase(os.path.realpath(os.path.join(self._here, entry)))

    def holds(self, entry: str) -> bool:
        """Return whether an absolute folder is the current one, or lies in the repository or vault around it. Where
        vaultkit itself was imported from is trusted already."""
        real = self.real(entry)
        if not self._here or real == self.real(_OWN):
            return False
        root = os.path.normcase(self._root)
        return real == os.path.normcase(self._here) or (bool(root) and (real + os.sep).startswith(root + os.sep))


def _around(folder: str) -> str:
    """The outer one of the nearest repository and the nearest vault around a folder, or "". One that holds the user's
    home (settings kept in git) is not a stranger's: the user's own programs lie there."""
    home = os.path.realpath(os.path.expanduser("~")) + os.sep
    found = []
    for marks in _MARKS:
        at = folder
        while not any(os.path.lexists(os.path.join(at, mark)) for mark in marks):
            at, below = os.path.dirname(at), at
            if at == below:
                break
        else:
            found.append(at)
    return min((root for root in found if not home.startswith(root.rstrip(os.sep) + os.sep)), key=len, default="")


def _entries(name: str) -> list[str]:
    value = os.environ.get(name)
    return value.split(os.pathsep) if value else []
