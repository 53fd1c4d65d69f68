"""The command line face: thin commands, each in a file of its own, over what ``vaultkit.workspace`` puts together."""

from vaultkit.startup import leave_current_folder

__all__ = ["main"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: "Sequence[str] | None" = None) -> None:
    """Run and exit as ``vaultkit.cli.run.main`` does, after the current folder was left, before anything else is
    imported."""
    again = leave_current_folder() if args is None else False
    from vaultkit.cli.run import main as run

    run(args, again)
