"""Search: chunks, lexical index, embedders, vector stores, fusion, expansion along the graph."""
