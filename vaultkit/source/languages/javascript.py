"""JavaScript, TypeScript and TSX (tree-sitter-javascript, -typescript)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import NOT_IMPLEMENTED, Definition, Grammar, Kind, field_of, named_definition, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = {"arrow_function", "function_expression", "generator_function", "function"}


def _value(node: Node, label: Node | None, value: Node | None, name: str | None = None) -> Definition | None:
    """A name bound to a function, class or something else."""
    if label is None:
        return None
    name = (name if name is not None else text(label)).strip("\"'`")
    kind: Kind = "constant"
    body = None
    if value is not None and value.type in _FUNCTIONS:
        kind, body = "function", value.child_by_field_name("body")
    elif value is not None and value.type == "class":
        kind, body = "class", value.child_by_field_name("body")
    return Definition(kind, name, label, body, marker=kind == "class") if name else None


def _declarator(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    return _value(node, label, field_of(node, "value")) if label is not None and label.type == "identifier" else None


def _assigned(node: Node) -> Definition | None:
    """``exports.f = function``, ``module.exports = {…}``, ``Type.prototype.f = function``."""
    label = node.child_by_field_name("left")
    name = re.sub(r"^(?:module\.)?exports\.|^(?:this|window|globalThis)\.|\.prototype(?=\.)", "", text(label))
    if name == "module.exports":
        return Definition("scope", "", label)
    if not re.fullmatch(r"[\w$]+(?:\.[\w$]+)*", name):
        return None
    return _value(node, label, node.child_by_field_name("right"), name)


def _pair(node: Node) -> Definition | None:
    return _value(node, node.child_by_field_name("key"), node.child_by_field_name("value"))


def _field(node: Node) -> Definition | None:
    label = node.child_by_field_name("name") or node.child_by_field_name("property")
    return _value(node, label, node.child_by_field_name("value"))


def _class(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    if label is None:
        return None
    outer = node.parent.named_children if node.parent is not None and node.parent.type == "export_statement" else []
    inherits = any(child.type in ("class_heritage", "decorator") for child in [*outer, *node.named_children])
    return Definition("class", text(label), label, node.child_by_field_name("body"), inherits)


def _namespace(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    return Definition("scope", text(label).strip("\"'"), label, node.child_by_field_name("body"))


def _export(node: Node) -> Definition | None:
    """``export default`` of something without a name is called ``default``."""
    value = node.child_by_field_name("value")
    if value is None or value.child_by_field_name("name") is not None:
        return None
    if value.type == "object":
        return Definition("constant", "default", None)
    found = _value(node, value, value, "default")
    if found is None or found.kind == "constant":
        return None
    return Definition(found.kind, "default", None, found.body, found.marker)


def _exported(node: Node) -> Node | None:
    return node.child_by_field_name("declaration")


_RULES = {
    "function_declaration": named_definition("function"),
    "generator_function_declaration": named_definition("function"),
    "class_declaration": _class,
    "method_definition": named_definition("method"),
    "field_definition": _field,
    "variable_declarator": _declarator,
    "assignment_expression": _assigned,
    "pair": _pair,
    "export_statement": _export,
}
_FUNCTION = "[(arrow_function) (function_expression) (generator_function)]"
_QUERY = f"""
[(function_declaration) (generator_function_declaration) (class_declaration) (method_definition)] @def
(export_statement) @def
(variable_declarator value: [(arrow_function) (function_expression) (generator_function) (class)]) @def
(assignment_expression left: (member_expression) right: [(arrow_function) (function_expression) (class)]) @def
(assignment_expression left: (member_expression) right: (object)) @const
(pair value: {_FUNCTION}) @def
(program (lexical_declaration (variable_declarator) @const))
(program (variable_declaration (variable_declarator) @const))
(program (export_statement (lexical_declaration (variable_declarator) @const)))
(comment) @comment (string) @string (string_fragment) @string (regex) @string
(import_statement) @import (pair key: (string) @bare)
(return_statement (parenthesized_expression) @paren) (throw_statement (parenthesized_expression) @paren)
(arrow_function body: (parenthesized_expression) @paren) (variable_declarator value: (parenthesized_expression) @paren)
(assignment_expression right: (parenthesized_expression) @paren)
(parenthesized_expression (parenthesized_expression) @paren)
(ternary_expression (parenthesized_expression) @paren)
"""
_THROW = rb"throw (?:new )?\w*(?:NotImplemented\w*\(.*\)|Error\(\x14?" + NOT_IMPLEMENTED + rb".*\))"

JAVASCRIPT = Grammar(
    name="javascript",
    module="tree_sitter_javascript",
    rules=_RULES,
    wraps={"export_statement": _exported},
    query=_QUERY + "\n(class_body (field_definition) @const)",
    stub=lazy_pattern(rb"(?:return|" + _THROW + rb")?", re.S | re.I),
    lazy=lazy_pattern(rb"return (?:null|undefined|\[\]|\{\}|false|0|\x14\x14)|null|undefined"),
    constructor=lazy_pattern(r"constructor"),
    empty_class_is_stub=True,
    quotes=b"\"'",
    drop=b";",
)

_TS_RULES = {
    **_RULES,
    "abstract_class_declaration": named_definition("class", marker=True),
    "interface_declaration": named_definition("class", marker=True),
    "enum_declaration": named_definition("class", marker=True),
    "type_alias_declaration": named_definition("class", body="value", marker=True),
    "internal_module": _namespace,
    "module": _namespace,
    "function_signature": named_definition("function", signature=True),
    "method_signature": named_definition("method", signature=True),
    "abstract_method_signature": named_definition("method", signature=True),
    "public_field_definition": _field,
}
_TS_QUERY = (
    _QUERY
    + """
[(abstract_class_declaration) (interface_declaration) (enum_declaration) (type_alias_declaration) (internal_module)
 (module) (function_signature) (method_signature) (abstract_method_signature)] @def
(class_body (public_field_definition) @const)
(ambient_declaration (lexical_declaration (variable_declarator) @const))
(decorator) @prefix
"""
)

TYPESCRIPT, TSX = (
    Grammar(
        name=name,
        module="tree_sitter_typescript",
        attribute=attribute,
        rules=_TS_RULES,
        wraps={"export_statement": _exported},
        query=_TS_QUERY,
        stub=JAVASCRIPT.stub,
        lazy=JAVASCRIPT.lazy,
        constructor=JAVASCRIPT.constructor,
        empty_class_is_stub=True,
        quotes=b"\"'",
        drop=b";",
    )
    for name, attribute in (("typescript", "language_typescript"), ("tsx", "language_tsx"))
)
