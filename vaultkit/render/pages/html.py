"""Putting a page together: templates that escape, data that stays in its element, a policy without network."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def asset(name: str) -> str:
    """The text of a file of ``assets/``."""
    return (files("vaultkit.render.pages") / "assets" / name).read_text(encoding="utf-8")


def page_environment() -> Environment:
    """Jinja2 with autoescaping on for everything; templates come from ``assets/`` alone."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                       lstrip_blocks=True)
    made.filters["code"] = with_code
    return made


def with_code(text: str) -> Markup:
    """``text`` escaped, what stands between backticks as code."""
    from markupsafe import Markup, escape

    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(Markup("<code>{}</code>").format(part) if i % 2 else escape(part)
                           for i, part in enumerate(parts))


def page(template: str, *, scripts: list[str], styles: list[str], data: Any, **values: Any) -> str:
    """The page ``template`` with its scripts, styles and data inside.

    The Content-Security-Policy allows exactly these scripts, by their hashes, and no request at all
    (https://www.w3.org/TR/CSP3/)."""
    from markupsafe import Markup

    policy = "; ".join([
        "default-src 'none'", "script-src " + " ".join(map(_hash, scripts)), "style-src 'unsafe-inline'",
        "img-src data: blob:", "base-uri 'none'", "form-action 'none'"])
    text = page_environment().get_template(template).render(
        policy=policy, scripts=[Markup(script) for script in scripts], styles=[Markup(style) for style in styles],
        data=Markup(data_text(data)), **values)
    # A lone surrogate, as a broken file name leaves it, is no UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")


def data_text(data: Any) -> str:
    """JSON for a ``<script type="application/json">``: nothing in it ends the element or opens a comment
    (HTML standard, "Restrictions for contents of script elements")."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"),
                         ("\u2029", "\\u2029")):
        text = text.replace(sign, escape)
    return text


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
