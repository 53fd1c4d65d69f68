"""Inputs made to be slow are read in a time that grows with their length only (each in a process that is killed
when it does not end)."""

import subprocess
import sys

import pytest

INPUTS = {
    "open wikilinks": "'[[' * n", "wikilinks with bars": "'[[a|' * n", "half closed": "'[[a]' * n", "comments": "'%%' * n", "texts between comments": "'%%a%% *b* ' * n",
    "quotes": "'>' * n", "quotes with blanks": "'> ' * n", "stars": "'*' * n", "star words": "'*a ' * n", "bold in bold": "'**a ' * n + '**' * n",
    "brackets": "'[' * n", "closing brackets": "']' * n", "parentheses": "'(' * n", "links in links": "'[a](' * n", "images in images": "'![' * n + '](a)' * n",
    "backticks": "'`' * n", "backtick runs": "''.join('`' * (i % 300) + 'a' for i in range(n // 100))", "list markers": "'- ' * n", "ordered markers": "'1. ' * n",
    "nested list": "''.join('  ' * (i % 400) + '- a\\n' for i in range(n // 50))", "tags": "'#a ' * n", "hashes": "'#' * n", "html comments": "'<!--' * n",
    "closed html comments": "'<!-- a -->' * n", "dollars": "'$' * n", "double dollars": "'$$a ' * n", "double dollar lines": "'$$\\n\\n' * n", "footnotes": "'[^a]' * n",
    "footnote definitions": "'[^a]: ' * n", "inline footnotes": "'^[' * n", "closed inline footnotes": "'^[a] ' * n", "tildes": "'~~a ' * n", "tags of html": "'<a ' * n",
    "fields": "'a:: ' * n", "bracket fields": "'[a:: ' * n", "closed bracket fields": "'[a:: b]' * n", "field lines": "'a:: b\\n' * n", "colons": "':' * n",
    "ids": "'a ^b\\n' * n", "ids alone": "'^b\\n\\n' * n", "ids in a list": "'- a ^b\\n' * n", "headings": "'# a\\n' * n", "headings in quotes": "'> # a\\n\\n' * n", "deep headings": "'# ' + 'a' * n + '\\n' + '## b\\n' * n",
    "backslashes": "'\\\\' * n + '[[a]]'", "escaped links": "'\\\\[[a]] ' * n", "addresses": "'http://' * n + '/blob/a'", "many addresses": "'/blob/' * n", "table": "'|a' * 2000 + '\\n' + '|-' * 2000 + '\\n' + '|a\\n' * (n // 50)",
    "code in one line": "'`a` ' * n", "cyrillic code in one line": "'ы `a` **б** ' * n", "callouts": "'> [!a] b\\n\\n' * n", "turns": "'> [!user] **User**\\n> a\\n<!-- UID: 1 -->\\n\\n' * (n // 10)", "uids": "'<!-- UID: 1 -->\\n' * n",
    "unclosed frontmatter": "'---\\n' + 'a: b\\n' * n", "frontmatter brackets": "'---\\na: ' + '[' * n + '\\n---\\n'", "frontmatter list": "'---\\na:\\n' + '- \"[[b]]\"\\n' * (n // 10) + '---\\n'", "anchors": "'---\\n' + 'a: &a [*a]\\n---\\n'",
    "carriage returns": "'\\r' * n", "spaces": "' ' * n + 'a'", "blank quotes": "'> a\\n' + '>\\n' * n", "abbreviations": "'т. е. ' * n", "underscores": "'_a ' * n", "list tails": "'1. ' * 150 + 'a\\n' + '\\n' * n",
    "callout headings": "'> [!a] ' + 'b' * n", "speaker": "'> [!user] ' + 'a-' * n", "dates": "'> [!user] **User** - ' + '1 ' * n", "math in links": "'[[a$b]] ' * n", "code in links": "'[[a`b]] ' * n",
}


PLAIN = ["open wikilinks", "comments", "quotes", "stars", "brackets", "closing brackets", "parentheses", "backticks", "list markers", "tags",
         "html comments", "dollars", "nested list"]
GROUPS = {"tokens": (100_000, PLAIN)} | {
    f"constructs {start}": (10_000, [name for name in INPUTS if name not in PLAIN][start:start + 14]) for start in range(0, 56, 14)}


@pytest.mark.parametrize("group", GROUPS)
def test_it_ends(group):
    count, names = GROUPS[group]
    lines = [f"n = {count}", "from vaultkit.markdown.blocks import blocks", "from vaultkit.markdown.parse import parse", *(f"blocks(parse({INPUTS[name]}))" for name in names)]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-500:]


def test_no_input_is_left_out():
    assert {name for _, names in GROUPS.values() for name in names} == set(INPUTS)
