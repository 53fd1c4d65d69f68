"""The gap report as an HTML page: one file a section, each a template and what fills it.

A section is a module with ``NAME`` (its anchor), ``TITLE`` (a key of the words), ``TEMPLATE`` (Jinja2, escaped) and
``values(material)``, which returns what the template names, or None when the section has nothing to say.
"""

from vaultkit.render.report.page import SECTIONS, ReportInput, ReportView, as_html, report_page

__all__ = ["SECTIONS", "ReportInput", "ReportView", "as_html", "report_page"]
