"""Text of one note → Note. Pure: the same text gives the same Note."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import yaml

from vaultkit.config import Bounds, ChatForms
from vaultkit.markdown import frontmatter
from vaultkit.markdown.bounds import blank_long_lines, limit_nesting
from vaultkit.markdown.comments import unclosed_html
from vaultkit.markdown.events import collect
from vaultkit.markdown.hidden import mark_opaque
from vaultkit.markdown.letters import prose_letters
from vaultkit.markdown.plugins import mark_data
from vaultkit.markdown.source import NoteText
from vaultkit.markdown.summary import note_summary
from vaultkit.markdown.tags import body_tags, property_tags, unique
from vaultkit.markdown.turns import leave_out_parts, turns
from vaultkit.markdown.wikilinks import cut_links
from vaultkit.markdown.wrapped import mark_comments
from vaultkit.markdown.yamltree import scalar
from vaultkit.model import Note, Tag
from vaultkit.model.constructs import CONSTRUCTS, BadConstruct, Construct
from vaultkit.storage.fast_records import maker
from vaultkit.text.lazy_pattern import lazy_pattern

_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_note = maker(Note)
_BOM = "\ufeff"
_Step = tuple[str, str | None, str | None, Callable[[NoteText], tuple[Any, ...]]]


def _steps(rows: Iterable[Construct]) -> tuple[_Step, ...]:
    """The rows that have a function, with it. Raises BadConstruct for a function that is not there."""
    made: list[_Step] = []
    for row in rows:
        if row.function is None:
            continue
        module, _, name = row.function.partition(":")
        try:
            function = getattr(import_module(f"vaultkit.markdown.{module}"), name)
        except (ImportError, AttributeError) as error:
            raise BadConstruct(f"model/constructs.py, row {row.field!r}: no function {name} in "
                               f"markdown/{module}.py ({error})") from error
        made.append((row.field, row.span, row.text, function))
    return tuple(made)


# Turns are made of callouts and comments, and what comes below them in the table is read with the turns known.
_TURNS = next(at for at, row in enumerate(CONSTRUCTS) if row.field == "turns")
_BEFORE_TURNS, _AFTER_TURNS = _steps(CONSTRUCTS[:_TURNS]), _steps(CONSTRUCTS[_TURNS:])


def parse(text: str, path: str = "", *, chats: ChatForms = ChatForms(), bounds: Bounds = Bounds()) -> Note:
    """Read one note.

    ``text`` is the decoded file (a BOM may be its first character, line ends of any kind), ``path`` its vault-relative
    path. Raises nothing, whatever the text: what can't be read is told in ``problems``.
    """
    text = text.removeprefix(_BOM)
    if not text.isascii() and _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    text, problems = blank_long_lines(text, path, bounds)
    source = NoteText(text, path)
    front = frontmatter.read_frontmatter(source, bounds)
    # Line feeds in place of the frontmatter: every offset of the body stays, and nothing of it is read as Markdown.
    source.spans = collect("\n" * source.body + text[source.body:] if source.body else text)
    deep = limit_nesting(source, bounds)
    mark_opaque(source)
    mark_data(source, front.nodes)
    unpaired = mark_comments(source) if "%%" in text else ()

    found: dict[str, tuple[Any, ...]] = {}
    _run(_BEFORE_TURNS, source, found)
    unclosed = unclosed_html(source, found["comments"]) if "<!--" in text else ()
    said, form = turns(source, found["callouts"], found["comments"], front.properties, chats)
    _run(_AFTER_TURNS, source, found)
    found["links"] = front.links + found["links"]
    if said:
        leave_out_parts(said, found)
    return _note(
        path=path, title=_title(front.nodes, path), summary=note_summary(source, said), aliases=_aliases(front.nodes),
        tags=_tags(source, front), properties=front.properties, turns=said,
        problems=(*problems, *front.problems, *deep, *unpaired, *unclosed, *cut_links(source)),
        body_line=source.line(source.body), line_count=source.line_count, letters=prose_letters(source),
        chat_form=form, **found,
    )


def _run(steps: tuple[_Step, ...], source: NoteText, found: dict[str, tuple[Any, ...]]) -> None:
    for name, span, mark, construct in steps:
        wanted = (span is None or span in source.spans) and (mark is None or mark in source.text)
        found[name] = construct(source) if wanted else ()


def _tags(source: NoteText, front: frontmatter.Frontmatter) -> tuple[Tag, ...]:
    tags = property_tags(source, front.start, front.nodes) if front.nodes else []
    if "#" in source.text:
        tags += body_tags(source)
    return unique(tags) if tags else ()


def _title(nodes: dict[str, yaml.Node], path: str) -> str:
    """The property ``title`` as written (``007`` and ``1.10`` too) where it says something, else the stem of the file's
    name."""
    node = nodes.get("title")
    if isinstance(node, yaml.ScalarNode) and scalar(node) is not None and node.value.strip():
        return str(node.value).strip()
    name = path.rpartition("/")[2]
    return name[:-3] if name.lower().endswith(".md") else name


def _aliases(nodes: dict[str, yaml.Node]) -> tuple[str, ...]:
    """Aliases in order, each once: a list of names, or one text whose names commas part. A name is text as it was
    written, ``1984`` too.

    Source: Obsidian Help, "Aliases"; obsidian-api's parseFrontMatterAliases takes ``alias`` and ``aliases``, any case.
    """
    names: dict[str, None] = {}
    for key, node in nodes.items():
        if key.lower() not in ("aliases", "alias"):
            continue
        if isinstance(node, yaml.SequenceNode):
            scalars = [item for item in node.value if isinstance(item, yaml.ScalarNode)]
            written = [item.value for item in scalars if scalar(item) is not None]
        else:
            plain = isinstance(node, yaml.ScalarNode) and scalar(node) is not None
            written = node.value.split(",") if plain else []
        for name in written:
            if name.strip():
                names.setdefault(name.strip())
    return tuple(names)
