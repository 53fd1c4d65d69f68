"""What a person reads, in every language: the same keys, the same places, every plural form."""

from __future__ import annotations

import copy
import re
import string
from pathlib import Path
from typing import get_args

import pytest

import vaultkit
from vaultkit.messages.message import Lang, Message, language, reported
from vaultkit.messages.words import LANGUAGES, Words

ENGLISH = language("en")
OTHERS = [lang for lang in LANGUAGES if lang != "en"]
PACKAGE = Path(vaultkit.__file__).parent


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_package_of_messages_is_a_language():
    folders = {path.parent.name for path in (PACKAGE / "messages").glob("*/__init__.py")}
    assert set(LANGUAGES) == set(get_args(Lang)) == folders and LANGUAGES[0] == "en"


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_has_the_keys_and_places_of_english(lang):
    found = language(lang)
    assert list(found.texts) == list(ENGLISH.texts) and list(found.forms) == list(ENGLISH.forms)
    assert not [key for key, text in found.texts.items() if not text or (places(text) != places(ENGLISH.texts[key])
                # What YAML says in English may be left out.
                and not (key.startswith("problem.") and set(places(text)) < set(places(ENGLISH.texts[key]))))]
    assert not [key for key, forms in found.forms.items() if {*map(str, map(places, forms))}
                != {*map(str, map(places, ENGLISH.forms[key]))}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_counted_thing_has_a_form_for_every_number(lang):
    found = language(lang)
    numbers = {found.plural(n) for n in range(1000)}
    assert numbers == set(range(len(numbers)))
    assert not [key for key, forms in found.forms.items() if len(forms) != len(numbers) or not all(forms)]


def test_no_key_stands_twice():
    for path in (PACKAGE / "messages").rglob("*.py"):
        keys = re.findall(r"""^    "([a-z][a-z0-9_.]*)": """, path.read_text("utf-8"), re.M)
        assert len(keys) == len(set(keys)), path


def source_texts() -> str:
    return "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".py", ".js", ".j2")
                   and path.parent.name not in LANGUAGES)


def test_no_text_is_left_over_and_none_is_missing():
    source, texts = source_texts(), {*ENGLISH.texts, *(key for key in ENGLISH.forms if "." in key)}
    quoted = set(re.findall(r"""["']([a-z]+\.[a-z0-9_.]+)["']""", source))
    # Keys that are put together: what stands before the part that is filled in.
    begun = tuple(set(re.findall(r"""["']([a-z]+\.(?:[a-z_.]*[._])?)(?:\{|["'] [+~])""", source)))
    asked = set(re.findall(r"""(?:words|Message)\(\s*["']([a-z]+\.[a-z0-9_]+)["']""", source))
    groups = set(re.findall(r"""\bnamed?\(["']([a-z_]+)["']""", source))
    assert asked - texts == set()
    left = {key for key in texts if key.partition(".")[0] not in groups and not key.startswith(begun)} - quoted
    assert left == set()


def test_every_stage_of_the_ontology_has_a_name():
    from vaultkit.ontology import load_ontology

    assert not [stage for stage in load_ontology().chain if f"stage.{stage}" not in ENGLISH.texts]
    assert Words("ru").name("stage", "hypothesis") == "hypothesis"


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 заметок"), (1, "1 заметка"), (2, "2 заметки"), (5, "5 заметок"), (11, "11 заметок"), (12, "12 заметок"),
     (21, "21 заметка"), (22, "22 заметки"), (111, "111 заметок"), (1234, "1\u202f234 заметки")],
)
def test_russian_plurals(n, text):
    assert Words("ru").count("note", n) == text


def test_english_plurals():
    assert [Words("en").count("note", n) for n in (0, 1, 2, 1234)] == ["0 notes", "1 note", "2 notes", "1,234 notes"]


def test_numbers_are_written_as_the_language_writes_them():
    assert [Words("en").number(12345.5), Words("ru").number(12345.5)] == ["12,345.5", "12\u202f345,5"]
    assert [Words("en").seconds(0.42), Words("ru").seconds(0.42), Words("ru").seconds(12.3)] == [
        "0.42 s", "0,42 с", "12 с"]


def test_a_message_reads_in_english_and_is_said_in_every_language():
    message = Message("suggest.missing", stage=Message("stage.scheme"))
    assert message == "missing: scheme" and isinstance(message, str)
    assert Words("ru").say(message) == "не хватает: схема" and Words("en").say(message) == "missing: scheme"
    assert Words("ru").say("as it is") == "as it is"
    with pytest.raises(KeyError):
        Message("suggest.nothing_of_that_name")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_message_can_still_be_said(copied):
    assert Words("ru").say(copied(Message("plan.week", n=3))) == "Неделя 3"


@pytest.mark.parametrize("key", [key for key in ENGLISH.texts if key.startswith("problem.")])
def test_what_a_reader_reported_is_known_from_its_english_text(key):
    message = Message(key, **dict.fromkeys(places(ENGLISH.texts[key]), "a (b): c"))
    assert reported(str(message)) == message and reported(str(message)).key == key


def test_what_a_reader_reported_is_said_with_its_reason():
    said = reported("the frontmatter is not read: it is longer than 12 bytes")
    assert Words("ru").say(said) == "свойства не прочитаны: они длиннее 12 байт"
    assert Words("ru").say(reported("the frontmatter is not read: so")) == "свойства не прочитаны: so"
    assert reported("what no reader says") == "what no reader says"


def test_texts_that_stand_beside_each_other_may_lack_a_language():
    assert Words("ru").pick(("name {n}", "имя {n}"), n=1) == "имя 1" and Words("ru").pick(("only {n}",), n=1) == "only 1"
