"""Rules over the graph to findings."""
