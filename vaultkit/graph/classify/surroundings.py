"""The vault around a note: links, folders, relations, templates."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from vaultkit.graph.classify.evidence import Surroundings
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology

Edge = tuple[str, str, str | None, str | None, int, int, bool, str]
TEMPLATE_NOTES = 8
REPEATED = 3
# A link up to this column opens its line: ``- [[``, nested once or twice.
OPENING = 10


def survey(facts: Sequence[NoteFacts], edges: Iterable[Edge], ontology: Ontology,
           declared: Mapping[str, str]) -> Surroundings:
    """Everything that features ask about the vault, in one pass over notes and one over edges."""
    outbound: dict[str, set[str]] = defaultdict(set)
    inbound: dict[str, set[str]] = defaultdict(set)
    asked: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    openings: dict[str, set[int]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    upward: dict[str, str] = {}
    downward: dict[str, str] = {}
    for source, target, _, field, line, column, commented, _ in edges:
        if commented or source == target:
            continue
        if column <= OPENING and field is None:
            openings[source].add(line)
        outbound[source].add(target)
        inbound[target].add(source)
        relation = ontology.relation_of_field(field) if field else None
        if relation is None:
            continue
        if relation.gives:
            asked[target].setdefault(relation.gives, (source, field or ""))
        if relation.direction == "whole":
            parts[target].add(source)
        if relation.direction == "down":
            downward.setdefault(source, field or "")
        elif relation.direction == "up":
            upward.setdefault(source, field or "")
    headings = Counter(text for note in facts for text in {heading.text for heading in note.headings})
    summaries = Counter(note.summary for note in facts if note.summary)
    repeated = frozenset(text for text, count in headings.items()
                         if count >= max(REPEATED, 0.2 * len(facts)) and not ontology.stage_of_heading(text))
    return Surroundings(
        ontology=ontology, declared=declared, inbound={path: len(found) for path, found in inbound.items()},
        outbound={path: len(found) for path, found in outbound.items()}, folder_kinds=_folder_kinds(declared),
        openings={path: len(found) for path, found in openings.items()},
        parts={path: len(found) for path, found in parts.items()},
        asked_as=asked, upward=upward, downward=downward, shared_skeletons=_skeletons(facts, ontology, repeated),
        repeated_headings=repeated,
        repeated_summaries=frozenset(text for text, count in summaries.items() if count >= REPEATED))


def _folder_kinds(declared: Mapping[str, str]) -> dict[str, Counter[str]]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for path, kind in declared.items():
        kinds[PurePosixPath(path).parent.as_posix()][kind] += 1
    return kinds


def _skeletons(facts: Sequence[NoteFacts], ontology: Ontology, repeated: frozenset[str]) -> dict[str, float]:
    """How much a note looks like a filled-in form (0 to 1): its headings, title aside, are those of at least
    ``TEMPLATE_NOTES`` notes of its folder. Headings that are stage words make no form, a well-kept vault repeats
    them; headings that stand all over the vault say little."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for note in facts:
        rest = tuple(heading.text for heading in note.headings if heading.level > 1 or heading is not note.headings[0])
        if rest and not any(ontology.stage_of_heading(text) for text in rest):
            groups[PurePosixPath(note.path).parent.as_posix(), rest].append(note.path)
    found = {}
    for (_, rest), paths in groups.items():
        if len(paths) >= TEMPLATE_NOTES:
            strength = min(1.0, math.log10(len(paths) / TEMPLATE_NOTES) / 2)
            found.update(dict.fromkeys(paths, strength if repeated.issuperset(rest) else max(strength, 0.6)))
    return found
