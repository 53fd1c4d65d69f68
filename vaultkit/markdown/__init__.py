"""Text of one note → Note: one pass over pyromark's events, one small file per construct
(model/constructs.py lists them). Nothing is imported here: most commands read no note anew."""
