"""``vaultkit init``"""

from __future__ import annotations

import click

from vaultkit.cli.session import Session, common, pass_session
from vaultkit.cli.table import COMMANDS


@click.command(short_help=COMMANDS["init"])
@common
@pass_session
def command(session: Session) -> None:
    """Write a vaultkit.toml in which every setting is commented out and explained.

    It is written into the vault's folder and never overwrites a file that is there.
    """
    from pathlib import Path

    from vaultkit.cli.template import settings_template
    from vaultkit.config import CONFIG_NAME, find_vault
    from vaultkit.config.settings import config_schema
    from vaultkit.errors import EnvironmentFailure, UsageError

    path = find_vault(Path.cwd(), session.vault) / CONFIG_NAME
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(settings_template(config_schema()))
    except FileExistsError:
        raise UsageError(f"{path} exists already", "nothing was written") from None
    except OSError as error:
        raise EnvironmentFailure(f"{path} can't be written: {error.strerror}") from error
    click.echo(str(path))
