"""C and C++ (tree-sitter-c, -cpp). Namespaces and ``Type::`` become dots; prototypes are signatures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import NOT_IMPLEMENTED, Definition, Grammar, named_definition, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = {
    "identifier",
    "field_identifier",
    "destructor_name",
    "operator_name",
    "operator_cast",
    "qualified_identifier",
    "type_identifier",
    "template_function",
}


def _declared(node: Node) -> Node | None:
    """The name at the bottom of a declarator: pointers, references, arrays and parameters peeled off."""
    current: Node | None = node.child_by_field_name("declarator")
    while current is not None and current.type not in _NAMES:
        inner = current.child_by_field_name("declarator")
        if inner is None:
            inner = next((c for c in current.named_children if c.type.endswith("declarator") or c.type in _NAMES), None)
        current = inner
    return current


def dotted(name: str) -> str:
    """``a::B<T>::f`` → ``a.B.f``, ``operator ==`` → ``operator==``."""
    head, found, operator = name.partition("operator")
    if found and (not head or head.endswith("::")) and operator and not operator[0].isalnum() and operator[0] != "_":
        tail = "operator" + (" " + operator.strip() if operator.strip()[0].isalpha() else re.sub(r"\s", "", operator))
        name, rest = head, re.sub(r"\(.*", "", tail, flags=re.S) if "()" not in tail[:10] else "operator()"
    else:
        rest = ""
    while "<" in name and (cut := re.sub(r"<[^<>]*>", "", name)) != name:
        name = cut
    return re.sub(r"\s+", "", name).replace("::", ".").strip(".") + ("." if rest and name else "") + rest


def _function(node: Node) -> Definition | None:
    label = _declared(node)
    if label is None:
        return None
    name = dotted(text(label))
    body = node.child_by_field_name("body")
    kind = "method" if "." in name else "function"
    signature = body is None and node.type != "function_definition"
    initialised = any(child.type == "field_initializer_list" for child in node.named_children)
    return Definition("method" if kind == "method" else "function", name, label, body, initialised, signature)


def _type(node: Node) -> Definition | None:
    label, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if label is None or body is None:
        return None
    return Definition("class", dotted(text(label)), label, body, marker=True)


def _typedef(node: Node) -> Definition | None:
    label, kind = node.child_by_field_name("declarator"), node.child_by_field_name("type")
    if (
        label is None
        or label.type != "type_identifier"
        or kind is None
        or text(kind.child_by_field_name("name")) == text(label)
    ):
        return None
    return Definition("class", text(label), label, kind.child_by_field_name("body"), marker=True)


def _macro(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    if label is None or value is None:
        return None
    return Definition("constant" if node.type == "preproc_def" else "function", text(label), label, marker=True)


def _variable(node: Node) -> Definition | None:
    label = _declared(node)
    return Definition("constant", dotted(text(label)), label) if label is not None else None


def _namespace(node: Node) -> Definition | None:
    label = node.child_by_field_name("name")
    return Definition("scope", dotted(text(label)), label, node.child_by_field_name("body"))


def _templated(node: Node) -> Node | None:
    return next((c for c in reversed(node.named_children) if c.type in _CPP_RULES), None)


_STUB = lazy_pattern(
    rb"(?:return;?|\{\}|;|(?:abort|__builtin_trap|std::abort|std::terminate)\(\);?|assert\((?:false|0)(?:&&[\x14\x15\"].*)?\);?|"
    rb"throw (?:\w+::)*\w+[({][\x14\x15\"]?"
    + NOT_IMPLEMENTED
    + rb".*[)}];?|throw (?:\w+::)*(?:NotImplemented|not_implemented)\w*"
    rb"[({].*[)}];?)?",
    re.S | re.I,
)
_LAZY = lazy_pattern(rb"return (?:NULL|nullptr|0|false|\{\}|-1);?")
_RULES = {
    "function_definition": _function,
    "declaration": _function,
    "struct_specifier": _type,
    "union_specifier": _type,
    "enum_specifier": _type,
    "type_definition": _typedef,
    "preproc_def": _macro,
    "preproc_function_def": _macro,
    "init_declarator": _variable,
}
_QUERY = """
[(function_definition) (struct_specifier) (union_specifier) (enum_specifier) (preproc_function_def)] @def
(declaration declarator: (function_declarator)) @proto
(declaration declarator: (pointer_declarator declarator: (function_declarator))) @proto
(type_definition type: [(struct_specifier body: (_)) (union_specifier body: (_)) (enum_specifier body: (_))]
 declarator: (type_identifier)) @def
(preproc_def) @const
(declaration declarator: (init_declarator) @const)
(comment) @comment
[(string_literal) (char_literal) (system_lib_string)] @string
(preproc_include) @import (concatenated_string (string_literal) (string_literal) @joined)
"""
_CPP_RULES = {
    **_RULES,
    "class_specifier": _type,
    "namespace_definition": _namespace,
    "field_declaration": _function,
    "alias_declaration": named_definition("constant", body="-"),
    "concept_definition": named_definition("constant", body="-"),
}

C = Grammar(name="c", module="tree_sitter_c", rules=_RULES, query=_QUERY, stub=_STUB, lazy=_LAZY, exact=False)
CPP = Grammar(
    name="cpp",
    module="tree_sitter_cpp",
    rules=_CPP_RULES,
    wraps={"template_declaration": _templated},
    query=_QUERY
    + """
    [(class_specifier) (namespace_definition) (template_declaration) (alias_declaration) (concept_definition)] @def
    (declaration declarator: (reference_declarator (function_declarator))) @proto
    (field_declaration declarator: (function_declarator)) @proto
    (field_declaration declarator: (pointer_declarator declarator: (function_declarator))) @proto
    (field_declaration declarator: (reference_declarator (function_declarator))) @proto
    (raw_string_literal) @string
    """,
    stub=_STUB,
    lazy=_LAZY,
    constructor=lazy_pattern(r"~\w+"),
    exact=False,
)
