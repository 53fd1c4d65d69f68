"""Code that works."""


def work(n):
    return n + 1


def later(n):
    raise NotImplementedError


class Tool:
    def use(self):
        return work(1)
