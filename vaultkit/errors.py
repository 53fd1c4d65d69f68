"""The errors that a person sees as one line; everything else is a bug."""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.redact import redact


class VaultkitError(Exception):
    """A failure with a message for the user and the exit code that docs/contract.md gives (2 usage, 3 environment).

    ``message`` is one line that names what is wrong and where; ``mend`` says what to do about it; ``more`` are lines
    of a list below them. None holds a key or the password of an address, whatever it was made of.
    """

    exit_code = 2

    def __init__(self, message: str, mend: str | None = None, more: Iterable[str] = ()) -> None:
        self.message = redact(message)
        self.mend = redact(mend) if mend else mend
        self.more = tuple(map(redact, more))
        super().__init__(self.message)

    def __str__(self) -> str:
        return "\n".join((self.line, *self.more))

    @property
    def line(self) -> str:
        """The fault and its mend, in one line."""
        return f"{self.message}: {self.mend}" if self.mend else self.message


class UsageError(VaultkitError):
    """Wrong usage or bad input: exit code 2."""


class EnvironmentFailure(VaultkitError):
    """Something outside of the input is missing or busy (model, lock, store): exit code 3."""

    exit_code = 3
