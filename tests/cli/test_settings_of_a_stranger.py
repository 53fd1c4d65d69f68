"""The settings that a vault brings: read from a file of its own, of a size that a person writes, in a moment.

A link that leaves the vault is refused and shows nothing of what it leads to; a pipe or device hangs nothing; what is
made to take for ever is refused.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

NOTE = "---\nkind: concept\n---\n\ntext\n"
OURS = ["vaultkit.toml", "ontology.yaml"]
SECRET = "секрет-строка = 1\nрегион: [один\n"


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    made = tmp_path / "Хранилище"
    made.mkdir()
    (made / "Идея.md").write_text(NOTE, encoding="utf-8")
    return made


@pytest.mark.parametrize("name", OURS)
def test_a_link_out_of_the_vault_is_refused_and_shows_nothing(call, stranger, tmp_path, name):
    (tmp_path / "outside").write_text(SECRET, encoding="utf-8")
    (stranger / name).symlink_to(tmp_path / "outside")
    done = call("--vault", str(stranger), "check")
    assert done.code == 2 and name in done.err and "leads out" in done.err
    assert not any(word in done.out + done.err for word in ("секрет", "регион", "один"))


@pytest.mark.parametrize("name", OURS)
def test_a_link_within_the_vault_is_followed(call, stranger, name):
    (stranger / "own").write_text("", encoding="utf-8")
    (stranger / name).symlink_to("own")
    assert call("--vault", str(stranger), "check").code == 0


@pytest.mark.parametrize("name", [*OURS, "vaultkit-templates/scheme.md.j2"])
def test_a_file_without_an_end_is_not_read(call, stranger, name):
    (stranger / name).parent.mkdir(exist_ok=True)
    with (stranger / name).open("wb") as file:
        file.truncate(20_000_000_000)
    command = ["scaffold", "Идея", "--dry-run"] if "/" in name else ["check"]
    done = call("--vault", str(stranger), *command)
    assert done.code == 2 and name.rpartition("/")[2] in done.err and "bytes" in done.err


@pytest.mark.parametrize("name", [*OURS, ".gitignore", "requirements.txt", "vaultkit-templates/scheme.md.j2"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_or_device_hangs_nothing(call, stranger, name, kind):
    (stranger / name).parent.mkdir(exist_ok=True)
    if name == ".gitignore":
        (stranger / "vaultkit.toml").write_text("gitignore = true\n", encoding="utf-8")
    (stranger / "Идея.md").write_text(NOTE.replace("concept\n", "concept\nlibrary: numpy.array\n"), encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(stranger / name)
    else:
        (stranger / name).symlink_to("/dev/zero")
    for command in (["check"], ["scaffold", "Идея", "--dry-run"]):
        assert call("--vault", str(stranger), *command).code in (0, 1, 2)


@pytest.mark.parametrize("text", ["a." * 40_000 + "a = 1\n", "[" + '"й".' * 30_000 + "a]\n",
                                  "x = {" + "a." * 40_000 + "a = 1}\n"])
def test_a_key_of_endless_parts_is_no_setting(call, stranger, text):
    (stranger / "vaultkit.toml").write_text(text, encoding="utf-8")
    done = call("--vault", str(stranger), "check")
    assert done.code == 2 and "vaultkit.toml:1: no valid TOML" in done.err


def test_dots_in_a_value_are_no_parts_of_a_key(call, stranger):
    dots = ".".join("abc" * 40)
    (stranger / "vaultkit.toml").write_text(f"ignore = [\"{dots}\", '{dots}', \"\"\"\n{dots}\"\"\"] # {dots}\n", encoding="utf-8")
    assert call("--vault", str(stranger), "check").code == 0


def test_a_lock_file_with_a_key_of_endless_parts_names_no_package(call, stranger):
    (stranger / "Идея.md").write_text(NOTE.replace("concept\n", "concept\nlibrary: numpy.array\n"), encoding="utf-8")
    (stranger / "pyproject.toml").write_text("a." * 40_000 + "a = 1\n", encoding="utf-8")
    assert call("--vault", str(stranger), "check").code in (0, 1)


@pytest.mark.parametrize("text", [f"{'k' * 90_000} = 1\n", f'lang = "{"k" * 90_000}"\n', f'gitignore = "{"k" * 90_000}"\n'])
def test_a_message_quotes_as_much_as_a_line_can_hold(call, stranger, text):
    (stranger / "vaultkit.toml").write_text(text, encoding="utf-8")
    done = call("--vault", str(stranger), "check")
    assert done.code == 2 and len(done.err) < 1_000


WORDS = ", ".join(f"w{number}" for number in range(3_000))


@pytest.mark.parametrize("text", [
    f"kinds:\n  k0:\n    words: [{WORDS}, {WORDS.replace('w', 'v')}]\n",
    f"kinds:\n  k0: &x\n    words: [{WORDS}]\n" + "".join(f"  k{at}: *x\n" for at in range(1, 3_000)),
])
def test_an_ontology_of_endless_words_is_refused(call, stranger, text):
    (stranger / "ontology.yaml").write_text(text, encoding="utf-8")
    done = call("--vault", str(stranger), "check")
    assert done.code == 2 and "ontology.yaml:" in done.err and "5,000" in done.err


def test_own_settings_may_be_a_link(call, stranger, tmp_path, monkeypatch):
    (tmp_path / "kept.toml").write_text('lang = "ru"\n', encoding="utf-8")
    (tmp_path / "own" / "vaultkit").mkdir(parents=True)
    (tmp_path / "own" / "vaultkit" / "config.toml").symlink_to(tmp_path / "kept.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    assert "предупреждение" in call("--vault", str(stranger), "check").err


STARS = "a*" * 30 + "b"


@pytest.mark.parametrize("where", ["ignore", ".gitignore", "src/.gitignore"])
@pytest.mark.parametrize("glob", [STARS, "/" + "a/**/" * 30 + "b"])
def test_a_pattern_of_endless_stars_takes_no_time(call, stranger, where, glob):
    folder = stranger / "src" / "/".join("a" * 60)
    folder.mkdir(parents=True)
    for name in ("a" * 200 + ".py", "a" * 200 + ".md"):
        (folder / name).touch()
    (stranger / ".git").mkdir()
    settings = f'ignore = ["{glob}"]\n' if where == "ignore" else "gitignore = true\n"
    (stranger / "vaultkit.toml").write_text(settings + '[source]\nroots = ["src"]\n', encoding="utf-8")
    if where != "ignore":
        (stranger / where).write_text(glob + "\n", encoding="utf-8")
    assert call("--vault", str(stranger), "check").code in (0, 1)
