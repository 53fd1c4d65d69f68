"""``search`` and ``fetch`` in the form that connectors of chat programs ask for.

Source: OpenAI, "Building MCP servers for ChatGPT": ``search`` gives ``results`` of id, title and url, ``fetch`` one
document of id, title, text, url and metadata; each also as JSON in the one text of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.mcp.fence import NOTICE, marked
from vaultkit.mcp.paging import Page
from vaultkit.mcp.resources import note_uri
from vaultkit.mcp.tool import Listed, Schema, Tool, text

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

_DOCUMENT: dict[str, Schema] = {name: {"type": "string"} for name in ("id", "title", "url")}
_FOUND: Schema = {
    "type": "object", "required": ["results"],
    "properties": {"results": {"type": "array", "items": {"type": "object", "required": list(_DOCUMENT),
                                                          "properties": _DOCUMENT}}}}
_FETCHED: Schema = {
    "type": "object", "required": [*_DOCUMENT, "text"],
    "properties": {**_DOCUMENT, "text": {"type": "string"}, "metadata": {"type": ["object", "null"]}}}


def _search(vault: Vault, given: Mapping[str, Any], page: Page) -> Listed:
    hits = vault.search(given["query"], page.start + page.limit + 1)
    return Listed({}, hits, lambda hit: {"id": hit.chunk.note, "title": hit.chunk.title,
                                         "url": note_uri(hit.chunk.note)})


def _fetch(vault: Vault, given: Mapping[str, Any], page: Page) -> Listed:
    path = vault.find(given["id"])
    note = vault.index.note(path)
    return Listed({"id": path, "title": note.title, "url": note_uri(path),
                   "text": marked(vault.index.text(path), page.characters // 2), "metadata": {"notice": NOTICE}})


CONNECTOR = (
    Tool("search", "Search the notes", "Notes for a question, best first; fetch one by its id.", _FOUND, _search,
         {"query": text("Words or a question.")}, ("query",), pages="results"),
    Tool("fetch", "Fetch a note", "The whole text of a note, by an id from search.", _FETCHED, _fetch,
         {"id": text("An id from search.")}, ("id",)),
)
