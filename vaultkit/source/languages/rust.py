"""Rust (tree-sitter-rust). Methods are named ``Type.method`` after their impl block; modules are scopes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import Definition, Grammar, named_definition, text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


def _impl(node: Node) -> Definition | None:
    target = node.child_by_field_name("type")
    bare = re.sub(r"<.*", "", re.sub(r"^[&\s]*(?:'\w+\s+)?(?:mut\s+)?(?:dyn\s+)?", "", text(target)), flags=re.S)
    name = bare.split("::")[-1].strip()
    return Definition("impl", name, None, node.child_by_field_name("body")) if name else None


RUST = Grammar(
    name="rust",
    module="tree_sitter_rust",
    rules={
        "function_item": named_definition("function"),
        "function_signature_item": named_definition("function", signature=True),
        "struct_item": named_definition("class", marker=True),
        "enum_item": named_definition("class", marker=True),
        "union_item": named_definition("class", marker=True),
        "trait_item": named_definition("class", marker=True),
        "type_item": named_definition("constant"),
        "impl_item": _impl,
        "mod_item": named_definition("scope"),
        "const_item": named_definition("constant"),
        "static_item": named_definition("constant"),
        "macro_definition": named_definition("function", body="-"),
    },
    query="""
    [(function_item) (function_signature_item) (struct_item) (enum_item) (union_item) (trait_item) (impl_item)
     (mod_item) (macro_definition)] @def
    [(const_item) (static_item) (type_item)] @const
    [(line_comment) (block_comment)] @comment
    [(string_literal) (raw_string_literal) (char_literal)] @string
    (use_declaration) @import (attribute_item) @prefix
    """,
    stub=lazy_pattern(
        rb"(?:return;?|(?:todo|unimplemented)!\(.*\);?|panic!\([\x14\x15\"]?(?:not[\x10 ](?:yet[\x10 ])?"
        rb"implemented|todo|unimplemented).*\);?)?",
        re.S | re.I,
    ),
    lazy=lazy_pattern(rb"None|\(\)|Ok\(\(\)\)|false|0|Default::default\(\)"),
    constructor=lazy_pattern(r"drop"),
)
