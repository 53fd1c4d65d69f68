"""Note + text → chunks: the passages that are found, embedded and quoted. Pure: the same text, the same chunks."""

from vaultkit.search.chunking.chunk import chunk_note, chunk_parts

__all__ = ["chunk_note", "chunk_parts"]
