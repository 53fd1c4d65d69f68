"""Reading grows with what is read: four times as much of anything costs about four times as much, not sixteen times.

CPU time of one process is measured, again where it looks too much, and the least counts.
"""

import subprocess
import sys
import time
from dataclasses import fields as fields_of
from dataclasses import replace

import pytest

from vaultkit.answer.question import read_question
from vaultkit.config import Config
from vaultkit.ideas.ideas import KnownNames
from vaultkit.markdown.blocks import blocks
from vaultkit.markdown.parse import parse
from vaultkit.model import Note
from vaultkit.model.constructs import CONSTRUCTS
from vaultkit.ontology.words import heading_candidates
from vaultkit.search.chunk_table import searched
from vaultkit.search.chunking import chunk_note
from vaultkit.source.parse import parse_source
from vaultkit.source.traces import links_in
from vaultkit.text.tokens import Stemmer
from vaultkit.vault.canvas import canvas_links
from vaultkit.vault.index import Lookups, VaultIndex
from vaultkit.vault.link_table import link_rows
from vaultkit.vault.records import to_note, to_row
from vaultkit.vault.resolve import Anchors, Resolver
from vaultkit.workspace import Vault

SIZE = 4_000
UNITS = {
    "field link": "a:: [[b]] ", "field link lines": "a:: [[b]]\n", "bracket field link": "[a:: [[b]]] ", "paren field": "(a:: [[b]]) ",
    "nested paren fields": "(a:: ", "wikilink": "[[a]] ", "wikilink alias": "[[a|b]] ", "wikilink sub": "[[a#b]] ", "wiki lines": "[[a]]\n",
    "embed": "![[a.png|30]] ", "mdlink": "[a](b.md) ", "mdlink paren": "[a](b(c).md) ", "mdlink angle": "[a](<b c.md>) ",
    "mdlink code": "[`a` b](c.md) ", "mdlink nested": "[[a] b](c) ", "img": "![a](b.png) ", "img link": "[![a](b)](c) ", "ref link": "[a][b] ",
    "ref defs": "[a]: b\n", "ref both": "[a]: b\n\n[a] ", "tempting dest": "[a](b#x::y) ", "tempting ref": "[a](<b #c>) ", "heading": "# a\n",
    "headings text": "# a\n\ntext\n\n", "headings levels": "# a\n## b\n### c\n", "setext": "a\n===\n\n", "setext many": "a\n",
    "heading quote": "> # a\n\n", "heading item": "- # a\n", "heading comment": "# a\n%% b %%\n", "heading htmlcomment": "# a\n<!-- b -->\n",
    "headings in one quote": "> # a\n", "headings hr": "# a\n---\n", "heading in callout": "> [!a] b\n> # c\n\n", "headings deeper": "###### a\n",
    "callout": "> [!a] b\n> c\n\n", "callout in one": "> [!a] b\n", "callouts nested alternating": "> [!a]\n> > [!b]\n\n", "quote": "> a\n\n",
    "quote lines": "> a\n", "lazy": "> a\nb\n", "list": "- a\n", "list loose": "- a\n\n", "list alt": "- a\n* b\n", "nested2": "- a\n  - b\n",
    "ordered": "1. a\n", "ordered alt": "1. a\n2) b\n", "task": "- [ ] a\n", "task nested": "- [ ] a\n  - [x] b\n", "item para": "- a\n\n  b\n\n",
    "item quote": "- > a\n", "item fence": "- ```\n  a\n  ```\n", "item id": "- a ^b\n", "item id alone": "- a\n\n^b\n\n",
    "one list ids": "- a\n  ^b\n", "quote id": "> a\n\n^b\n\n", "block id": "a ^b\n\n", "block id lines": "a ^b\n", "tag": "#a ",
    "tag lines": "#a\n", "tag quoted": ">#a\n", "tags nested": "#a/b/c ", "inline field": "[a:: b] ", "field lines": "a:: b\n",
    "field para": "a:: b\n\n", "comment": "%% a %% ", "comment lines": "%% a %%\n", "comment block": "%%\na\n%%\n", "comment link": "%% [[a]] %%\n",
    "comment paras": "%% *a* %%\n\n", "html comment": "<!-- a --> ", "html comment lines": "<!-- a -->\n\n",
    "html comment in para": "a <!-- b -->\n", "math": "$a$ ", "math block": "$$\na\n$$\n", "math block blank": "$$\na\n\nb\n$$\n\n",
    "math display": "$$a$$ ", "math odd": "$$ a\n\n", "math broken links": "[[a$b]] c$ ", "table": "|a|b|\n|-|-|\n|c|d|\n\n",
    "table links": "| [[a\\|b]] |\n|-|\n\n", "fence": "```\na\n```\n", "fence lang": "```py\npass\n```\n\n", "fence tilde": "~~~\na\n~~~\n",
    "indented": "    a\n\nb\n\n", "fence open": "```\n", "fence idle": "```py\ndef f(a):\n  pass\n```\n", "footnote ref": "[^a] ",
    "footnote def": "[^a]: b\n\n", "footnote def lines": "[^a]: b\n", "footnote inline": "^[a] ", "footnote nested": "^[a ^[b]] ",
    "footnote def multi": "[^a]: b\n    c\n\n", "html": "<b>a</b> ", "html block": "<div>\na\n</div>\n\n", "html open": "<div>\n",
    'html inline attr': '<a b="c"> ', "autolink": "<http://a.b> ", "bare url": "http://a.b/blob/c ", "permalink md": "[a](http://a.b/blob/c) ",
    "code": "`a` ", "code lines": "`a`\n", "code link": "[[`a]] b` ", "bold": "**a** ", "bold lines": "- **a** b\n", "bold link": "[**a**](b) ",
    "italic": "*a* ", "strike": "~~a~~ ", "highlight": "==a== ", "escape": "\\[[a]] ", "backslash": "\\\\ ", "entity": "&amp; ", "hr": "---\n\n",
    "hr2": "***\n", "blank": "\n", "crlf": "a\r\n", "cr": "a\r", "nel": "a\x85", "ls": "a\u2028", "word": "word ", "cyr": "слово ",
    "sentence": "Слово. ", "abbr": "т. е. ", "emoji": "🎯 ", "zwj": "a\u200d", "nbsp": "\xa0", "combining": "é", "single char": "a",
    "single cyr": "ы", "combining run": "́", "hangul": "가 ", "han": "漢字", "dots": ". ", "quote marks": "« ", 'apostrophes': "a'", "camel": "aB",
    "snake": "a_", "digits": "1 ", "digitrun": "1", "exclaim": "! ", "ellipsis": "…", "brackets alone": "[a] ", "parens": "(a) ", "dashes": "- - ",
    "colon": ": ", "pipes": "|", "pipe lines": "|\n", "pipe rows": "| a |\n", "plus": "+ a\n", "tabs": "\t", "tab items": "\t- a\n",
    "turn": "> [!user] **User** - 30.06.2025 at 12:10\n> a\n<!-- UID: 1 -->\n\n",
    "turn pair": "> [!user] **User**\n> a\n\n> [!assistant] **AI**\n> b\n\n", "turn heading": "## User\n\na\n\n## Assistant\n\nb\n\n",
    "turn bold": "**You:** a\n\n**ChatGPT:** b\n\n", "turn headings in": "> [!user] **User**\n> # h\n\n", "turn blank": "> [!user] **User**\n>\n\n",
    "turn callouts": "> [!user] **User**\n> > [!note] a\n\n", "uid many": "> [!user] **User**\n<!-- UID: 1 -->\n<!-- UID: 2 -->\n\n",
}
TEXTS = {name: (lambda n, unit=unit: unit * (n // len(unit))) for name, unit in UNITS.items()} | {
    "different tags": lambda n: "".join(f"#a{i} " for i in range(n // 8)), "one table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * (n // 6),
    "table of cut links": lambda n: "|a|b|\n|-|-|\n" + "|[[c|d]]|\n" * (n // 10), "deep indents": lambda n: "".join("  " * (i % 150) + "- a\n" for i in range(n // 150)),
    "wide table": lambda n: "|a" * (n // 12) + "|\n" + "|-" * (n // 12) + "|\n" + "|c\n" * (n // 6), "one heading": lambda n: "# " + "a [[" * (n // 4),
    "different footnotes": lambda n: "".join(f"[^a{i}] " for i in range(n // 16)) + "\n\n" + "".join(f"[^a{i}]: b\n" for i in range(n // 16)),
    "list of properties": lambda n: "---\n" + "".join(f"a{i}: b\n" for i in range(n // 8)) + "---\n", "property list": lambda n: "---\na:\n" + "- b\n" * (n // 4) + "---\n",
    "property links": lambda n: "---\na:\n" + '- "[[b]]"\n' * (n // 10) + "---\n", "one property's links": lambda n: '---\na: "' + "[[b]] " * (n // 6) + '"\n---\n',
    "aliases": lambda n: "---\naliases:\n" + "".join(f"- b{i}\n" for i in range(n // 7)) + "---\n", "tag property": lambda n: "---\ntags: " + " ".join(f"b{i}" for i in range(n // 6)) + "\n---\n",
    "property text": lambda n: "---\na: |\n" + "  b [[c]]\n" * (n // 10) + "---\n", "property braces": lambda n: "---\na: " + "{b: [" * 90 + "c" * n + "]}" * 90 + "\n---\n",
    "mixed headings": lambda n: "".join("#" * (i % 6 + 1) + f" a{i}\n" for i in range(n // 8)), "sections of links": lambda n: "".join(f"# a{i}\n[[#a{i}]]\n" for i in range(n // 16)),
}  # fmt: skip


def read(text: str) -> Note:
    """One note through everything that happens to it alone: parsing, records, passages, words, stages."""
    note = parse(text, "a.md")
    row, links = to_row(note, blocks(note)), link_rows(note.links)
    to_note("a.md", row.head, row.outline, row.body, links.written, (), row.mentions)
    stemmer = Stemmer()
    for chunk in chunk_note(note, text):
        stemmer.text(searched(chunk.text))
    for heading in note.headings:
        list(heading_candidates(heading.text))
    anchors = Anchors([heading.path for heading in note.headings], [block.id for block in note.block_ids])
    for link in note.links:
        anchors.check(link.subpath)
    return note


def assert_grows_evenly(run, make, size=SIZE, most=9.0):
    """Whether ``run`` over ``make(size)``, twice and four times as much grows evenly; the times are told where not."""
    least = {}
    for _ in range(4):
        for times in (4, 2, 1):
            made = make(size * times)
            start = time.process_time()
            run(made)
            least[times] = min(least.get(times, 1e9), time.process_time() - start)
            if times == 4 and least[4] < 0.03:
                return
        if least[4] < most * least[1]:
            return
    told = ", ".join(f"{size * times}: {least[times]:.3f} s" for times in (1, 2, 4))
    raise AssertionError(f"it grows faster than what is read ({told})")


@pytest.fixture(autouse=True, scope="module")
def warm():
    read("Слово. Word [[a]] ![[b]]\n\n" * 200)


@pytest.mark.parametrize("name", TEXTS)
def test_a_construct(name):
    assert_grows_evenly(read, TEXTS[name])


def test_every_construct_of_the_registry_is_among_them():
    notes = [parse(make(2_000)) for make in TEXTS.values()]
    wanted = {row.field for row in CONSTRUCTS} | {"aliases"}
    assert wanted <= {field.name for field in fields_of(Note)}
    assert [name for name in sorted(wanted) if not any(getattr(note, name) for note in notes)] == []


class Named:
    """``count`` notes of one name, each in a folder of its own, all with one alias."""

    def __init__(self, count):
        self.paths = [f"{number}/README.md" for number in range(count)]

    def files(self, key):
        return self.paths if key == "readme" else ()

    def aliases(self, name):
        return self.paths


@pytest.mark.parametrize("target", ["README", "0/README", "readme.md", "alias", "../README", "/README"])
def test_links_to_namesakes(target):
    def run(names):
        resolver = Resolver(names)
        shared = {id(resolver.resolve(target, path).candidates) for path in names.paths}
        assert len(shared) <= 2, "the candidates are shared"

    assert_grows_evenly(run, Named, 2_000)


def test_nodes_of_a_canvas():
    def make(n):
        node = '{"id":"1","type":"text","text":"[[a]] \\u0436 [b](c.md)"},{"id":"2","type":"file","file":"a.md"},'
        return '{"nodes":[' + node * (n // len(node)) + '{"id":"3"}],"edges":[]}'

    assert_grows_evenly(lambda text: canvas_links(text, "a.canvas", lambda said: parse(said).links), make, 30_000)


def test_one_text_of_a_canvas():
    assert_grows_evenly(lambda text: canvas_links(text, "a.canvas", lambda said: parse(said).links),
                 lambda n: '{"nodes":[{"type":"text","text":"' + "[[a]] \\n" * (n // 9) + '"}]}')


@pytest.mark.parametrize("unit", ["vault: [[a]]\n", "vault: [[a]], ", "implements: [[", "vault: [[a]] [[b]] ", "vault:"])
def test_trace_comments(unit):
    assert_grows_evenly(lambda text: links_in(text, 1, 1), lambda n: unit * (n // len(unit)))


@pytest.mark.parametrize("name", ["a" * 50, "x y", "ы"])
def test_headings_that_links_ask_for(name):
    def run(count):
        anchors = Anchors([(f"top {number}", name) for number in range(count)], ())
        for number in range(count):
            anchors.check(f"top {number}#{name}")
            anchors.check(f"none {number}#{name}")

    assert_grows_evenly(run, int, 700)


def write(root, count):
    """A vault of namesakes, one heading everywhere, chains, tags and aliases that all share."""
    for number in range(count):
        folder = root / f"f{number}"
        folder.mkdir(parents=True)
        text = f"---\naliases: [same]\ntags: [one]\nkind: concept\n---\n# Same\n[[README]] [[same]] [[f{number}/README#Same]] [[gone]]\n"
        (folder / "README.md").write_text(text, "utf-8")
    return root


def test_a_vault_of_namesakes(tmp_path):
    def run(root):
        with Vault.open(root) as vault:
            vault.links()
            vault.gaps()
            assert any(found.rule == "ambiguous-link" for found in vault.check().findings)

    made = iter(range(100))
    assert_grows_evenly(run, lambda n: write(tmp_path / f"v{next(made)}", n), 60)


def test_the_candidates_of_a_name_are_stored_once(tmp_path):
    with VaultIndex.open(Config(vault=write(tmp_path / "v", 60))) as index:
        index.refresh()
        rows = index._db.execute("SELECT length(paths) FROM candidates").fetchall()
        assert len(rows) == 2, "those of the name and those of the alias"
        found = [link for link in index.links() if link.target == "README"]
        assert {len(link.candidates) for link in found} == {60}
        assert all(link.candidates[0] == link.resolved == link.source for link in found), "the one that opens is first"
        faulty = list(Lookups(index).faulty_links(None))
        assert len({id(link.candidates) for link in faulty if link.status == "ambiguous"}) == 1
        (tmp_path / "v" / "f0" / "README.md").unlink()
        index.refresh()
        assert {len(link.candidates) for link in index.links() if link.target == "README"} == {59}
        assert len(index._db.execute("SELECT 1 FROM candidates").fetchall()) == 2, "what no link has is gone"


@pytest.mark.skipif(sys.platform == "win32", reason="it measures memory with resource")
@pytest.mark.parametrize("command", [["check"], ["index", "--full", "--no-embed"], ["links"]])
def test_a_note_and_a_canvas_of_two_gigabytes_cost_nothing(tmp_path, command):
    for name in ("big.md", "big.canvas"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(2_000_000_000)
    (tmp_path / "a.md").write_text("[[big]]\n", "utf-8")
    # VmHWM is of this program alone; ru_maxrss begins with what the parent had (proc(5), getrusage(2)).
    code = ("import resource, sys; from vaultkit.cli.run import main\n"
            f"try: main(['--vault', {str(tmp_path)!r}, *{command!r}])\n"
            "finally:\n"
            " peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            " if sys.platform == 'linux':\n"
            "  peak = next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM'))\n"
            " print(peak, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    used = int(done.stderr.split()[-1]) // (1024 if sys.platform == "darwin" else 1)
    assert used < 150_000, "kilobytes"


@pytest.mark.parametrize("language, unit", [
    ("python", "# vault: [[A]]\n\n"), ("python", "def f():\n    pass  # vault: [[A]]\n"), ("javascript", "/* vault: [[A]] */ "),
    ("rust", "/// vault: [[C]]\nfn f() {}\n"), ("python", "class C:\n  def f(self):\n    # vault: [[A]]\n    pass\n")])
def test_sources_with_many_trace_comments(language, unit):
    assert_grows_evenly(lambda data: parse_source(language, data, "a"), lambda n: unit.encode() * (n // 10), 5_000)


@pytest.mark.parametrize("unit", ["how much ", "price ", "what does ", "what is ", "сколько "])
def test_questions(unit):
    assert_grows_evenly(read_question, lambda n: unit * (n // len(unit)))


@pytest.mark.parametrize("unit", ["(", "[", "(a", ") "])
def test_names_with_brackets(unit):
    assert_grows_evenly(lambda name: KnownNames([replace(parse("x", "a.md"), title=name)], []), lambda n: unit * (n // len(unit)) + "x)")
