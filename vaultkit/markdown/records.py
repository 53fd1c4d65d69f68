"""Making many frozen records fast: see ``vaultkit.maker``, which other rooms use without reading Markdown."""

from vaultkit.maker import maker

__all__ = ["maker"]
