"""Exported chats → notes. One file a provider reads its form (``registry``); ``imported`` brings all of them in.

What an export holds is data: member names of a ZIP name nothing on disk, titles become safe names, and what was said is
quoted line by line. docs/decisions/0022-imported-chats.md says why notes look as they do.
"""

from vaultkit.chats.run import Chat, Edit, Imported, ImportWanted, import_chats

__all__ = ["Chat", "Edit", "ImportWanted", "Imported", "import_chats"]
