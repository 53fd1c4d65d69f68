"""Composition: a strong model writes a section over several notes; each line is checked before it is shown."""

from vaultkit.answer.composition.section import ComposedLine, ComposedSection, compose_section, rewrite_query

__all__ = ["ComposedLine", "ComposedSection", "compose_section", "rewrite_query"]
