"""Java (tree-sitter-java). Names as ``Outer.Inner.method``; the package is the folder's business."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import NOT_IMPLEMENTED, Definition, Grammar, field_of, named_definition, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


def _class(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    if label is None:
        return None
    inherits = any(node.child_by_field_name(f) is not None for f in ("superclass", "interfaces"))
    annotated = any(
        "annotation" in child.type for child in (node.named_children[0].named_children if node.named_children else ())
    )
    return Definition("class", text(label), label, node.child_by_field_name("body"), inherits or annotated)


def _method(node: Node) -> Definition | None:
    label, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    return Definition("method", text(label), label, body, signature=body is None) if label is not None else None


def _field(node: Node) -> Definition | None:
    """Return the constant that a field defines: only ``static final`` fields and those of interfaces are constants."""
    label = field_of(node, "declarator", "name")
    if label is None:
        return None
    if node.type == "field_declaration":
        modifiers = next((text(c) for c in node.named_children if c.type == "modifiers"), "")
        if "static" not in modifiers or "final" not in modifiers:
            return None
    return Definition("constant", text(label), label)


JAVA = Grammar(
    name="java",
    module="tree_sitter_java",
    rules={
        "class_declaration": _class,
        "interface_declaration": named_definition("class", marker=True),
        "enum_declaration": named_definition("class", marker=True),
        "record_declaration": named_definition("class", marker=True),
        "annotation_type_declaration": named_definition("class", marker=True),
        "method_declaration": _method,
        "constructor_declaration": named_definition("method"),
        "compact_constructor_declaration": named_definition("method"),
        "annotation_type_element_declaration": named_definition("method", signature=True),
        "field_declaration": _field,
        "constant_declaration": _field,
        "enum_constant": named_definition("constant"),
    },
    query="""
    [(class_declaration) (interface_declaration) (enum_declaration) (record_declaration) (annotation_type_declaration)
     (method_declaration) (constructor_declaration) (compact_constructor_declaration)
     (annotation_type_element_declaration)] @def
    [(field_declaration) (constant_declaration) (enum_constant)] @const
    [(line_comment) (block_comment)] @comment
    [(string_literal) (character_literal)] @string
    (import_declaration) @import
    """,
    stub=lazy_pattern(
        rb"(?:return;?|throw new (?:\w+\.)*(?:UnsupportedOperation|NotImplemented|NotYetImplemented)\w*\(.*\);?|"
        rb"throw new (?:\w+\.)*\w+\([\x14\x15\"]?" + NOT_IMPLEMENTED + rb".*\);?|;)?",
        re.S | re.I,
    ),
    empty_class_is_stub=True,
    lazy=lazy_pattern(rb"return (?:null|0|false|\"\");?"),
)
