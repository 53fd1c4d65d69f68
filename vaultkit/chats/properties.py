"""The properties of an imported note: those that the export says otherwise and the person left alone are renewed."""

from __future__ import annotations

from vaultkit.chats.mark import Mark
from vaultkit.chats.note import Rendered, property_key, value_hash, yaml_of
from vaultkit.config import Bounds
from vaultkit.errors import UsageError
from vaultkit.markdown import frontmatter
from vaultkit.markdown.source import NoteText
from vaultkit.vault.write import set_property


def merged_properties(text: str, then: Mark, new: Rendered) -> str:
    """The text with each property set that the person neither edited nor took out. A frontmatter that can't be read
    or edited stays as it is."""
    found = {item.name: item.value for item in frontmatter.read_frontmatter(NoteText(text), Bounds()).properties}
    for name, value in new.properties.items():
        key = property_key(name)
        known = then.hashes.get(key)
        if known == value_hash(value) or (known is None) == (name in found):
            continue
        if known is not None and value_hash(found[name]) != known:
            continue
        try:
            text = set_property(text, name, value)
        except UsageError:
            continue
        if isinstance(value, str):
            # A time stands plain, as Obsidian has it.
            text = text.replace(f'\n{name}: "{value}"\n', f"\n{name}: {yaml_of(value)}\n", 1)
    return text
