"""``vaultkit schema NAME``"""

from __future__ import annotations

import click

from vaultkit.cli.options import common
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["schema"])
@click.argument("name", required=False)
@common
def command(name: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of an output, of vaultkit.toml or of frontmatter.

    Without a NAME the names are listed.
    """
    from vaultkit.cli.output import binary_stdout
    from vaultkit.errors import UsageError
    from vaultkit.resources import schema_names, schema_text

    if name is None or name not in schema_names():
        wrong = "which schema?" if name is None else f"no schema is called {name!r}"
        raise UsageError(wrong, more=[f"  {known}" for known in schema_names()])
    out = binary_stdout()
    out.write(schema_text(name).encode("utf-8"))
    out.flush()
