"""The reader against markdown-it-py: headings, fences, lists, quotes, tables and Markdown links agree on whole vaults.

Read are sample_vault/ and the folders that the environment variable VAULTKIT_TEST_VAULTS names (parted as in PATH).
Where the two may differ, ALLOWED says why.
"""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from vaultkit.markdown.events import collect
from vaultkit.markdown.mdlinks import destination
from vaultkit.markdown.parse import parse
from vaultkit.markdown.source import NoteText

SAMPLE = Path(__file__).parents[2] / "sample_vault"
NAMED = [Path(name) for name in os.environ.get("VAULTKIT_TEST_VAULTS", "").split(os.pathsep) if name]

Things = dict[str, Counter]
WIKILINK = re.compile(r"\[\[[^\n]*?\]\]")
LINK_AFTER_WIKILINK = re.compile(r"\[\[[^\[\]\n]*\]\]\(([^()\s]+)\)")
MATH = re.compile(r"\$\$?[^$\n]+\$\$?")


def oracle_reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark").enable("table").enable("strikethrough").use(footnote_plugin)
    reader.validateLink = lambda url: True
    reader.normalizeLink = lambda url: url
    return reader


def of_oracle(text: str) -> Things:
    found: Things = {kind: Counter() for kind in ("heading", "fence", "list", "quote", "table", "link")}
    tokens = oracle_reader().parse(text)
    open_lists, tables = [], []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "heading_open":
            said = " ".join(part.strip() for part in following.content.split("\n")).strip()
            found["heading"][line, int(token.tag[1]), said] += 1
        elif token.type == "fence":
            found["fence"][line, token.info.strip(), token.content] += 1
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            open_lists.append([line, token.type == "ordered_list_open", 0])
        elif token.type == "list_item_open":
            open_lists[-1][2] += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            found["list"][tuple(open_lists.pop())] += 1
        elif token.type == "blockquote_open":
            found["quote"][line,] += 1
        elif token.type == "table_open":
            tables.append([line, -1])
        elif token.type == "tr_open":
            tables[-1][1] += 1
        elif token.type == "inline":
            found["link"].update(inline_links(token))
    found["table"] = Counter(map(tuple, tables))
    return found


def inline_links(token):
    for child in token.children or ():
        if child.type == "link_open" and child.info != "auto":
            yield 0, "markdown", *destination(child.attrs["href"])
        elif child.type == "image":
            yield 0, "embed", *destination(child.attrs["src"])
            yield from inline_links(child)


def of_ours(text: str, body: str) -> Things:
    note = parse(text)
    source = NoteText(body)
    return {
        "heading": Counter((h.line, h.level, h.text) for h in note.headings),
        "fence": Counter((f.line, f.info, f.text) for f in note.fences),
        "list": Counter((block.line, block.ordered, len(block.items)) for block in note.lists),
        "quote": Counter((source.line(start),) for start, _, _ in collect(body).get("BlockQuote", ())),
        "table": Counter((table.line, len(table.rows)) for table in note.tables),
        "link": Counter((0, link.kind, link.target, link.subpath) for link in note.links
                        if link.kind == "markdown" or (link.kind == "embed" and not link.raw.startswith("![["))),
    }


def in_comment(text: str, thing: tuple) -> bool:
    return any(c.line <= thing[0] <= c.end_line for c in parse(text).comments if not c.html)


def behind_a_wikilink(text: str, thing: tuple) -> bool:
    return any(destination(url) == thing[2:] for url in LINK_AFTER_WIKILINK.findall(text))


def in_a_wikilink(text: str, thing: tuple) -> bool:
    return any(f"]({thing[2]}" in link for link in WIKILINK.findall(text))


def in_math(text: str, thing: tuple) -> bool:
    return any(f"]({thing[2]}" in math for math in MATH.findall(text))


def leads_nowhere(text: str, thing: tuple) -> bool:
    return thing[2:] == ("", None)


# kind of thing, whose reading may have more, whether the difference is this one, reason
ALLOWED = [
    (("heading", "fence", "list", "table"), "oracle", in_comment,
     "Obsidian's %%comments%% are no Markdown: nothing in them counts (links stay, marked as commented)"),
    (("link",), "oracle", behind_a_wikilink,
     "[[a|b]](url) is a wikilink with a parenthesis behind it to Obsidian, a link with brackets in its text to CommonMark"),
    (("link",), "oracle", in_a_wikilink, "[[a#[b](c)]] is a link to a heading that holds a link, not a Markdown link"),
    (("link",), "oracle", leads_nowhere, "[a]() has no destination: nothing to resolve, so it is left out"),
    (("link",), "oracle", in_math, "what stands between dollars is math to Obsidian"),
]


def unexplained(text: str) -> list[str]:
    """The differences between both readings of one note that ALLOWED does not name."""
    text = text.removeprefix("\ufeff")
    lines = re.split(r"\r\n?|\n", text)
    begin = parse(text).body_line - 1
    body = "\n" * begin + "\n".join(lines[begin:])
    oracle, ours = of_oracle(body), of_ours(text, body)
    told = []
    for kind in oracle:
        for who, extra in (("oracle", oracle[kind] - ours[kind]), ("ours", ours[kind] - oracle[kind])):
            for thing in extra:
                if not any(kind in kinds and who == whose and fits(text, thing) for kinds, whose, fits, _ in ALLOWED):
                    told.append(f"{kind}, only {who}: {thing}")
    return told


def compare(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            found += [f"{path}: {what}" for what in unexplained(path.read_bytes().decode("utf-8", "replace"))]
    return found


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="no sample_vault here")
def test_the_sample_vault_reads_the_same():
    assert compare(SAMPLE) == []


@pytest.mark.skipif(not NAMED, reason="VAULTKIT_TEST_VAULTS names no folders")
@pytest.mark.parametrize("folder", NAMED, ids=lambda folder: folder.name)
def test_named_vaults_read_the_same(folder):
    assert compare(folder) == []


@pytest.mark.parametrize("text", [
    "%%\n# h\n- a\n%%\n", "[[a|b]](c.md)\n", "[[a#[b](c)|d]]\n", "$[a](b)$\n", "[a]()\n",
])
def test_each_allowed_difference_is_one(text):
    body = of_oracle(text)
    assert body != of_ours(text, text) and unexplained(text) == []
