"""Redaction of what must not stand in a message: the values of keys in the environment, user and password of addresses.

Every message for a person passes ``redact``: VaultkitError when it is made and when it is shown, the last resort of the
command line for everything else, tracebacks included.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

from vaultkit.text.lazy_pattern import lazy_pattern

# Where keys are read from, and nowhere else.
GENERATOR_KEYS = ("VAULTKIT_GENERATOR_KEY", "OPENAI_API_KEY")
STORE_KEYS = ("VAULTKIT_STORE_API_KEY", "QDRANT_API_KEY")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
SHOWN = "***"
# A shorter secret is part of too many words to be searched for.
_SHORTEST = 4
# What may be an address: a run without spaces and quotes. Its user part is hidden up to the last @, as one that is no
# valid address may hold a password with a slash in it. Two searches, not one pattern: messages may be long.
_RUN = lazy_pattern(r"[^\s'\"<>]+")
_USER_PARTS = ((lazy_pattern(r":(?:/|\\{1,2}){2}"), "@"), (lazy_pattern(r"%3a%2f%2f", re.IGNORECASE), "%40"))
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f-\x9f]+")
_concealed: set[str] = set()


def conceal(secret: str | None) -> None:
    """Let ``secret`` stand in no message of this process from now on."""
    if secret:
        _concealed.add(secret)


def conceal_user(url: str) -> None:
    """Do so with the password of an address, or with its user name where that is all that there is."""
    head, mark, _ = url.partition("://")[2].rpartition("@")
    if mark:
        user, colon, password = head.partition(":")
        conceal(password if colon else user)


def redact(text: str) -> str:
    """``text`` without any secret, in whatever form (quoted for a URL, for Python or JSON, as Basic credentials)."""
    if "@" in text or "%40" in text:
        text = _RUN.sub(lambda found: _without_user(found[0]), text)
    for name in _PROXIES:
        if "@" in (value := os.environ.get(name, "")):
            conceal_user(value)
    secrets = _concealed.union(filter(None, map(os.environ.get, (*GENERATOR_KEYS, *STORE_KEYS))))
    for form in sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True):
        text = text.replace(form, SHOWN)
    return text


def _without_user(run: str) -> str:
    for begin, end in _USER_PARTS:
        found, last = begin.search(run), run.rfind(end)
        if found and last >= found.end():
            run = run[:found.end()] + SHOWN + run[last:]
    return run


@lru_cache(maxsize=32)
def _forms(secret: str) -> frozenset[str]:
    """Return the ways in which a secret may be spelled. One with control characters may be cut at them."""
    import base64
    import json
    from urllib.parse import quote, quote_plus, unquote

    parts = {secret, unquote(secret), secret.strip(), *_CONTROL.split(secret)}
    forms = set()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        basic = base64.b64encode(raw).decode()
        forms |= {part, repr(part)[1:-1], repr(raw)[2:-1], json.dumps(part)[1:-1], basic,
                  json.dumps(part, ensure_ascii=False)[1:-1]}
        for quoted in (quote(raw, safe=""), quote(raw), quote_plus(raw)):
            forms |= {quoted, re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)}
    return frozenset(form for form in forms if len(form) >= _SHORTEST)
