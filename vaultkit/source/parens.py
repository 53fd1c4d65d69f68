"""Parentheses of Python that change nothing, by the precedence of operators (Python reference, 6.17).

Printers put them in and leave them out as they like: ``ast.unparse`` writes ``a and (not b)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_LAMBDA, _CONDITION, _OR, _AND, _NOT, _COMPARISON, _UNARY, _POWER, _AWAIT, _PRIMARY = 1, 2, 3, 4, 5, 6, 13, 14, 15, 16
_BINARY = {"|": 7, "^": 8, "&": 9, "<<": 10, ">>": 10, "+": 11, "-": 11, "*": 12, "/": 12, "//": 12, "%": 12, "@": 12,
           "**": _POWER}
_OWN = {
    "lambda": _LAMBDA, "conditional_expression": _CONDITION, "not_operator": _NOT, "comparison_operator": _COMPARISON,
    "unary_operator": _UNARY, "await": _AWAIT,
    # Never without parentheses as far as is looked at here.
    "named_expression": -1, "yield": -1, "generator_expression": _PRIMARY, "parenthesized_expression": _PRIMARY,
    "concatenated_string": _PRIMARY - 1,
}
# Where any expression may stand.
_ANYWHERE = {
    "argument_list", "keyword_argument", "list", "tuple", "set", "pair", "expression_list", "subscript", "slice",
    "return_statement", "assignment", "augmented_assignment", "expression_statement", "if_statement", "elif_clause",
    "while_statement", "assert_statement", "raise_statement", "default_parameter", "typed_default_parameter",
    "list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension", "lambda", "yield",
    "named_expression",
}


def is_redundant(node: Node) -> bool:
    """Whether a ``parenthesized_expression`` means the same without its parentheses."""
    parent = node.parent
    inner = next((child for child in node.named_children if child.type != "comment"), None)
    if parent is None or inner is None:
        return False
    if inner.type == "parenthesized_expression":
        return True
    own, kind = _precedence(inner), parent.type
    if kind == "subscript" and parent.child_by_field_name("value") == node:
        return own >= _PRIMARY
    if kind in _ANYWHERE:
        return own >= _LAMBDA and inner.type != "generator_expression"
    if kind == "binary_operator":
        return _fits_operator(node, own, parent)
    if kind == "boolean_operator":
        return own > _precedence(parent) or (own == _precedence(parent) and _is_left(node, parent))
    if kind in ("not_operator", "unary_operator"):
        return own >= _OWN[kind]
    if kind == "comparison_operator":
        return own > _COMPARISON
    if kind == "conditional_expression":
        return own > _CONDITION or (own >= _LAMBDA and parent.named_children[-1] == node)
    if kind in ("for_in_clause", "if_clause", "for_statement"):
        return own > _CONDITION
    if kind in ("attribute", "call", "await"):
        return own >= _PRIMARY and inner.type not in ("integer", "float", "generator_expression")
    return kind == "parenthesized_expression"


def _precedence(node: Node) -> int:
    kind = node.type
    if kind in ("binary_operator", "boolean_operator"):
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else ""
        return _BINARY.get(sign, _AND if sign == "and" else _OR)
    return _OWN.get(kind, _PRIMARY)


def _fits_operator(node: Node, own: int, parent: Node) -> bool:
    strength = _precedence(parent)
    if strength == _POWER:
        return own > _POWER if _is_left(node, parent) else own >= _UNARY
    return own > strength or (own == strength and _is_left(node, parent))


def _is_left(node: Node, parent: Node) -> bool:
    return bool(parent.child_by_field_name("left") == node)
