"""A clean vault with code beside it, and two hundred known ways to break it, each with the rule and line it breaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CLEAN: dict[str, str] = {
    "vaultkit.toml": '[source]\nroots = ["код"]\n',
    "Начало.md": "# Начало\n\nСм. [[Внимание]], [[Дневник#Понедельник]] и ![[схема.png]].\n",
    "Идеи/Внимание.md": (
        "---\nkind: concept\naliases: [self-attention, самовнимание]\nuid: a-1\nschemes: \"[[Схема внимания]]\"\n"
        "algorithms:\n  - \"[[Алгоритм внимания]]\"\nrelated: [\"[[Память]]\"]\n---\n\n# Внимание\n\n"
        "> [!note] Взвешивание по [[Память|памяти]]\n> > [!tip]- Вложено\n> > ссылка на [[Дневник#^itog]]\n"),
    "Идеи/Память.md": (
        "---\nkind: concept\nwaive:\n  terms: [partial, uncovered]\n  reason: позже\n  until: 2999-01-01\n---\n\n"
        "Кэш ключей и значений.\n"),
    "Схемы/Схема внимания.md": "---\nkind: scheme\nalgorithms: \"[[Алгоритм внимания]]\"\n---\n\nВход → веса → выход.\n",
    "Алгоритмы/Алгоритм внимания.md": (
        "---\nkind: algorithm\npseudocode: \"[[Псевдокод внимания]]\"\n---\n\n1. Взять запросы.\n2. Сравнить с ключами.\n"
        "3. Сложить значения.\n"),
    "Псевдокод/Псевдокод внимания.md": "---\nkind: pseudocode\ncode: attention.py#attend\n---\n\nweights = softmax(qk)\n",
    "Дневник.md": "# Дневник\n\n## Понедельник\n\nРешили строить. ^itog\n\n## Вторник\n\n| что | где |\n| --- | --- |\n"
                  "| [[Внимание\\|идея]] | [папка](Идеи/Память.md) |\n\n```python\nx = \"[[не ссылка]]\"\n```\n",
    "English note.md": "---\ntitle: A note in English\ntags: [one, two]\n---\n\nSee [[Внимание]] and `attend`.[^1]\n\n"
                       "[^1]: [[Дневник]]\n",
    "Файлы/схема.png": "png",
    "Карта.canvas": '{"nodes":[{"id":"1","type":"file","file":"Начало.md","x":0,"y":0,"width":1,"height":1}],"edges":[]}',
    "код/attention.py": "def attend(query, keys):\n    return [query * key for key in keys]\n\n\nclass Cache:\n"
                        "    def read(self, key):\n        return self.data[key]\n",
    "код/later.py": "def plan():\n    pass\n\n\ndef soon():\n    raise NotImplementedError\n\n\nclass Later:\n"
                    "    def run(self):\n        ...\n",
}


@dataclass(frozen=True)
class Fault:
    """Files that break the clean vault, and the (path, line, rule) of everything wrong with them."""

    name: str
    files: dict[str, str]
    expected: frozenset[tuple[str, int, str]] = field(default_factory=frozenset)


def write(root: Path, files: dict[str, str]) -> None:
    """Write files, their line ends as they are."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))


