"""The routes themselves: each asks the graph one thing and says it, cited, in the question's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vaultkit.answer.routes.forms import Form, GraphFacts, Route, ideas_named, notes_named
from vaultkit.answer.routes.phrases import phrase, stage_name
from vaultkit.answer.routes.steering import levels, plan
from vaultkit.answer.sources import Sources
from vaultkit.graph.gap_types import Gap
from vaultkit.graph.nodes import Tie
from vaultkit.model import Answer, AnswerSeconds, AnswerSection, AnswerSentence, Passage, Style
from vaultkit.model.ids import path_of, section_of

WITHOUT_CODE = ("partial", "uncovered", "broken", "stub", "ambiguous")
GOOD = ("ok", "moved", "suspect")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and the places, (note, line), that it stands on."""

    text: str
    places: tuple[tuple[str, int], ...]


def graph_answer(question: str, form: Form, facts: GraphFacts, style: Style = "direct") -> Answer | None:
    """The exact answer to a question of this form; None when the graph knows nothing of what it names, so that the
    notes' text has to answer."""
    notes = notes_named(form.x, facts.notes, wide=form.route == "next") if form.x else []
    if form.x:
        notes = notes or ideas_named(form.x, facts.report.gaps) or list(facts.named(form.x))
    if form.x and not notes:
        if form.route != "where":
            return None
        said = list(_defined(form.x, form, facts))
    else:
        said = list(_ROUTES[form.route](form, facts, notes))
    if not said:
        return None
    sources = Sources()
    sentences = []
    for item in said:
        cited = [sources.cite_passage(note, _passage(facts, note, line)) for note, line in item.places]
        sentences.append(AnswerSentence(item.text, tuple(dict.fromkeys(cited)), True, 1.0))
    return Answer(question, form.language, style, "graph", None, "graph", "answered", True, 1.0, None,
                  (AnswerSection(None, tuple(sentences)),), sources.all(), AnswerSeconds())


