"""Question sets to metrics."""
