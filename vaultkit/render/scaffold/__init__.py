"""The next stage's note or source stub from a template. Templates are data: they run in Jinja2's sandbox.

A vault puts its own beside vaultkit.toml in ``vaultkit-templates/``, under the same names: ``algorithm.md.j2``,
``code.py.j2`` …
"""

from vaultkit.render.scaffold.templates import FOLDER, identifier, languages, render, transliterate

__all__ = ["FOLDER", "identifier", "languages", "render", "transliterate"]
