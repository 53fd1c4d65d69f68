def two():
    return 2


class Base:
    """Only a base."""


class Error(Exception):
    pass
