"""Python (tree-sitter-python). Names as ``__qualname__`` gives them, without ``<locals>``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import Definition, Grammar, field_of, named_definition, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


def _class(node: Node) -> Definition | None:
    label, bases = node.child_by_field_name("name"), node.child_by_field_name("superclasses")
    if label is None:
        return None
    inherits = bases is not None and bases.named_child_count > 0
    decorated = node.parent is not None and node.parent.type == "decorated_definition"
    return Definition("class", text(label), label, node.child_by_field_name("body"), inherits or decorated)


def _assignment(node: Node) -> Definition | None:
    left = node.child_by_field_name("left")
    return Definition("constant", text(left), left) if left is not None and left.type == "identifier" else None


def _alias(node: Node) -> Definition | None:
    left = field_of(node, "left")
    return Definition("constant", re.split(r"\W", text(left))[0], left) if left is not None else None


# Black and ruff add and drop these parentheses; they change nothing there.
_LAYOUT = """
(return_statement (parenthesized_expression) @paren) (return_statement (tuple) @tuple)
(assignment left: (tuple_pattern) @tuple)
(assignment right: (parenthesized_expression) @paren) (assignment right: (tuple) @tuple)
(augmented_assignment right: (parenthesized_expression) @paren)
(if_statement condition: (parenthesized_expression) @paren)
(elif_clause condition: (parenthesized_expression) @paren)
(while_statement condition: (parenthesized_expression) @paren)
(for_statement left: (tuple_pattern) @tuple)
(for_statement right: (parenthesized_expression) @paren) (for_statement right: (tuple) @tuple)
(for_in_clause left: (tuple_pattern) @tuple) (for_in_clause right: (parenthesized_expression) @paren)
(with_item value: (parenthesized_expression) @paren) (as_pattern . (parenthesized_expression) @paren)
(with_clause "(" @paren_open . (with_item) ")" @paren_close)
(except_clause value: (parenthesized_expression) @paren)
(assert_statement (parenthesized_expression) @paren) (delete_statement (tuple) @tuple)
(argument_list (parenthesized_expression) @paren) (parenthesized_expression (parenthesized_expression) @paren)
(function_definition return_type: (type (parenthesized_expression) @paren))
(keyword_argument value: (parenthesized_expression) @paren)
(pair value: (parenthesized_expression) @paren) (lambda body: (parenthesized_expression) @paren)
(raise_statement (parenthesized_expression) @paren) (await (parenthesized_expression) @paren)
(import_from_statement "(" @paren_open) (import_from_statement ")" @paren_close)
(conditional_expression (_) (_) (parenthesized_expression) @paren .)
(unary_operator argument: (parenthesized_expression (binary_operator operator: "**")) @paren)
[(list (parenthesized_expression) @paren) (set (parenthesized_expression) @paren)
 (tuple (parenthesized_expression) @paren) (expression_list (parenthesized_expression) @paren)]
(list_comprehension body: (parenthesized_expression) @paren)
(generator_expression body: (parenthesized_expression) @paren)
(tuple "(" . (_) . "," @keep . ")")
[(expression_list (_) (_) "," @trail .) (pattern_list (_) (_) "," @trail .)]
(parenthesized_expression) @maybe (subscript subscript: (tuple) @tuple) (yield (tuple) @tuple)
(argument_list . (generator_expression "(" @paren_open ")" @paren_close) .) (concatenated_string) @concat
"""

PYTHON = Grammar(
    name="python",
    module="tree_sitter_python",
    rules={
        "function_definition": named_definition("function"),
        "class_definition": _class,
        "assignment": _assignment,
        "type_alias_statement": _alias,
    },
    wraps={"decorated_definition": lambda node: node.child_by_field_name("definition")},
    query="""
    [(function_definition) (class_definition) (decorated_definition)] @def
    (module (expression_statement (assignment left: (identifier)) @const))
    (module (type_alias_statement) @const)
    (class_definition body: (block (expression_statement (assignment left: (identifier)) @const)))
    (comment) @comment (expression_statement . (string) @doc .) (string) @string (block) @block (float) @number
    (import_statement) @import (import_from_statement) @import (future_import_statement) @import
    """
    + _LAYOUT,
    stub=lazy_pattern(
        rb"(?:pass|\.\.\.|return|raise NotImplementedError(?:\(.*\))?|raise NotImplemented|"
        rb"(?:pass|\.\.\.)?raise NotImplementedError(?:\(.*\))?)?",
        re.S,
    ),
    lazy=lazy_pattern(rb"return (?:None|\x14{2}|\[\]|\{\}|False|0)"),
    abstract=lazy_pattern(rb"@(?:\w+\.)*(?:abstract(?:method|property|classmethod|staticmethod)|overload)\b"),
    contract=lazy_pattern(rb"[(,.](?:Protocol|Interface)[\[,)]"),
    constructor=lazy_pattern(r"__init__|__new__|__del__|__enter__|__exit__"),
    empty_class_is_stub=True,
    docstrings=True,
    quotes=b"\"'",
    drop=b";",
)
