"""Writing what was inferred, when asked: kinds into notes, ideas as draft notes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.classify import Classification
from vaultkit.errors import UsageError
from vaultkit.graph.coverage import TROUBLED
from vaultkit.ideas import Discovery, Idea
from vaultkit.ontology import Ontology
from vaultkit.render.scaffold import FOLDER, identifier, languages, render
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import lemma_key
from vaultkit.vault.write import new_note, write_property

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.workspace.snapshot import Snapshot


PROPERTY = "kind"
PLACES = 10
# What Windows, Obsidian and links forbid in the name of a note.
_UNSAFE = lazy_pattern(r'[\x00-\x1f\\/:*?"<>|#^\[\]]+')
_RESERVED = lazy_pattern(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST = 120


def write_kinds(root: Path, ontology: Ontology, verdicts: Iterable[Classification]) -> list[tuple[str, str]]:
    """Set the kind of each note as a property and return (path, kind) of those that changed. Raises UsageError for a
    note that can't be edited safely, EnvironmentFailure for one that can't be written; notes before it are written."""
    name = PROPERTY if PROPERTY in ontology.strict_fields else min(ontology.strict_fields, default=PROPERTY)
    return [(item.note, item.kind) for item in verdicts if write_property(root, item.note, name, item.kind)]


def write_ideas(root: Path, ontology: Ontology, found: Discovery, names: Sequence[str]) -> list[str]:
    """Create a draft note of the chain's first kind for each named idea and return the paths. All names are looked up
    before anything is written. Raises UsageError for a name that is no idea, or whose file exists already."""
    ideas = [_named(found, name) for name in names]
    paths = [f"{file_name(idea.name)}.md" for idea in ideas]
    taken = {unicodedata.normalize("NFC", path.name).casefold() for path in root.iterdir()}
    for path in paths:
        if path.casefold() in taken:
            raise UsageError(f"{path} exists already", "it is never overwritten: rename it, or write the note by hand")
    for idea, path in zip(ideas, paths, strict=True):
        properties: dict[str, object] = {PROPERTY: ontology.chain[0], "draft": True}
        if path != f"{idea.name}.md":
            properties["aliases"] = [idea.name]
        new_note(root / path, properties, _body(idea))
    return paths


def file_name(name: str) -> str:
    """A name as a file's stem that every system takes and a link can hold: ``DeepSpeed / Accelerate`` →
    ``DeepSpeed - Accelerate``."""
    stem = re.sub(r"\s+", " ", _UNSAFE.sub(" - ", unicodedata.normalize("NFC", name)))
    stem = re.sub(r"(?: -)+ ", " - ", stem).strip(" .-")[:_LONGEST].rstrip(" .")
    return f"_{stem}" if _RESERVED.match(stem) or not stem else stem


def _named(found: Discovery, name: str) -> Idea:
    wanted = lemma_key(name)
    for idea in found.ideas:
        if idea.name == name or lemma_key(idea.name) == wanted:
            return idea
    import difflib

    near = difflib.get_close_matches(name, [idea.name for idea in found.ideas], n=3)
    raise UsageError(f"no idea called {name!r} without a note", f"perhaps {', '.join(near)}" if near else None)


def _body(idea: Idea) -> str:
    """The title, the status as a quotation with who said it, and links to the places."""
    status = f" ({idea.role})" if idea.role else ""
    quoted = [f"> {idea.status}{status}", ""] if idea.status else []
    notes = dict.fromkeys(source.note.removesuffix(".md") for source in idea.sources)
    return "\n".join([f"# {idea.name}", "", *quoted, *(f"- [[{note}]]" for note in list(notes)[:PLACES])])


ONTOLOGY = "ontology"


@dataclass(frozen=True, slots=True)
class Scaffold:
    """Draft of what is to be written. ``path`` is the new file (absolute), ``text`` all of it; ``note`` is the
    concept's note, whose property ``name`` becomes ``value``."""

    concept: str
    stage: str
    path: Path
    shown: str
    text: str
    note: str
    name: str
    value: str | list[str]


def scaffold(vault: Snapshot, note: str, stage: str | None, draft: Callable[[str], str] | None = None) -> Scaffold:
    """The next missing stage of the concept ``note`` (a path), or ``stage``, from its template; nothing is written.

    ``draft`` gives the text of a draft for a question. Raises UsageError when the note is no concept, nothing is
    missing, the file is there already, or the template is faulty."""
    gap = vault.gap_of.get(note)
    if gap is None:
        node = vault.node(note)
        kind = node.kind if node else "note"
        raise UsageError(f"{note} is no concept", f"its kind is {kind}; `kind: concept` makes it one")
    wanted = _stage(vault, gap, stage)
    if wanted in vault.ontology.code_kinds:
        return _source(vault, gap, wanted)
    return _note(vault, gap, wanted, draft)


def write(root: Path, made: Scaffold) -> None:
    """Write the file, then the property. Nothing is overwritten. Raises UsageError and EnvironmentFailure; when the
    property can't be set the new file is taken away again."""
    from vaultkit.storage.files import cant_write, create_in
    from vaultkit.vault.write import write_property

    try:
        create_in(root, made.path, made.text.encode("utf-8"))
    except FileExistsError:
        raise _exists(made.shown) from None
    except OSError as error:
        raise cant_write(made.path, error) from error
    try:
        write_property(root, made.note, made.name, made.value)
    except BaseException:
        made.path.unlink(missing_ok=True)
        raise


