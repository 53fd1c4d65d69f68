"""``vaultkit doctor``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["doctor"])
@format_option()
@common
@pass_session
def command(session: Session, form: str) -> None:
    """Look at Python, packages, model files, the store and the index, and say how to mend what is lacking.

    Model files are looked for in the folders of the Hugging Face cache, llama.cpp, LM Studio and Ollama. Nothing is
    downloaded or loaded.
    """
    from vaultkit.cli.output import write_json, write_text
    from vaultkit.config import load_config
    from vaultkit.doctor import diagnose
    from vaultkit.messages.words import Words
    from vaultkit.render.doctor_text import doctor_lines
    from vaultkit.render.plain import to_json_value

    config = load_config(explicit=session.vault)
    diagnosis = diagnose(config)
    if form == "json":
        write_json({"schema": "doctor/1", **to_json_value(diagnosis)})
    else:
        write_text(doctor_lines(diagnosis, Words("en" if config.lang == "auto" else config.lang)))
