"""One rule, one file; ``registry`` lists them."""
