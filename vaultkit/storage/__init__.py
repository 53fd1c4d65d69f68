"""Storage of vaultkit's own files: where the index lies, databases, locks, and files that are written whole.

``place`` says where; ``files`` is the one way to files in a vault that vaultkit writes or believes, and writes whole or
not at all. Nothing here knows what the files hold.
"""

from vaultkit.storage.place import index_folder

__all__ = ["index_folder"]
