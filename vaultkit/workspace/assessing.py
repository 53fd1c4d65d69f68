"""What an assessment is computed from, gathered from the rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.assess import Assessment, AssessmentInput, Proof, SpokenTable, assess, claims_of
from vaultkit.assess.assess import tests_of
from vaultkit.assess.claims import claim_date, status_column
from vaultkit.markdown.turns import turn_at
from vaultkit.model.ids import path_of
from vaultkit.source.files import is_test_file

if TYPE_CHECKING:
    from vaultkit.workspace.state import TracedVault

_TEST_BYTES = 1_000_000


def assessment(vault: TracedVault) -> list[Assessment]:
    """The two levels of every subsystem of ``vault``."""
    gaps = vault.gaps().gaps
    code = {item.id for gap in gaps for item in gap.evidence} | {
        node.id for gap in gaps for stage in gap.chain for node in stage.nodes}
    claims, names = claims_of(_tables(vault))
    relation_of = vault.ontology.relation_of_field
    edges = [(source, target, relation.name if field and (relation := relation_of(field)) else None)
             for source, target, _, field, _, _, commented, _ in vault.index.edges() if not commented]
    return assess(AssessmentInput(vault.facts, edges, gaps, vault.ontology,
                           tests_of(sorted(id for id in code if not path_of(id).endswith(".md")),
                                    dict(_test_texts(vault))),
                           _runs(vault), claims, names))


def _tables(vault: TracedVault) -> Iterator[SpokenTable]:
    facts = {note.path: note for note in vault.facts}
    for note in vault.index.notes():
        if facts[note.path].excluded:
            continue
        for table in note.tables:
            turn = turn_at(note.turns, table.line)
            if status_column(table.header, spoken=turn is not None) is None:
                continue
            yield SpokenTable(note.path, table.header, table.rows, table.row_lines, turn.role if turn else None,
                        (turn.time if turn else None) or claim_date(facts[note.path]))


def _test_texts(vault: TracedVault) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for symbol in vault.source.symbols():
        if symbol.file in seen or not is_test_file(symbol.file):
            continue
        seen.add(symbol.file)
        path = Path(symbol.root) / symbol.file
        try:
            if path.stat().st_size <= _TEST_BYTES:
                yield symbol.file, path.read_text("utf-8", errors="replace")
        except OSError:
            continue


def _runs(vault: TracedVault) -> dict[str, Proof]:
    """Recorded runs by the code or note that they are of: a run field in a note (one that links a log that is gone
    records nothing), or a link to a log on a line that names code."""
    found: dict[str, Proof] = dict(_run_fields(vault))
    logs: dict[tuple[str, int], str] = {}
    named: dict[tuple[str, int], list[str]] = defaultdict(list)
    for link in vault.index.links(status="attachment"):
        if link.resolved and not link.commented:
            place = (link.source, link.line)
            if link.resolved.lower().rsplit(".", 1)[-1] in vault.ontology.log_endings:
                logs[place] = link.resolved
            elif vault.ontology.is_source_file(link.resolved):
                named[place].append(link.resolved)
    if not logs:
        return found
    for path, text, _, line, _ in vault.index.mentions():
        if (path, line) in logs:
            named[path, line].append(text)
    for place, names in named.items():
        for text in names if place in logs else ():
            for id in _code(vault, text):
                found.setdefault(id, Proof("", "run", logs[place], place[0], place[1]))
    return found


def _run_fields(vault: TracedVault) -> Iterator[tuple[str, Proof]]:
    from vaultkit.ontology.words import normal_word

    fields = vault.ontology.run_fields
    gone = {(link.source, link.field) for link in vault.index.links(status="unresolved")
            if link.field and normal_word(link.field) in fields}
    for note in vault.facts:
        if note.excluded:
            continue
        said = [(name, value, note.property_lines.get(name, 1)) for name, value in note.properties.items()]
        said += [(item.name, item.value, item.line) for item in note.fields]
        for name, value, line in said:
            if value and normal_word(name) in fields and (note.path, name) not in gone:
                yield note.path, Proof("", "run", f"{note.path}#{name}", note.path, line)
                break


def _code(vault: TracedVault, text: str) -> list[str]:
    """The ids of the code that ``text`` speaks of: the symbol and its file."""
    symbol = vault.source.mention(text, stale=False).symbol
    return [symbol.id, symbol.file] if symbol else []
