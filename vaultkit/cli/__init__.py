"""The command line face: thin commands, each in a file of its own, over what ``vaultkit.workspace`` puts together."""

from vaultkit.cli.run import main

__all__ = ["main"]
