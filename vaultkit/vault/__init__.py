"""A folder → notes and links: the only room that reads and writes notes."""

from vaultkit.storage.sqlite import open_db
from vaultkit.vault.index import VaultIndex

__all__ = ["VaultIndex", "open_db"]
