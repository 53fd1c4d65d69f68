"""JSON of a server: data that may be wrong in every way."""

from __future__ import annotations

import json
from typing import Any

from vaultkit.http.wire import HttpFailure


def read_json(data: bytes | str) -> Any:
    """The value (RFC 8259: no NaN, no Infinity). Raises HttpFailure for what is no JSON."""
    try:
        return json.loads(data, parse_constant=_no_number)
    except RecursionError:
        raise HttpFailure("answers with JSON that is nested too deep") from None
    except ValueError as error:
        raise HttpFailure(f"answers with broken JSON ({str(error).splitlines()[0][:80]})") from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
