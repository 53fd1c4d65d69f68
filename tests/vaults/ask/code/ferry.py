"""Timetables of ferries."""


def next_ferry(minute: int) -> int:
    """Minutes until the next ferry leaves."""
    return -minute % 40
