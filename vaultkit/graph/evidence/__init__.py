"""The providers of evidence: each looks at the whole vault in its own way and adds nodes and ties to the web.

A new source of evidence is one file with one function of this form, and one line in PROVIDERS.
"""

from __future__ import annotations

from collections.abc import Callable

from vaultkit.graph.evidence.declared import (
    add_concept_sections,
    add_libraries,
    add_mentions,
    add_parts,
    add_relations,
    add_trace_comments,
)
from vaultkit.graph.evidence.references import add_body_links, add_code_properties, add_unresolved
from vaultkit.graph.inputs import GraphInputs
from vaultkit.graph.nodes import NodeGraph

Provider = Callable[[GraphInputs, NodeGraph], None]

# Sections and blocks come first, since links may lead to them; concept sections last, since they gather the rest.
PROVIDERS: tuple[Provider, ...] = (
    add_parts, add_code_properties, add_trace_comments, add_libraries, add_relations, add_unresolved, add_body_links,
    add_mentions, add_concept_sections,
)
