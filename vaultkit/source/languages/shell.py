"""Shell (tree-sitter-bash)."""

from __future__ import annotations

import re

from vaultkit.source.languages.spec import NOT_IMPLEMENTED, Grammar, named_definition
from vaultkit.text.lazy_pattern import lazy_pattern

SHELL = Grammar(
    name="shell",
    module="tree_sitter_bash",
    rules={
        "function_definition": named_definition("function"),
        "variable_assignment": named_definition("constant", body="-"),
    },
    query="""
    (function_definition) @def
    (program (variable_assignment name: (variable_name)) @const)
    (program (declaration_command (variable_assignment name: (variable_name)) @const))
    (comment) @comment [(string) (raw_string) (heredoc_body) (ansi_c_string)] @string
    """,
    stub=lazy_pattern(
        rb"(?:[\x0f ;]|:|true|return(?: [01])?|exit 1|echo[\x0f ][\x14\x15\"']?.*?" + NOT_IMPLEMENTED + rb"[^\x0f;]*)*",
        re.S | re.I,
    ),
    lines=True,
    exact=False,
)
