"""The page around the sections, and the list of them."""

from __future__ import annotations

from importlib import import_module

from markupsafe import Markup

from vaultkit.render.pages.html import asset, environment, page
from vaultkit.render.report.material import Material

SECTIONS = ("answer", "levels", "weeks", "coverage", "gaps", "chains", "suggestions", "suspects", "orphans", "ideas")


def report_page(material: Material) -> str:
    """The whole page; it reads without JavaScript, which only sorts and filters."""
    words = material.words
    env = environment()
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
