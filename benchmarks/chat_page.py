"""One chat note on its way to the disk, and the record of what was written where."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Truth:
    """What was written where. Places are ``{note, line}`` with more where it applies."""

    notes: list[dict[str, Any]] = field(default_factory=list)
    subsystems: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ideas: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    facts: list[dict[str, Any]] = field(default_factory=list)


class Page:
    """One note being written; knows the line that comes next and who is speaking."""

    def __init__(self, path: str, truth: Truth, rng: random.Random) -> None:
        self.path, self.truth, self.rng = path, truth, rng
        self.lines: list[str] = []
        self.role: str | None = None
        self.time = ""

    def place(self, **more: Any) -> dict[str, Any]:
        return {"note": self.path, "line": len(self.lines) + 1, **more}

    def put(self, text: str = "") -> None:
        self.lines.append(f"> {text}".rstrip() if self.role else text)

    def heading(self, level: int, text: str) -> None:
        self.truth.headings[text].add(self.path)
        self.put(f"{'#' * level} {text}")

    def begin(self, role: str, when: datetime) -> None:
        callout, name = ("nexus_user", "User") if role == "user" else ("nexus_agent", "Assistant")
        self.lines.append(f">[!{callout}] **{name}** - {when:%d.%m.%Y} at {when:%H:%M}")
        self.role, self.time = role, when.isoformat(timespec="minutes")

    def end(self) -> None:
        self.role = None
        self.lines += [f"<!-- UID: {uuid.UUID(int=self.rng.getrandbits(128), version=4)} -->", ""]