def _stage(vault: Snapshot, gap: Gap, stage: str | None) -> str:
    chain = vault.ontology.chain
    if stage is not None:
        kind = ONTOLOGY if stage.casefold() in (ONTOLOGY, "онтология") else vault.ontology.kind_of_word(stage)
        if kind != ONTOLOGY and kind not in chain[1:]:
            raise UsageError(f"no stage {stage!r} below a concept", f"known: {', '.join([*chain[1:], ONTOLOGY])}")
        return str(kind)
    if gap.missing_stage is None:
        raise UsageError(f"{gap.title}: nothing is missing", "name a stage with --stage to write one more")
    return chain[-1] if gap.state in TROUBLED else gap.missing_stage


def _note(vault: Snapshot, gap: Gap, stage: str, draft: Callable[[str], str] | None) -> Scaffold:
    import frontmatter

    words = vault.words()
    name = words("scaffold.ontology") if stage == ONTOLOGY else words.name("stage", stage)
    folder = _folder(vault, stage, gap.path)
    path = "/".join(part for part in (folder, f"{file_name(f'{gap.title} — {name}')}.md") if part)
    if (vault.root / path).exists():
        raise _exists(path)
    text = draft(words("scaffold.ask", title=gap.title, stage=name)) if draft else ""
    body = render(f"{stage}.md" if f"{stage}.md" in _forms() else "algorithm.md", _templates(vault),
                  **_values(vault, gap, name), draft=text)
    properties: dict[str, Any] = {"draft": True}
    if stage == ONTOLOGY:
        properties["part_of"] = f"[[{_link(vault, gap.path)}]]"
    else:
        properties |= {"kind": stage, "refines": f"[[{_link(vault, gap.path)}]]"}
    whole = frontmatter.dumps(frontmatter.Post(body, **dict(sorted(properties.items()))), sort_keys=False,
                              allow_unicode=True, width=1_000_000)
    relation = vault.ontology.relation_to(stage) or "related"
    return Scaffold(gap.concept, stage, vault.root / path, path, whole.rstrip("\n") + "\n", gap.path, relation,
                    _with(vault, gap.path, relation, f"[[{_name(path)}]]"))


def _source(vault: Snapshot, gap: Gap, stage: str) -> Scaffold:
    if not vault.config.roots:
        raise UsageError("no source root is set for the code", "name one in vaultkit.toml: [source] roots = [\"code\"]")
    root = vault.config.roots[0]
    if not root.is_dir():
        raise UsageError(f"the source root {root} is no folder", "mend [source] roots in vaultkit.toml")
    ending, name = _ending(vault, root), identifier(gap.title)
    path = root / f"{name}.{ending}"
    if path.exists():
        raise _exists(path.name)
    text = render(f"code.{ending}", _templates(vault), **_values(vault, gap, stage), draft="")
    code = f"{path.name}#{name}" if ending not in ("sql", "java") else path.name
    return Scaffold(gap.concept, stage, path, path.name, text, gap.path, "code", _with(vault, gap.path, "code", code))


def _values(vault: Snapshot, gap: Gap, stage: str) -> dict[str, Any]:
    russian = vault.words().lang == "ru"
    name = identifier(gap.title)
    return {"title": gap.title, "concept": gap.title, "stage": stage, "link": _link(vault, gap.path), "name": name,
            "camel": "".join(part.capitalize() for part in name.split("_")) or "Concept",
            "say": lambda ru, en: ru if russian else en, "summary": ""}


def _with(vault: Snapshot, note: str, name: str, value: str) -> str | list[str]:
    """The property's new value, which keeps the old one."""
    facts = next(item for item in vault.facts if item.path == note)
    old = next((held for key, held in facts.properties.items() if key.casefold() == name), None)
    if old in (None, "", []):
        return value
    held = [str(one) for one in old] if isinstance(old, list) else [str(old)]
    return [*held, value]


def _folder(vault: Snapshot, stage: str, note: str) -> str:
    """Return where notes of this stage lie already, else beside the concept."""
    own = note.rpartition("/")[0]
    places = Counter(node.path.rpartition("/")[0] for node in vault.web.nodes.values()
                     if node.form == "note" and node.kind == stage and node.strength == "declared")
    return places.most_common(1)[0][0] if places else own


def _ending(vault: Snapshot, root: Path) -> str:
    known = set(languages())
    counts = Counter(ending for symbol in vault.source.symbols() if symbol.root == str(root)
                     and (ending := symbol.file.rpartition(".")[2]) in known)
    return counts.most_common(1)[0][0] if counts else "py"


def _link(vault: Snapshot, path: str) -> str:
    """The shortest name that leads to a note from everywhere."""
    name = path.removesuffix(".md").rpartition("/")[2]
    return name if vault.index.note_at(name) == path else path.removesuffix(".md")


def _name(path: str) -> str:
    return path.removesuffix(".md").rpartition("/")[2]


def _templates(vault: Snapshot) -> Path:
    config = vault.config.config_path
    return (config.parent if config else vault.root) / FOLDER


def _forms() -> tuple[str, ...]:
    return "scheme.md", "algorithm.md", "pseudocode.md", "ontology.md"


def _exists(path: str) -> UsageError:
    return UsageError(f"{path} exists already", "it is never overwritten: link it, rename it or remove it")
