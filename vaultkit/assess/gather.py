"""An assessment of a whole vault: what it is computed from, gathered from the indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.assess.assess import AssessmentInput, assess, tests_of
from vaultkit.assess.claims import SpokenTable, claim_date, claims_of, status_column
from vaultkit.assess.types import Assessment, Proof
from vaultkit.ideas.technical_words import topics_of
from vaultkit.markdown.turns import turn_at
from vaultkit.model.ids import path_of
from vaultkit.source.files import is_test_file

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.model import NoteFacts, Table
    from vaultkit.ontology import Ontology
    from vaultkit.source.index import SourceIndex
    from vaultkit.vault.index import VaultIndex

_TEST_BYTES = 1_000_000


def assess_vault(index: VaultIndex, source: SourceIndex, ontology: Ontology, facts: Sequence[NoteFacts],
                 gaps: Sequence[Gap]) -> list[Assessment]:
    """The two levels of every subsystem of a vault."""
    code = {item.id for gap in gaps for item in gap.evidence} | {
        node.id for gap in gaps for stage in gap.chain for node in stage.nodes}
    claims, names = claims_of(_tables(index, facts))
    relation_of = ontology.relation_of_field
    edges = [(start, target, relation.name if field and (relation := relation_of(field)) else None)
             for start, target, _, field, _, _, commented, _ in index.edges() if not commented]
    tests = tests_of(sorted(id for id in code if not path_of(id).endswith(".md")), dict(_test_texts(source)))
    return assess(AssessmentInput(facts, edges, gaps, ontology, tests, _runs(index, source, ontology, facts), claims,
                                  names))


def _tables(index: VaultIndex, facts: Sequence[NoteFacts]) -> Iterator[SpokenTable]:
    known = {note.path: note for note in facts}
    for note in index.notes():
        if known[note.path].excluded:
            continue
        for table in note.tables:
            turn = turn_at(note.turns, table.line)
            if status_column(table.header, spoken=turn is not None) is None or not _is_technical(table):
                continue
            yield SpokenTable(note.path, table.header, table.rows, table.row_lines, turn.role if turn else None,
                        (turn.time if turn else None) or claim_date(known[note.path]))


def _is_technical(table: Table) -> bool:
    """Return whether a table is of things that are built: its head says so, or most names of its first column do; a
    table of games or blood values names no subsystems."""
    if topics_of(table.header[0]) & {"technical", "thing"}:
        return True
    names = [row[0] for row in table.rows if row and row[0].strip()]
    return 2 * sum(bool(topics_of(name) & {"technical", "thing", "tool"}) for name in names) >= max(1, len(names))


def _test_texts(source: SourceIndex) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for symbol in source.symbols():
        if symbol.file in seen or not is_test_file(symbol.file):
            continue
        seen.add(symbol.file)
        path = Path(symbol.root) / symbol.file
        try:
            if path.stat().st_size <= _TEST_BYTES:
                yield symbol.file, path.read_text("utf-8", errors="replace")
        except OSError:
            continue


def _runs(index: VaultIndex, source: SourceIndex, ontology: Ontology, facts: Sequence[NoteFacts]) -> dict[str, Proof]:
    """Recorded runs by the code or note that they are of: a run field in a note (one that links a log that is gone
    records nothing), or a link to a log on a line that names code."""
    found: dict[str, Proof] = dict(_run_fields(index, ontology, facts))
    logs: dict[tuple[str, int], str] = {}
    named: dict[tuple[str, int], list[str]] = defaultdict(list)
    for link in index.links(status="attachment"):
        if link.resolved and not link.commented:
            place = (link.source, link.line)
            if link.resolved.lower().rsplit(".", 1)[-1] in ontology.log_endings:
                logs[place] = link.resolved
            elif ontology.is_source_file(link.resolved):
                named[place].append(link.resolved)
    if not logs:
        return found
    for path, text, _, line, _ in index.mentions():
        if (path, line) in logs:
            named[path, line].append(text)
    for place, names in named.items():
        for text in names if place in logs else ():
            for id in _code(source, text):
                found.setdefault(id, Proof("", "run", logs[place], place[0], place[1]))
    return found


def _run_fields(index: VaultIndex, ontology: Ontology, facts: Sequence[NoteFacts]) -> Iterator[tuple[str, Proof]]:
    from vaultkit.ontology.words import normal_word

    fields = ontology.run_fields
    gone = {(link.source, link.field) for link in index.links(status="unresolved")
            if link.field and normal_word(link.field) in fields}
    for note in facts:
        if note.excluded:
            continue
        said = [(name, value, note.property_lines.get(name, 1)) for name, value in note.properties.items()]
        said += [(item.name, item.value, item.line) for item in note.fields]
        for name, value, line in said:
            if value and normal_word(name) in fields and (note.path, name) not in gone:
                yield note.path, Proof("", "run", f"{note.path}#{name}", note.path, line)
                break


def _code(source: SourceIndex, text: str) -> list[str]:
    """The ids of the code that ``text`` speaks of: the symbol and its file."""
    symbol = source.mention(text, stale=False).symbol
    return [symbol.id, symbol.file] if symbol else []
