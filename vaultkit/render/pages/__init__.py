"""Self-contained HTML pages: the graph view and the gap report."""
