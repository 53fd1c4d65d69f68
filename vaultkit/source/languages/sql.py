"""SQL (tree-sitter-sql): tables, views and types are classes, functions and triggers functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import Definition, Grammar, Kind, Rule, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


def _created(kind: Kind) -> Rule:
    def rule(node: Node) -> Definition | None:
        label = next((c for c in node.named_children if c.type == "object_reference"), None)
        if label is None:
            return None
        body = next((c for c in node.named_children if c.type in ("function_body", "procedure_body")), None)
        return Definition(kind, re.sub(r"[\"`\[\]\s]", "", text(label)), label, body, marker=kind == "class")

    return rule


_TYPES = ("create_table", "create_view", "create_materialized_view", "create_type")
_ROUTINES = ("create_function", "create_procedure", "create_trigger")

SQL = Grammar(
    name="sql",
    module="tree_sitter_sql",
    rules={**{t: _created("class") for t in _TYPES}, **{t: _created("function") for t in _ROUTINES}},
    query=f"""
    [{" ".join(f"({t})" for t in _TYPES + _ROUTINES)}] @def
    [(comment) (marginalia)] @comment (literal) @string
    """,
    stub=lazy_pattern(rb"(?:as)?[ ]?(?:\$\w*\$)?(?:begin)?[ ;]*(?:null|return)?;?(?:end)?[ ;]*(?:\$\w*\$)?", re.I),
    exact=False,
    fold=True,
)
