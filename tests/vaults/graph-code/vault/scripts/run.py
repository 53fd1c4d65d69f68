LIMIT = 3


if LIMIT:
    def run():
        return LIMIT
