"""The page around the sections, and the list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vaultkit.model.ids import path_of
from vaultkit.render.formats import Page
from vaultkit.render.gaps import GapsView
from vaultkit.render.pages.html import asset, page, page_environment

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.ideas import Discovery
    from vaultkit.messages.words import Words
    from vaultkit.render.first_screen import FolderRead
    from vaultkit.render.gap_advice import Mender


@dataclass(frozen=True, slots=True)
class ReportInput:
    """A gap report with what a page says around it. ``summaries``: of each note its first sentence; ``href``: path of a
    note or source file → link relative to the page, or None; ``ideas`` finds ideas without a note when it is called.
    ``more`` holds what later sections are made from, by their name; ``read``: the numbers of what was read."""

    vault: str
    words: Words
    report: GapReport
    mender: Mender
    summaries: Mapping[str, str | None]
    href: Callable[[str], str | None]
    ideas: Callable[[], Discovery]
    made: str
    version: str
    more: Mapping[str, Any] = field(default_factory=dict)
    read: FolderRead | None = None

    def summary(self, concept: str) -> str | None:
        """The summary of the note that ``concept`` is or stands in."""
        return self.summaries.get(path_of(concept))

    def open_gaps(self) -> list[Gap]:
        """The concepts that something is to be done about, most important first."""
        return [gap for gap in self.report.gaps
                if gap.state not in ("covered", "waived") and (gap.strength != "inferred" or self.report.inferred)]


@dataclass(frozen=True, slots=True)
class ReportView(GapsView):
    """Values that the formats of ``report`` are made of; ``material`` gives what the page says besides the gaps."""

    material: Callable[[], ReportInput]


def as_html(view: ReportView) -> Page:
    """See ``report_page``."""
    return Page(report_page(view.material()))


SECTIONS = ("answer", "levels", "weeks", "coverage", "gaps", "chains", "suggestions", "suspects", "orphans", "ideas")


def report_page(material: ReportInput) -> str:
    """The whole page; it reads without JavaScript, which only sorts and filters."""
    words = material.words
    env = page_environment()
    sections = []
    for name in SECTIONS:
        module = import_module(f"vaultkit.render.report.{name}")
        values = module.values(material)
        if values is not None:
            body = env.from_string(module.TEMPLATE).render(w=words, href=material.href, **values)
            sections.append((module.NAME, words(module.TITLE), Markup(body)))
    return page("report.html.j2", scripts=[asset("report.js")], styles=[asset("base.css"), asset("report.css")],
                data={"words": {"rows": words("report.rows"), "sort": words("report.sort")}}, lang=words.lang,
                title=words("report.title", vault=material.vault), sections=sections, w=words,
                made=words("report.made", version=material.version, date=material.made))
