"""Resources of the server: a note, the gaps, and the report, each between the marks of ``fence``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from vaultkit.errors import UsageError
from vaultkit.mcp.fence import cleaned, fenced, marked
from vaultkit.mcp.paging import paged
from vaultkit.render.plain import to_json_value

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

SCHEME = "vaultkit://"
NOTE = f"{SCHEME}note/"
GAPS, REPORT = f"{SCHEME}gaps", f"{SCHEME}report"
_CHARACTERS = 100_000


def note_uri(path: str) -> str:
    """The address of a note."""
    return NOTE + quote(path, safe="/")


def read(vault: Vault, uri: str) -> tuple[str, str]:
    """The media type and the text of a resource. Raises UsageError for an address that is none of ours."""
    if uri == GAPS:
        from vaultkit.mcp.paging import Page

        report = vault.gaps()
        head = {"schema": "gaps/1", "summary": to_json_value(report.summary),
                "orphaned": to_json_value(report.orphaned), "inferred": report.inferred}
        whole = paged(head, "gaps", report.gaps, Page(len(report.gaps), 0, _CHARACTERS, ""), to_json_value)
        return "text/plain", fenced(cleaned(whole))
    if uri == REPORT:
        return "text/markdown", marked("\n".join(_report(vault)), _CHARACTERS)
    if uri.startswith(NOTE):
        path = vault.find(unquote(uri[len(NOTE):]))
        return "text/markdown", marked(vault.index.text(path), _CHARACTERS)
    raise UsageError(f"no resource {uri}", f"known: {NOTE}PATH, {GAPS}, {REPORT}")


def _report(vault: Vault) -> list[str]:
    from vaultkit.render.gap_advice import Mender
    from vaultkit.render.gaps import gaps_markdown

    report, words = vault.gaps(), vault.words()
    return gaps_markdown(vault.root.name, report, report.gaps, Mender(vault.place, vault.ontology, words), words,
                         vault.snapshot.folder_read)

