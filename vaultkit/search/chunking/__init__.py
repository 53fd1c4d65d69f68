"""Note + text → chunks: the passages that are found, embedded and quoted. Pure: the same text, the same chunks."""

from vaultkit.search.chunking.core import chunk_note
from vaultkit.search.chunking.passage import passage, passage_key

__all__ = ["chunk_note", "passage", "passage_key"]
