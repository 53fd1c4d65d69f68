"""The tools that read: what a vault holds, what is to be built next, and whether it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.mcp.paging import Page
from vaultkit.mcp.tool import Listed, Tool, flag, number, text, texts
from vaultkit.render.plain import to_json_value

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

_IDEA = text("An idea: its id as in `gaps`, its note's path or title, or the name of an idea without a note.")
Arguments = Mapping[str, Any]


def _gaps(vault: Vault, given: Arguments, page: Page) -> Listed:
    report = vault.gaps()
    shown = [gap for gap in report.gaps
             if (not given.get("open") or gap.outcome != "covered")
             and (not given.get("states") or gap.state in given["states"])
             and (not given.get("path") or gap.path.startswith(given["path"]))]
    orphaned = list(report.orphaned) if page.start == 0 else []
    return Listed({"schema": "gaps/1", "summary": to_json_value(report.summary), "shown": len(shown),
                   "inferred": report.inferred, "orphaned": to_json_value(orphaned)}, shown, to_json_value)


def _idea(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.idea_view import find_gap, idea_of

    found = idea_of(vault.snapshot, find_gap(vault, given["idea"]))
    whole = to_json_value(found)
    return Listed({"schema": "idea/1", **{name: whole[name] for name in ("gap", "related", "hash")}}, whole["texts"])


def _work(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.work_orders import work

    order = work(vault, given.get("idea"), given.get("skip") or ())
    if order is None:
        said = vault.words()("work.nothing")
        return Listed({"schema": "work/1", "idea": None, "order": said, "missing_stage": None, "place": None,
                       "done_when": [], "decisions": [], "hash": None}, said=said)
    proofs = "\n".join(f"- {proof}" for proof in order.done_when)
    return Listed({"schema": "work/1", **to_json_value(order)}, said=f"{order.order}\n{proofs}")


def _verify(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.work_orders import verify

    return Listed({"schema": "verify/1", **to_json_value(verify(vault, given["idea"]))})


def _search(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.render.search_text import result

    started = time.perf_counter()
    mode = given.get("mode", "hybrid")
    filters: dict[str, Any] = {name: given.get(name) for name in ("kind", "tag", "path", "role", "since", "until")}
    # One more than the page holds says whether another one follows.
    hits = vault.search(given["query"], page.start + page.limit + 1, mode, **filters)
    searcher = vault.searcher
    return Listed({"schema": "search/1", "query": given["query"], "mode": mode,
                   "seconds": round(time.perf_counter() - started, 4)},
                  hits, lambda hit: result(hit, searcher.snippet(given["query"], hit)))


def _ask(vault: Vault, given: Arguments, page: Page) -> Listed:
    style = "problem" if given.get("style") == "problem" else "direct"
    found = vault.ask(given["question"], style=style)  # type: ignore[arg-type]
    return Listed({"schema": "ask/1", **to_json_value(found)})


def _related(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.idea_view import related_of

    found = related_of(vault, given["note"], given.get("depth", 1))
    return Listed({"schema": "related/1", "hash": found.hash, "edges": to_json_value(found.edges)}, found.nodes,
                  to_json_value)


def _plan(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.render.plan import PlanView, as_json
    from vaultkit.workspace.planning import plan_of

    plan = plan_of(vault.snapshot, per_week=given.get("per_week", 8), weeks=given.get("weeks"))
    whole = as_json(PlanView(vault.root.name, plan, lambda concept: concept, vault.words, lambda: "")).data
    return Listed({**whole, "cycles": list(whole["cycles"]), "weeks": []}, list(whole["weeks"]))


def _assess(vault: Vault, given: Arguments, page: Page) -> Listed:
    return Listed({"schema": "assess/1"}, vault.assess(), to_json_value)


def _check(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.checking import CheckRequest

    files = [vault.find(note) for note in given["notes"]] if given.get("notes") else None
    found = vault.check(CheckRequest(files, select=given.get("select") or (), ignore=given.get("ignore") or ()))
    shown = [one for one in found.findings if one.new or given.get("known")]
    return Listed({"schema": "check/1", "summary": found.summary}, shown, to_json_value)


_STATES = ("broken", "stub", "moved", "suspect", "skipped", "covered", "partial", "uncovered", "waived", "ambiguous")

READING = (
    Tool("gaps", "Ideas and how far they reach",
         "Every idea of the vault, the most important first: its state, where its chain from concept to code stops, "
         "the evidence, and where its code probably lies.", "gaps", _gaps,
         {"open": flag("Leave out what is in code."),
          "states": {"type": "array", "items": {"enum": list(_STATES)}, "description": "Only ideas in these states."},
          "path": text("Only ideas of notes whose path begins so.")}, pages="gaps"),
    Tool("idea", "One idea",
         "One idea with its texts by stage (concept, scheme, algorithm, pseudocode), its chain, evidence, probable "
         "code, the notes around it, and the hash that a write must hand back.", "idea", _idea,
         {"idea": _IDEA}, ("idea",), pages="texts"),
    Tool("work", "The next thing to build",
         "The next thing to build as one order: what, the texts of its stages, what is missing, where the code "
         "belongs, related decisions, and what proves it done. Build it, then call verify.", "work", _work,
         {"idea": {**_IDEA, "description": "This idea instead of the next one."},
          "skip": texts("Ids of ideas to leave out.")}, sure=True),
    Tool("verify", "Is it built?",
         "The state of an idea now, everything that changed read before: covered, or what still lacks, with evidence.",
         "verify", _verify, {"idea": _IDEA}, ("idea",), sure=True),
    Tool("search", "Search", "Passages by their words and meaning, with the reason of each hit.", "search", _search,
         {"query": text("Words or a question."), "mode": {"enum": ["hybrid", "lexical", "dense"]},
          "kind": text("Only notes or sections of this kind."), "tag": text("Only notes with this tag."),
          "path": text("Only notes whose path fits this glob."), "role": {"enum": ["user", "assistant"]},
          "since": text("Only from this day, month or year on."), "until": text("Only up to it.")}, ("query",),
         pages="results"),
    Tool("ask", "Ask the notes", "An answer out of the notes, each sentence with its source, or that they do not say.",
         "ask", _ask, {"question": text("A question."), "style": {"enum": ["direct", "problem"]}}, ("question",)),
    Tool("related", "What is around a note", "The graph around a note or an idea: notes, sections, code and how they "
         "are tied; with the note's hash for a write.", "related", _related,
         {"note": text("A note or an idea."), "depth": number("Steps away; 1 by default.", 1, 3)}, ("note",),
         pages="nodes"),
    Tool("plan", "The plan", "What is to be learned and built, week by week, prerequisites first.", "plan", _plan,
         {"weeks": number("Only the first so many weeks.", 1, 520), "per_week": number("Steps a week.", 1, 100)},
         pages="weeks"),
    Tool("assess", "Thinking and practice", "The two levels of every subsystem, counted from evidence.", "assess",
         _assess, pages="subsystems"),
    Tool("check", "What is wrong", "Findings on links, properties, names and chains, each with its place and mend.",
         "check", _check,
         {"notes": texts("Only these notes."), "select": texts("Only these rules."),
          "ignore": texts("Not these rules."), "known": flag("Those of the baseline too.")}, pages="findings"),
)
