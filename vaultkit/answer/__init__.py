"""Answers: routes, generators, styles, and the verification of citations."""
