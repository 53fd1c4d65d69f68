"""Hits → findings: what is ignored goes, the rest gets its severity and its fingerprint."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from vaultkit.check.ignores import Ignores
from vaultkit.check.policy import Policy
from vaultkit.check.rule import Hit, Rule
from vaultkit.model import Finding

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene

_SPACES = re.compile(r"\s+")
Found = tuple[Rule, Hit]


def hits(scene: Scene, policy: Policy, only: Collection[str] | None = None) -> list[Found]:
    """What the rules that hold somewhere (with ``only``, those of these ids) find in ``scene``, settings and comments
    of the notes applied."""
    found = [(rule, hit) for rule in policy.active() if only is None or rule.id in only for hit in rule.find(scene)
             if policy.severity(rule.id, hit.path) != "off"]
    ignores = Ignores(scene, frozenset(hit.path for _, hit in found))
    return [(rule, hit) for rule, hit in found if not ignores.holds(hit.path, hit.line, rule.id)]


def to_findings(scene: Scene, policy: Policy, found: Iterable[Found]) -> list[Finding]:
    """Findings by path, line, column and rule."""
    ordered = sorted(found, key=lambda item: (item[1].path, item[1].line, item[1].column, item[0].id, item[1].about))
    prints = fingerprints(ordered)
    return [Finding(hit.path, hit.line, hit.column, rule.id, policy.severity(rule.id, hit.path), hit.message,
                    hit.fix or scene.say(rule.mend), fingerprint)
            for (rule, hit), fingerprint in zip(ordered, prints, strict=True)]


def fingerprints(ordered: Iterable[Found]) -> list[str]:
    """For each hit, in order of place, what it is known by: a hash of the rule, of what is wrong as it is written
    (spaces, case and normal form aside) and of its number among equals in its file. Neither the line nor the file's
    name goes in, so that it stays the same where lines move and files are renamed; the file that a finding is in is
    looked at beside it (``baseline``)."""
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for rule, hit in ordered:
        about = unicodedata.normalize("NFC", _SPACES.sub(" ", hit.about).strip()).casefold()
        seen[hit.path, rule.id, about] += 1
        text = "\0".join((rule.id, about, str(seen[hit.path, rule.id, about])))
        made.append(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest())
    return made
