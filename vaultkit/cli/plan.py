"""``vaultkit plan``"""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit.cli.options import Session, common, formats_of, pass_session
from vaultkit.cli.run import COMMANDS

# Steps that fill a screen.
_SCREEN = 6


@click.command(short_help=COMMANDS["plan"])
@click.option("--weeks", type=click.IntRange(min=1), metavar="N", help="Only the first N weeks.")
@click.option("--per-week", type=click.IntRange(min=1), default=8, show_default=True, metavar="K",
              help="At most so many steps a week.")
@click.option("--by", type=click.Choice(["subsystem", "step"]), default="subsystem", show_default=True,
              help="One subsystem a week, or weeks filled in order.")
@click.option("--write", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH",
              help="Keep the plan in this note; written again, it keeps what you ticked and wrote.")
@formats_of("plan")
@common
@pass_session
def command(session: Session, weeks: int | None, per_week: int, by: str, path: Path | None, form: str) -> None:
    """Turn the gaps into weeks: prerequisites first, the most valuable first, each step with what proves it done.

    With --write the plan lives in a note between two markers. Planned again, ticks and your own lines stay with their
    steps, what was not done moves on, and a section says what changed.
    """
    from vaultkit.cli.output import hint, write
    from vaultkit.render.formats import formatter
    from vaultkit.render.plan import PlanView
    from vaultkit.workspace.planning import plan_of, read_kept, written

    vault = session.open()
    kept = read_kept(path, vault.root) if path else None
    plan = plan_of(vault.snapshot, per_week=per_week, by_subsystem=by == "subsystem", weeks=weeks, kept=kept)
    titles = {gap.concept: gap.title for gap in vault.gaps().gaps}
    if path is not None:
        from vaultkit.cli.output import write_output

        # Marked as generated: a plan lists every gap, so its links must raise no priority (graph.priority).
        mark = "" if kept else "---\ngenerated_by: vaultkit\n---\n"
        write_output(vault.root, path, mark + written(vault.snapshot, plan, kept))
        hint(str(path), quiet=session.quiet)
    if form != "text" or path is None:
        write(formatter("plan", form)(PlanView(
            vault.root.name, plan, lambda concept: titles.get(concept, concept), vault.words,
            lambda: written(vault.snapshot, plan, kept),
            *(() if weeks else (_SCREEN,)))))
