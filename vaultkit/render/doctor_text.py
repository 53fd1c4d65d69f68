"""``doctor`` for a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.messages.words import Words
from vaultkit.render.terminal import bold, coloured, dim, signs, table, visible_line
from vaultkit.render.trust_text import server_lines

if TYPE_CHECKING:
    from vaultkit.doctor import Diagnosis


def doctor_lines(diagnosis: Diagnosis, words: Words) -> list[str]:
    """Return what was found, then one line on how to mend each lack."""
    python = diagnosis.python
    lines = [
        f"{_mark(python.ok)} vaultkit {diagnosis.vaultkit}, Python {python.version} {dim(_home(python.executable))}",
        f"{_mark(diagnosis.embedder.ok)} {words('doctor.embedder')}: {_embedder(diagnosis)}",
        f"  {dim(diagnosis.embedder.better)}",
        f"{_mark(diagnosis.store.ok)} {words('doctor.store')}: {_store(diagnosis, words)}",
        f"{_mark(diagnosis.index.exists and diagnosis.index.ok)} {words('doctor.index')}: {_index(diagnosis, words)}",
        f"{_mark(bool(diagnosis.roots))} {words('doctor.roots')}: {_roots(diagnosis, words)}",
        "", bold(words("doctor.packages")),
    ]
    lines += ["  " + row for row in table(_packages(diagnosis))]
    lines += ["", bold(words("doctor.models"))]
    models = [(model.name, size_text(model.bytes), model.where, _home(str(model.path))) for model in diagnosis.models]
    lines += ["  " + row for row in table(models, right=[1])] or [f"  {words('doctor.no_models')}"]
    lines += [f"  {dim(words('doctor.looked'))}"]
    lines += ["    " + row for row in table(
        (folder.where, _home(str(folder.path)), "" if folder.exists else words("doctor.absent"))
        for folder in diagnosis.folders)]
    if diagnosis.servers:
        lines += ["", bold(words("doctor.servers"))]
        lines += ["  " + row for row in server_lines(diagnosis.servers, words)]
    lines += [""]
    if not diagnosis.lacks:
        return [*lines, words("doctor.fine")]
    lines += [bold(words("doctor.lacks"))]
    return lines + [f"  {lack.what}: {lack.mend}" for lack in diagnosis.lacks]


def _embedder(diagnosis: Diagnosis) -> str:
    state = diagnosis.embedder
    parts = [state.id or state.name, *filter(None, [state.licence, state.detail])]
    return f"{parts[0]} {dim(', '.join(parts[1:]))}".rstrip()


def _roots(diagnosis: Diagnosis, words: Words) -> str:
    named = ", ".join(visible_line(root.path) for root in diagnosis.roots)
    if any(root.how == "found" for root in diagnosis.roots):
        return words("roots.found", named=named)
    return named or words("roots.none")


def _store(diagnosis: Diagnosis, words: Words) -> str:
    state = diagnosis.store
    said = words("doctor.locked") if state.locked else state.detail
    counted = words.count("vector", state.vectors) if state.vectors is not None else said
    return " ".join(filter(None, [f"{state.kind}{',' if counted else ''}", counted, dim(_home(state.location or ""))]))


def _packages(diagnosis: Diagnosis) -> list[tuple[str, str, str]]:
    rows = []
    for extra in sorted({package.extra or "" for package in diagnosis.packages}):
        mine = [package for package in diagnosis.packages if (package.extra or "") == extra]
        lacking = ", ".join(package.name for package in mine if not package.ok)
        have = ", ".join(f"{package.name} {package.version}" for package in mine if package.ok)
        detail = f"{signs().missing} {lacking}" if lacking else have if extra else str(len(mine))
        rows.append((_mark(not lacking), f"vaultkit[{extra}]" if extra else "vaultkit", detail))
    return rows


def size_text(value: int) -> str:
    """Bytes as a person says them: 93 MB."""
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value} {unit}"
        value = round(value / 1000)
    return f"{value} GB" if value < 1000 else f"{value / 1000:.1f} TB"


def _index(diagnosis: Diagnosis, words: Words) -> str:
    state = diagnosis.index
    place = dim(_home(state.folder or ""))
    if state.detail:
        return f"{state.detail} {place}"
    if not state.exists:
        return f"{words('doctor.absent')} {place}"
    return f"{words.count('note', state.notes or 0)}, {size_text(state.folder_bytes or 0)} {place}"


def _mark(ok: bool) -> str:
    return coloured(signs().declared, "ok") if ok else coloured(signs().missing, "missing")


def _home(path: str) -> str:
    home = str(Path.home())
    return "~" + path[len(home):] if path.startswith(home + "/") and home != "/" else path