# Each place holds one link; the line of the link comes after the colon.
PLACES: dict[str, tuple[str, int]] = {
    "paragraph": ("Текст и {link}.\n", 1),
    "cyrillic and emoji before": ("Ещё 💡 «ёлка» — {link}\n", 1),
    "second line": ("Первая строка,\nвторая с {link} внутри\n", 2),
    "heading": ("# О {link}\n", 1),
    "callout": ("> [!warning] Важно\n> см. {link}\n", 2),
    "callout title": ("> [!note] {link} в заголовке\n> тело\n", 1),
    "nested callout": ("> [!a] Раз\n> > [!b]- Два\n> > > [!c] Три\n> > > {link}\n", 4),
    "quote": ("> он сказал {link}\n", 1),
    "list": ("- раз\n- два {link}\n", 2),
    "nested list": ("1. раз\n   - глубже\n     - ещё {link}\n", 3),
    "task": ("- [ ] сделать {link}\n", 1),
    "table": ("| а | б |\n| --- | --- |\n| 1 | {link} |\n", 3),
    "footnote": ("Слово[^1].\n\n[^1]: сноска на {link}\n", 3),
    "emphasis": ("**жирно {link}** и ==важно==\n", 1),
    "property": ("---\nтема: \"{link}\"\n---\nтекст\n", 2),
    "list in properties": ("---\nтемы:\n  - \"[[Начало]]\"\n  - \"{link}\"\n---\n", 4),
    "inline field": ("тема:: {link}\n", 1),
    "after code": ("```\n[[не ссылка]]\n```\n\n{link}\n", 5),
    "after a comment": ("%% [[не считается]] %%\n\n{link}\n", 3),
    "windows line ends": ("раз\r\nдва\r\nтри {link}\r\n", 3),
    "byte order mark": ("\ufeffтекст {link}\n", 1),
}
LINKS: dict[str, tuple[str, list[str]]] = {
    "unresolved-link": ("unresolved-link", ["[[Нет такой заметки {n}]]", "![[Нет вложенной {n}]]"]),
    "missing-heading": ("missing-heading", ["[[Дневник#Среда {n}]]"]),
    "missing-block": ("missing-block", ["[[Дневник#^net{n}]]"]),
    "missing-attachment": ("missing-attachment", ["![[нет-{n}.png]]", "[[нет-{n}.pdf]]"]),
    "code-missing": ("code-missing", ["[[нет{n}.py]]"]),
}
PROPERTY_ONLY = {"property", "list in properties"}


def linked() -> Iterator[Fault]:
    """Every kind of link in every place."""
    number = 0
    for rule, (_, forms) in LINKS.items():
        for place, (text, line) in PLACES.items():
            number += 1
            link = forms[number % len(forms)].format(n=number)
            if place == "table":
                link = link.replace("]]", "\\|имя]]")
            if place in PROPERTY_ONLY and link.startswith("!"):
                link = link[1:]
            path = f"Сломано/{rule} {number}.md"
            yield Fault(f"{rule} in {place}", {path: text.replace("{link}", link)}, frozenset({(path, line, rule)}))


def markdown() -> Iterator[Fault]:
    """Markdown links, percent-encoded, in angle brackets, with headings; links of a canvas."""
    forms = {
        "unresolved-link": ["[а](нет-такой.md)", "[а](Нет%20такой.md)", "[а](<Нет такой.md>)", "[а](нет%20такой)"],
        "missing-heading": ["[а](Дневник.md#Среда)", "[а](Дневник.md#%D0%A1%D1%80%D0%B5%D0%B4%D0%B0)",
                            "[а](<Дневник.md#Нет там>)"],
        "missing-block": ["[а](Дневник.md#^net)"],
        "missing-attachment": ["![а](нет/картинка.jpg)", "![а](<нет картинки.png>)", "[а](нет.pdf)"],
    }
    for rule, links in forms.items():
        for number, link in enumerate(links):
            path = f"Сломано/markdown {rule} {number}.md"
            yield Fault(f"markdown {rule} {link}", {path: f"Начало.\n\nСсылка {link} тут.\n"},
                        frozenset({(path, 3, rule)}))
    node = '{"id":"%d","type":"%s",%s,"x":0,"y":0,"width":1,"height":1}'
    for number, (rule, body) in enumerate([
            ("unresolved-link", node % (1, "file", '"file":"Нет.md"')),
            ("missing-attachment", node % (2, "file", '"file":"нет.png"')),
            ("unresolved-link", node % (3, "text", '"text":"раз\\n[[Нет]]"'))]):
        path = f"Сломано/полотно {number}.canvas"
        yield Fault(f"canvas {number}", {path: f'{{"nodes":[\n{body}\n],"edges":[]}}\n'}, frozenset({(path, 2, rule)}))


