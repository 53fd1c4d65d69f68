"""Go (tree-sitter-go). A method is named ``Type.Method`` after its receiver."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import NOT_IMPLEMENTED, Definition, Grammar, field_of, named_definition, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


def _method(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    receiver = re.sub(r"\[.*", "", text(node.child_by_field_name("receiver")).strip("()"), flags=re.S)
    words = re.findall(r"\w+", receiver)
    if label is None or not words:
        return None
    return Definition("method", f"{words[-1]}.{text(label)}", label, node.child_by_field_name("body"))


def _bound(node: Node) -> Definition | None:
    label, values = node.child_by_field_name("name"), field_of(node, "value")
    if label is None or text(label) == "_":
        return None
    value = values.named_child(0) if values is not None and values.named_child_count == 1 else None
    if value is not None and value.type == "func_literal":
        return Definition("function", text(label), label, value.child_by_field_name("body"))
    return Definition("constant", text(label), label)


GO = Grammar(
    name="go",
    module="tree_sitter_go",
    rules={
        "function_declaration": named_definition("function"),
        "method_declaration": _method,
        "type_spec": named_definition("class", body="type", marker=True),
        "type_alias": named_definition("class", body="type", marker=True),
        "method_elem": named_definition("method", signature=True),
        "const_spec": _bound,
        "var_spec": _bound,
    },
    query="""
    [(function_declaration) (method_declaration) (type_spec) (type_alias) (method_elem)] @def
    (source_file (const_declaration (const_spec) @const)) (source_file (var_declaration (var_spec) @const))
    (source_file (var_declaration (var_spec_list (var_spec) @const)))
    (comment) @comment
    [(interpreted_string_literal) (raw_string_literal) (rune_literal)] @string
    (import_declaration) @import
    """,
    stub=lazy_pattern(
        rb"(?:return|panic\((?:\w+\.\w+\()?[\x14\x15\"`]?" + NOT_IMPLEMENTED + rb".*\)|"
        rb"return (?:\w+,)*(?:errors\.New|fmt\.Errorf)\([\x14\x15\"`]?" + NOT_IMPLEMENTED + rb".*\)|"
        rb"return (?:\w+,)*status\.Errorf?\(codes\.Unimplemented,.*\)|"
        rb"return (?:\w+,)*Err(?:NotImplemented|Unimplemented))?",
        re.S | re.I,
    ),
    lazy=lazy_pattern(rb"return (?:nil|0|false|\"\")(?:,(?:nil|0|false|\"\"))*"),
)
