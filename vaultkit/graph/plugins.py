"""Notes whose form a plugin gives: a drawing is no algorithm, whatever stands in it, and a board no idea."""

from __future__ import annotations

from collections.abc import Container

from vaultkit.markdown.plugins import BOARD, DRAWING


def has_plugin_form(properties: Container[str]) -> bool:
    """Return whether the note with these properties is a drawing of Excalidraw or a board of Kanban."""
    return DRAWING in properties or BOARD in properties


def is_board(properties: Container[str]) -> bool:
    """Return whether it is a board: its headings are lanes."""
    return BOARD in properties