def frontmatter() -> Iterator[Fault]:
    """What YAML refuses, and what a kind of the chain can't hold."""
    invalid = {
        "repeated key": ("a: 1\nb: 2\na: 3\n", 4), "tab": ("a: 1\nb:\n\t- 2\n", 4),
        "colon": ("a: раз: два\n", 2), "bracket": ("a: [раз, два\nb: 1\n", None), "quote": ("a: \"раз\nb: 2\n", None),
        "cyrillic key twice": ("тема: раз\nТема: два\nтема: три\n", 4), "percent": ("a: 1\nb: %раз\n", 3),
        "at sign": ("a: @раз\n", 2), "only text": ("просто текст\n", 2), "indent": ("a: 1\n b: 2\n", 3),
    }
    for number, (name, (text, line)) in enumerate(invalid.items()):
        path = f"Сломано/свойства {number}.md"
        if line is not None:
            yield Fault(f"frontmatter {name}", {path: f"---\n{text}---\nтекст\n"},
                        frozenset({(path, line, "frontmatter-invalid")}))
    schema = {
        "number for a link": ("kind: scheme\npart_of: {a: 1}\n", 3), "table for links": (
            "kind: algorithm\nrelated:\n  x: 1\n", 3),
        "russian word": ("вид: алгоритм\nсвязано: {a: b}\n", 3), "boolean": ("kind: scheme\ndepends_on: true\n", 3),
        "draft": ("kind: scheme\ndraft: yes indeed\n", 3), "status": ("kind: scheme\nstatus: [a]\n", 3),
        "library": ("kind: scheme\nlibrary: true\n", 3), "title": ("kind: scheme\ntitle: [a]\n", 3),
        "waiver's date": ("kind: scheme\nwaive:\n  until: 2999.01.01\n", 4),
    }
    for number, (name, (text, line)) in enumerate(schema.items()):
        path = f"Сломано/форма {number}.md"
        rules = {(path, line, "frontmatter-schema")}
        if name == "waiver's date":
            rules.add((path, line, "waiver-expired"))
        yield Fault(f"schema {name}", {path: f"---\n{text}---\nтекст\n"}, frozenset(rules))


def kinds() -> Iterator[Fault]:
    """Words that are no kind, relations that are none, relations where they can't stand."""
    words = ["kind: concpt", "kind: алгоритмм", "вид: схемо", "kind: \"[[Концептик]]\"", "kind: 42"]
    for number, word in enumerate(words):
        path = f"Сломано/вид {number}.md"
        rules = {(path, 3, "unknown-kind")}
        if "[[" in word:
            rules.add((path, 3, "unresolved-link"))
        yield Fault(f"kind {word}", {path: f"---\na: 1\n{word}\n---\nтекст\n"}, frozenset(rules))
    path = "Сломано/вид в тексте.md"
    yield Fault("kind in a field", {path: "текст\n\nkind:: algoritm\n"}, frozenset({(path, 3, "unknown-kind")}))
    relations = ["implments: \"[[Начало]]\"", "algoritms: [\"[[Начало]]\"]", "реализуе: \"[[Начало]]\"",
                 "depend_on:\n  - \"[[Начало]]\"", "refine s: \"[[Начало]]\""]
    for number, relation in enumerate(relations):
        path = f"Сломано/связь {number}.md"
        yield Fault(f"relation {relation}", {path: f"---\n{relation}\n---\n"}, frozenset({(path, 2, "unknown-relation")}))
    path = "Сломано/связь в схеме.md"
    yield Fault("relation of a scheme", {path: "---\nkind: scheme\nнастроение: \"[[Начало]]\"\n---\n"},
                frozenset({(path, 3, "unknown-relation")}))
    path = "Сломано/связь в тексте.md"
    yield Fault("relation in a field", {path: "текст\nimplemets:: [[Начало]]\n"},
                frozenset({(path, 2, "unknown-relation")}))
    wrong = {
        "up from a concept": ("concept", "implements: \"[[Схема внимания]]\""),
        "down to a concept": ("scheme", "algorithms: \"[[Память]]\""),
        "schemes to an algorithm": ("scheme", "schemes: \"[[Алгоритм внимания]]\""),
        "pseudocode to a scheme": ("algorithm", "pseudocode: \"[[Схема внимания]]\""),
        "up to a lower one": ("algorithm", "implements: \"[[Псевдокод внимания]]\""),
        "in Russian": ("алгоритм", "реализует: \"[[Псевдокод внимания]]\""),
    }
    for number, (name, (kind, relation)) in enumerate(wrong.items()):
        path = f"Сломано/нельзя {number}.md"
        rules = {(path, 3, "relation-not-allowed")}
        if kind == "concept":
            rules.add((path, 2, "new-gap"))
        yield Fault(f"relation {name}", {path: f"---\nkind: {kind}\n{relation}\n---\n"}, frozenset(rules))


