"""Generators that word an answer: nobody (extractive), or a model that rewrites one passage a sentence."""