def _lacking(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    stage = form.stage or "code"
    lacking = [gap for gap in facts.report.gaps if gap.state != "waived" and not _has(gap, stage, facts)]
    for gap in lacking:
        yield _about(gap, facts, form.language)
    if not lacking and facts.report.gaps:
        yield _none(facts, form, stage)


def _having(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    stage = form.stage or "code"
    for gap in facts.report.gaps:
        if _has(gap, stage, facts):
            yield Said(phrase("has", form.language, title=_title(gap, facts), stage=stage_name(stage, form.language),
                              nodes=_nodes(gap, stage, facts)), _places_of(gap, facts))


def _depends(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    ties = [tie for tie in facts.ties if tie.relation == "depends_on" and _note(tie.source) in notes]
    return _dependencies(ties, "no_dependencies", form, facts, notes)


def _dependents(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    ties = [tie for tie in facts.ties if tie.relation == "depends_on" and _note(tie.target) in notes]
    return _dependencies(ties, "no_dependents", form, facts, notes)


def _dependencies(ties: Sequence[Tie], none: str, form: Form, facts: GraphFacts,
                  notes: Sequence[str]) -> Iterator[Said]:
    if not ties and len(notes) == 1 and facts.gap(notes[0]):
        yield Said(phrase(none, form.language, title=_link(notes[0], facts)), ((notes[0], 1),))
    for tie in _sorted(ties, facts):
        yield Said(phrase("depends", form.language, one=_link(tie.source, facts), other=_link(tie.target, facts)),
                   _both(tie, tie.target))


def _where(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    for gap in _gaps_of(notes, facts):
        found = [item for item in gap.evidence if item.state in ("ok", "moved", "suspect", "stub", "missing")
                 and _is_code(item.id, facts) and item.strength != "inferred"]
        seen: set[str] = set()
        for item in sorted(found, key=lambda item: item.state not in GOOD):
            if item.id not in seen:
                seen.add(item.id)
                key = "where" if item.state in GOOD else f"where_{item.state}"
                places = tuple(dict.fromkeys(((gap.path, gap.line), *_in_notes(facts, item.path, item.line))))
                yield Said(phrase(key, form.language, title=_title(gap, facts), id=_place(item.id, facts)), places[-1:]
                           if places[-1][0] == gap.path else places)
        if not found and gap.outcome == "probable":
            best = gap.probable[0]
            id = f"`{best.path}{'#' + best.symbol if best.symbol else ''}`"
            yield Said(phrase("where_probable", form.language, title=_title(gap, facts), id=id, why=best.why[0]),
                       _places_of(gap, facts))
        elif not found:
            yield _about(gap, facts, form.language)


def _defined(name: str, form: Form, facts: GraphFacts) -> Iterator[Said]:
    """Yield the places where the source trees define what no note is called."""
    for found in facts.code(name)[:_MOST_PLACES]:
        yield Said(phrase("where_defined", form.language, name=f"`{name}`", id=f"`{found.place}`"), found.named_in[:2])


_MOST_PLACES = 5


def _next(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    gaps = [gap for gap in _gaps_of(notes, facts, parts=True) if gap.state != "waived"]
    for gap in [gap for gap in gaps if gap.state != "covered"] or gaps:
        mend = list(facts.mend(gap, form.language))
        about = _about(gap, facts, form.language)
        yield Said(f"{about.text} {_full(mend[0])}" if mend else about.text, about.places)


def _state(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    for gap in _gaps_of(notes, facts, parts=True):
        yield _about(gap, facts, form.language)


def _trouble(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    for gap in facts.report.gaps:
        for item in gap.evidence:
            if item.state in ("missing", "stub"):
                places = tuple(_in_notes(facts, item.path, item.line)) or ((gap.path, gap.line),)
                yield Said(phrase(f"where_{item.state}", form.language, title=_title(gap, facts),
                                  id=_place(item.id, facts)), places)


def _orphans(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    for item in facts.report.orphaned:
        places = tuple(_in_notes(facts, item.path, item.line))
        if places:
            yield Said(phrase("orphan", form.language, title=_link(item.id, facts),
                              kind=stage_name(item.kind, form.language)), places)


def _members(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    for tie in _sorted([tie for tie in facts.ties if tie.relation == "part_of" and _note(tie.target) in notes
                        and _note(tie.source) != _note(tie.target)], facts):
        if facts.gap(tie.source):
            yield Said(phrase("member", form.language, one=_link(tie.source, facts), other=_link(tie.target, facts)),
                       _both(tie, tie.target))


def _open(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    """Yield what is open, most important first."""
    found = [gap for gap in facts.report.gaps if gap.outcome in ("open", "chat_only")
             and gap.state not in ("waived", "covered", "skipped")]
    for gap in found[:_MOST_OPEN]:
        yield _about(gap, facts, form.language)


def _moved(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    """Yield the code that is no longer where the notes say it is."""
    for gap in facts.report.gaps:
        for item in gap.evidence:
            if item.state == "moved" and item.was and item.now:
                text = phrase("moved", form.language, title=_title(gap, facts), was=f"`{item.was}`",
                              now=f"`{item.now}`")
                yield Said(text, (*_places_of(gap, facts), *_in_notes(facts, item.path, item.line)))
        for one in gap.probable:
            if one.state == "moved":
                yield Said(phrase("moved_to", form.language, title=_title(gap, facts), now=f"`{one.path}`"),
                           _places_of(gap, facts))


def _said(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Said]:
    """Yield whose words an idea is, first and last."""
    for gap in _gaps_of(notes, facts):
        if gap.said is None or gap.said.first is None:
            continue
        names = [phrase(f"by_{who}", form.language) for who in gap.said.by if who in ("user", "assistant", "note")]
        key = "said" if gap.said.last in (None, gap.said.first) else "said_since"
        yield Said(phrase(key, form.language, title=_title(gap, facts), first=gap.said.first, last=gap.said.last,
                          by=", ".join(names)), _places_of(gap, facts))


_MOST_OPEN = 20

_ROUTES: dict[Route, Callable[[Form, GraphFacts, Sequence[str]], Iterator[Said]]] = {
    "lacking": _lacking, "having": _having, "depends": _depends, "dependents": _dependents, "where": _where,
    "next": _next, "state": _state, "trouble": _trouble, "orphans": _orphans, "members": _members,
    "open": _open, "moved": _moved, "said": _said,
    "plan": lambda form, facts, notes: (Said(*item) for item in plan(form, facts, notes)),
    "levels": lambda form, facts, notes: (Said(*item) for item in levels(form, facts, notes)),
}


def _about(gap: Gap, facts: GraphFacts, language: str) -> Said:
    """Say how far a concept is, and what it lacks."""
    bad = next((item for item in gap.evidence if item.state in ("missing", "stub")), None)
    missing = stage_name(gap.missing_stage, language) if gap.missing_stage else ""
    key = gap.state if gap.state in ("covered", "waived", "uncovered", "partial", "skipped") else (
        "trouble" if bad else "partial" if missing else "other")
    text = phrase(key, language, title=_title(gap, facts), last=stage_name(gap.last_stage, language), missing=missing,
                  id=_place(bad.id, facts) if bad else "", what=phrase(bad.state, language) if bad else "",
                  nodes=_nodes(gap, "code", facts), state=gap.state)
    places = _places_of(gap, facts)
    return Said(text, (*places, *_in_notes(facts, bad.path, bad.line)) if bad else places)


def _none(facts: GraphFacts, form: Form, stage: str) -> Said:
    gaps = facts.report.gaps[:8]
    return Said(phrase("all_have", form.language, stage=stage_name(stage, form.language)),
                tuple((gap.path, gap.line) for gap in gaps))


def _has(gap: Gap, stage: str, facts: GraphFacts) -> bool:
    """Return whether the concept has this stage, by evidence that counts and that is not missing or a stub."""
    if stage == (facts.report.chain or ("code",))[-1] and gap.state in ("covered", "skipped"):
        return True
    return any(node.state in GOOD and node.strength != "inferred" for item in gap.chain if item.stage == stage
               for node in item.nodes)


def _gaps_of(notes: Sequence[str], facts: GraphFacts, *, parts: bool = False) -> list[Gap]:
    """The concepts among ``notes``, and in place of other notes the concepts that are part of them, by falling
    priority."""
    own = {gap.concept for gap in facts.report.gaps if _note(gap.concept) in notes and gap.concept in notes}
    own = own or {gap.concept for gap in facts.report.gaps if _note(gap.concept) in notes}
    if parts:
        own |= {tie.source for tie in facts.ties if tie.relation == "part_of" and _note(tie.target) in notes}
    return [gap for gap in facts.report.gaps if gap.concept in own]


def _sorted(ties: Sequence[Tie], facts: GraphFacts) -> list[Tie]:
    """Each pair once, as the notes have them."""
    seen: dict[tuple[str, str], Tie] = {}
    for tie in ties:
        seen.setdefault((tie.source, tie.target), tie)
    return sorted(seen.values(), key=lambda tie: (tie.source, tie.line, tie.target))


def _is_code(id: str, facts: GraphFacts) -> bool:
    node = facts.nodes.get(id)
    last = (facts.report.chain or ("code",))[-1]
    return node is not None and node.kind == last


def _note(id: str) -> str:
    return path_of(id)


def _link(id: str, facts: GraphFacts) -> str:
    note = path_of(id)
    if not note.endswith(".md"):
        return f"`{id}`"
    name = facts.link(note)
    heading = section_of(id).rstrip("#")
    return f"[[{name}#{heading}]]" if heading else f"[[{name}]]"


def _title(gap: Gap, facts: GraphFacts) -> str:
    return _link(gap.concept, facts)


def _place(id: str, facts: GraphFacts) -> str:
    """A node for a person to go to: a note as its link, code with its line."""
    if _note(id).endswith(".md"):
        return _link(id, facts)
    node = facts.nodes.get(id)
    there = node is not None and node.form in ("symbol", "file") and not node.path.endswith(".md") and node.line > 1
    return f"`{id}`" + (f" ({node.path}:{node.line})" if there and node else "")


def _nodes(gap: Gap, stage: str, facts: GraphFacts) -> str:
    good = [node.id for item in gap.chain if item.stage == stage for node in item.nodes
            if node.state in GOOD and node.strength != "inferred"]
    return ", ".join(dict.fromkeys(_place(id, facts) for id in good[:4])) or "—"


def _places_of(gap: Gap, facts: GraphFacts) -> tuple[tuple[str, int], ...]:
    return ((gap.path, gap.line),)


def _both(tie: Tie, other: str) -> tuple[tuple[str, int], ...]:
    places = ((tie.path, tie.line),)
    return (*places, (_note(other), 1)) if _note(other).endswith(".md") and _note(other) != tie.path else places


def _in_notes(facts: GraphFacts, path: str, line: int) -> Iterator[tuple[str, int]]:
    if path.endswith(".md"):
        yield path, line


def _full(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _passage(facts: GraphFacts, note: str, line: int) -> Passage:
    """The line of the note; its first line of text where the line itself says nothing (a rule, a blank one)."""
    lines = (facts.text_of(note) or "").splitlines()
    for number in range(line, len(lines) + 1):
        text = lines[number - 1].strip()
        if text and text.strip("-") and any(char.isalnum() for char in text):
            return Passage((), number, number, text)
    return Passage((), line, line, lines[line - 1] if 0 < line <= len(lines) else "")