def code() -> Iterator[Fault]:
    """Code that is not there, does nothing, or is named beyond the roots."""
    missing = ["code: нет.py", "code: attention.py#atend", "код: attention.py#Cache.write", "code: attention.py#Cash.read",
               "code: [attention.py, нет.py#x]", "code:\n  - attention.py\n  - src/нет.go", "code: ../../etc/passwd",
               "implementation: attention.rs", "library: json.nothing_there", "library: no_such_package.thing"]
    for number, text in enumerate(missing):
        path = f"Сломано/код {number}.md"
        line = 2 + text.count("\n")
        yield Fault(f"missing {text}", {path: f"---\n{text}\n---\nтекст\n"}, frozenset({(path, line, "code-missing")}))
    path = "Сломано/код в тексте.md"
    yield Fault("missing in a field", {path: "раз\nдва\ncode:: нет.py#x\n"}, frozenset({(path, 3, "code-missing")}))
    for number, text in enumerate(["later.py#plan", "later.py#soon", "later.py#Later.run", "код/later.py#plan"]):
        path = f"Сломано/заглушка {number}.md"
        yield Fault(f"stub {text}", {path: f"---\ncode: {text}\n---\n"}, frozenset({(path, 2, "code-stub")}))


def conflicts() -> Iterator[Fault]:
    """Merges left half done."""
    body = "<<<<<<< HEAD\nраз\n=======\nдва\n>>>>>>> ветка\n"
    places = {"at the top": (body, 1), "below": (f"# Заметка\n\nтекст\n\n{body}\nконец\n", 5),
              "in code": (f"```python\nx = 1\n{body}```\n", 3),
              "with the base": ("раз\n<<<<<<< ours\nа\n||||||| base\nб\n=======\nв\n>>>>>>> theirs\n", 2),
              "windows": (("раз\n" + body).replace("\n", "\r\n"), 2)}
    for number, (name, (text, line)) in enumerate(places.items()):
        path = f"Сломано/слияние {number}.md"
        yield Fault(f"conflict {name}", {path: text}, frozenset({(path, line, "conflict-marker")}))


def doubles() -> Iterator[Fault]:
    """Ids, titles, aliases and names that stand twice; links that fit two notes."""
    one, two = "Сломано/uid раз.md", "Сломано/uid два.md"
    yield Fault("uid", {one: "---\na: 1\nuid: дважды\n---\n", two: "---\nuid: дважды\n---\n"},
                frozenset({(one, 3, "duplicate-uid"), (two, 2, "duplicate-uid")}))
    one, two = "Сломано/чат раз.md", "Сломано/чат два.md"
    turn = ">[!nexus_user] **User** - 30.06.2025 at 12:10\n> Вопрос {n}\n<!-- UID: 7d1c2d7e-0000-4000-8000-000000000001 -->\n"
    yield Fault("uid of a turn", {one: turn.format(n=1), two: "# Чат\n\n" + turn.format(n=2)},
                frozenset({(one, 3, "duplicate-uid"), (two, 5, "duplicate-uid")}))
    one, two = "Сломано/заголовок раз.md", "Сломано/заголовок два.md"
    yield Fault("title", {one: "---\ntitle: Один и тот же\n---\n", two: "---\na: 1\ntitle: Один и тот же\n---\n"},
                frozenset({(one, 2, "duplicate-title"), (two, 3, "duplicate-title")}))
    one = "Сломано/как файл.md"
    yield Fault("title of a file", {one: "---\ntitle: Дневник\n---\n"},
                frozenset({(one, 2, "duplicate-title"), ("Дневник.md", 1, "duplicate-title")}))
    one, two = "Сломано/псевдоним раз.md", "Сломано/псевдоним два.md"
    yield Fault("alias", {one: "---\naliases:\n  - свой\n  - общий\n---\n", two: "---\naliases: [Общий]\n---\n"},
                frozenset({(one, 4, "duplicate-alias"), (two, 2, "duplicate-alias")}))
    one = "Сломано/псевдоним три.md"
    yield Fault("alias that is a name", {one: "---\na: 1\naliases: Начало\n---\n"},
                frozenset({(one, 3, "duplicate-alias")}))
    first, second, from_ = "Сломано/x/Двойник.md", "Сломано/y/Двойник.md", "Сломано/к двойнику.md"
    yield Fault("ambiguous", {first: "раз\n", second: "два\n", from_: "текст\n\n[[Двойник]]\n"},
                frozenset({(from_, 3, "ambiguous-link")}))
    one, two = "Сломано/близнецы/Имя.md", "Сломано/близнецы/имя.md"
    yield Fault("case", {one: "раз\n", two: "два\n"},
                frozenset({(one, 1, "name-case-twins"), (two, 1, "name-case-twins")}))


