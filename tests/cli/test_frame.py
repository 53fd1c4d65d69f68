"""The command line as a whole: help, versions, what goes wrong and how it is told."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from vaultkit import __version__
from vaultkit.cli.run import COMMANDS, root


def test_help_lists_every_command_without_importing_one(run):
    result = run("--help")
    assert result.code == 0
    for name, text in COMMANDS.items():
        assert f"  {name}" in result.out and text.split()[0] in result.out
    code = ("import sys\nfrom vaultkit.cli import main\n"
            "try: main(['--help'])\nexcept SystemExit: print(sorted(sys.modules), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("vaultkit.workspace", "vaultkit.model", "vaultkit.config", "vaultkit.cli.links", "yaml", "networkx",
             "sqlite3", "jsonschema")
    assert not [name for name in heavy if f"'{name}'" in done.stderr]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_itself_says(name):
    command = root.get_command(None, name)
    assert command.short_help == COMMANDS[name]
    assert {"vault", "quiet", "verbose"} <= {param.name for param in command.params}
    assert command.help


def test_version(call):
    assert call("--version").out.strip() == f"vaultkit {__version__}"


def test_importing_the_package_alone_loads_nothing_else():
    code = "import sys, vaultkit; print([m for m in sys.modules if m.startswith('vaultkit.') or m == 'click'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_vault_is_offered_by_the_package():
    from vaultkit import Vault
    from vaultkit.workspace import Vault as same

    assert Vault is same


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["lniks"], "error: no command 'lniks': did you mean links? (see vaultkit --help)"),
        (["xyzzy"], "error: no command 'xyzzy' (see vaultkit --help)"),
        (["--nope"], "error: No such option '--nope' (see vaultkit --help)"),
        (["links", "--status", "odd"], "error: Invalid value for '--status'"),
        (["show"], "error: Missing argument 'NOTE' (see vaultkit show --help)"),
        (["--vault", "nowhere", "links"], "error: nowhere: no such folder"),
        (["links", "--vault", "nowhere"], "error: nowhere: no such folder"),
        (["gaps", "--fail-on", "partal"],
         "error: Invalid value for '--fail-on': no gap term 'partal': did you mean partial?"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(call, args, line):
    result = call(*args)
    assert result.code == 2
    assert result.raw == b""
    assert result.err.startswith(line)
    assert result.err.count("\n") == 1


def test_something_unexpected_is_one_line_without_a_traceback(call, monkeypatch, vault):
    from vaultkit.workspace import Vault

    def broken(*args, **kwargs):
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr(Vault, "open", broken)
    result = call("links")
    assert result.code == 3
    assert result.err == "error: ZeroDivisionError: nobody thought of this (a bug: --verbose shows where)\n"
    assert "Traceback" in call("links", "--verbose").err


def test_ctrl_c_ends_cleanly(call, monkeypatch):
    from vaultkit.workspace import Vault

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Vault, "open", interrupted)
    result = call("links")
    assert result.code == 130
    assert result.err.strip() == "interrupted"


def test_a_reader_that_goes_away_is_no_failure_of_ours(vault):
    folder = vault({"a.md": "".join(f"[[target {n}]]\n" for n in range(20_000))})
    done = subprocess.Popen([sys.executable, "-m", "vaultkit", "--vault", str(folder), "links"], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
    assert done.stdout.readline()
    done.stdout.close()
    assert done.wait() == 141
    assert done.stderr.read() == b""
    done.stderr.close()


def test_the_shell_completes_commands_and_notes(run, vault):
    folder = vault({"Идея.md": "текст"})
    names = run(_VAULTKIT_COMPLETE="bash_complete", COMP_WORDS="vaultkit li", COMP_CWORD="1").out
    assert sorted(names.splitlines()) == ["plain,link", "plain,links"]
    notes = run(cwd=folder, _VAULTKIT_COMPLETE="bash_complete", COMP_WORDS="vaultkit show Ид", COMP_CWORD="2").out
    assert "plain,Идея.md" in notes


@pytest.mark.skipif(os.name == "nt", reason="a pseudo terminal is POSIX")
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_only_on_a_terminal_and_not_against_the_users_will(vault, env, coloured):
    import pty

    folder = vault({"a.md": "[[b]]", "b.md": ""})
    main, side = pty.openpty()
    subprocess.run([sys.executable, "-m", "vaultkit", "--vault", str(folder), "links"], stdout=side,
                   stderr=subprocess.DEVNULL, check=True, env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **env})
    os.close(side)
    shown = os.read(main, 10_000)
    os.close(main)
    assert (b"\x1b[" in shown) is coloured


def test_without_a_command_the_help_is_shown_as_it_is(run):
    result = run()
    assert result.code == 2 and result.out == ""
    assert result.err.startswith("Usage: vaultkit [OPTIONS] COMMAND")