def names() -> Iterator[Fault]:
    """Names that other systems can't have."""
    for number, name in enumerate(['вопрос?.md', 'он "цитата".md', "раз:два.md", "звезда*.md", "меньше<.md", "решётка#.md",
                                   "скобки[1].md", "птичка^.md", "con.md", "NUL.md", "палка|.md", "точка./файл.md"]):
        path = f"Сломано/имена/{number}/{name}"
        yield Fault(f"name {name}", {path: "текст\n"}, frozenset({(path, 1, "name-not-portable")}))
    path = unicodedata.normalize("NFD", "Сломано/имена/йод.md")
    path = "Сломано/имена/" + path.rsplit("/", 1)[-1]
    yield Fault("name not NFC", {path: "текст\n"}, frozenset({(path, 1, "name-not-nfc")}))


def chains() -> Iterator[Fault]:
    """Concepts that stop, leave a stage out, or were excused too long."""
    path = "Сломано/идея раз.md"
    yield Fault("uncovered", {path: "---\na: 1\nkind: concept\n---\n"}, frozenset({(path, 3, "new-gap")}))
    path = "Сломано/идея два.md"
    yield Fault("partial", {path: "---\nkind: концепция\nschemes: \"[[Схема без хода]]\"\n---\n",
                            "Сломано/Схема без хода.md": "---\nkind: scheme\n---\n"}, frozenset({(path, 2, "new-gap")}))
    path = "Сломано/идея три.md"
    yield Fault("skipped", {path: "---\nkind: concept\ncode: attention.py#Cache.read\n---\n"},
                frozenset({(path, 2, "skipped-stage")}))
    path = "Сломано/идея по метке.md"
    yield Fault("by tag", {path: "Мысль. #kind/concept\n"}, frozenset({(path, 1, "new-gap")}))
    for number, text in enumerate(["waive: {terms: [uncovered], until: 2020-01-31}", "waive:\n  until: 2021-05-01"]):
        path = f"Сломано/исключение {number}.md"
        line = 3 + text.count("\n")
        yield Fault(f"waiver {number}", {path: f"---\nkind: concept\n{text}\n---\n"},
                    frozenset({(path, line, "waiver-expired"), (path, 2, "new-gap")}))


def faults() -> list[Fault]:
    """All of them, in order."""
    made = [fault for part in (linked, markdown, frontmatter, kinds, code, conflicts, doubles, names, chains)
            for fault in part()]
    path = "Сломано/байты.md"
    return [*made, Fault("not UTF-8", {path: ""}, frozenset({(path, 2, "note-unreadable")})),
            Fault("no pair", {"Сломано/запас.md": "а\n\nЗапас 5%% сверху.\n"},
                  frozenset({("Сломано/запас.md", 3, "comment-unclosed")}))]
