"""Links that were accepted and of which an end changed since (docs/design.md, "Gap terms": suspect)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.graph.accepted_file import Accepted, AcceptedLink
from vaultkit.graph.nodes import Node, NodeGraph, Tie
from vaultkit.markdown.wrapped import COMMENT
from vaultkit.model import NoteFacts
from vaultkit.model.ids import path_of, section_of, subpath_of
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.ontology import Ontology
    from vaultkit.source.index import SourceIndex
    from vaultkit.vault.index import VaultIndex

# Changed with the rules below: fingerprints of other rules can't be compared and count as never accepted.
RULES = "n1"
_FRONTMATTER = lazy_pattern(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FENCE = lazy_pattern(r"[ \t>]*(`{3,}|~{3,})")
_SPACES = lazy_pattern(r"[ \t]+")
_FIELD = lazy_pattern(r"^[ \t>]*(?:[-*+][ \t]+)?\**([^\s*:\[\](){}][^:\n\[\](){}]*?)\**[ \t]*::.*$", re.M)
_LINE_START = lazy_pattern(r"^(?:[ \t]|>|#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|\[.\][ \t])+", re.M)
_RULE = lazy_pattern(r"^[ >]*+(?:\|? ?:?-++:? ?+(?:\| ?+(?::?-++:? ?+)?+)++|-{2,}+|=++|(?:[*_-] ?){3,}+)$", re.M)
_CLOSING = lazy_pattern(r"[ \t]+(?:#+|\^[A-Za-z0-9-]+)[ \t]*$", re.M)
_WIKILINK = lazy_pattern(r"!?\[\[(?:[^\]\[|\n]*+\|)?([^\]\[\n]*+)\]\]")
_MARKDOWN_LINK = lazy_pattern(r"!?\[([^\]\[\n]*+)\]\([^()\n]*+\)")
_MARKS = lazy_pattern(r"\\(?=[!-/:-@\[-`{-~])|\*+|`+|~~|==|\||(?<!\w)_+|_+(?!\w)")


def note_fingerprint(text: str, is_relation: Callable[[str], object] = bool) -> str:
    """The fingerprint of a note's text, or of that of a section.

    Frontmatter, comments, list and heading marks, emphasis, tables' rulings, what a link with a text of its own leads
    to, line breaks and other white space change nothing, nor does an inline field for whose name ``is_relation`` holds:
    such a field is a link itself. In a code block only white space is ignored.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if text.startswith("---") and (front := _FRONTMATTER.match(text)):
        text = text[front.end():]
    words = " ".join(" ".join(piece if code else _prose(piece, is_relation) for code, piece in _pieces(text)).split())
    return f"{RULES}:{blake2b(words.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"


def _pieces(text: str) -> list[tuple[bool, str]]:
    """The text as (is code, piece), in order; the marks of fences in neither."""
    if "```" not in text and "~~~" not in text:
        return [(False, text)]
    pieces: list[tuple[bool, str]] = []
    lines: list[str] = []
    mark = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        closes = bool(mark) and fence is not None and fence[1].startswith(mark) and not line[fence.end():].strip()
        if closes or (not mark and fence is not None):
            pieces.append((bool(mark), "\n".join(lines)))
            lines = [] if closes or fence is None else [line[fence.end():]]
            mark = "" if closes or fence is None else fence[1]
        else:
            lines.append(line.lstrip("> \t") if mark else line)
    pieces.append((bool(mark), "\n".join(lines)))
    return pieces


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between the two; an opening that is never closed opens nothing."""
    parts, start = [], 0
    while (at := text.find(opening, start)) >= 0 and (end := text.find(closing, at + len(opening))) >= 0:
        parts.append(text[start:at])
        start = end + len(closing)
    return " ".join([*parts, text[start:]])


def _prose(text: str, is_relation: Callable[[str], object]) -> str:
    text = _SPACES.sub(" ", _without(COMMENT.sub(" ", text), "<!--", "-->"))
    if "::" in text:
        text = _FIELD.sub(lambda field: "" if is_relation(field[1].strip()) else field[0], text)
    text = _LINE_START.sub("", _CLOSING.sub("", _RULE.sub("", text)))
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", text)
    if "[[" in text:
        text = _WIKILINK.sub(r"\1", text)
    return _MARKS.sub(lambda mark: " " if mark[0] == "|" else "", text)


Prints = Collection[str]
_VIAS = ("property", "comment", "link")


class Bond(NamedTuple):
    """A link that can be accepted: the ids of its upper and lower end, and the tie that makes it."""

    source: str
    target: str
    tie: Tie


class Suspect(NamedTuple):
    """An accepted link of which the ends ``changed`` (ids) are no longer what they were."""

    link: AcceptedLink
    changed: tuple[str, ...]


@dataclass(slots=True)
class Fingerprints:
    """Fingerprints of the ends of links as they are now. ``text`` reads a note by its path (KeyError when it can't),
    ``code`` gives the fingerprints of ``file``, ``symbol`` (all of an overloaded name), ``moved`` the id where code
    went that is no longer at an id, or None. Each is asked when needed, the answers are kept."""

    notes: Mapping[str, NoteFacts]
    text: Callable[[str], str]
    code: Callable[[str, str | None], Prints]
    moved: Callable[[str, str], str | None] = lambda id_, known_hash: None
    is_relation: Callable[[str], object] = bool
    _known: dict[str, Prints] = field(default_factory=dict)

    def of(self, id_: str) -> Prints:
        """The fingerprints of an end, the first its own; empty when it is not there or can't be read."""
        found = self._known.get(id_)
        if found is None:
            path, rest = path_of(id_), subpath_of(id_)
            note = self.notes.get(path)
            found = self._known[id_] = self.code(path, rest or None) if note is None else self._note(note, rest)
        return found

    def record(self, id_: str) -> str:
        """Return what to write down of an end that is there. An overloaded name covers all symbols of that name."""
        found = list(self.of(id_))
        if len(found) == 1 or "~" in id_:
            return found[0]
        rules = found[0].partition(":")[0]
        return f"{rules}:" + "+".join(sorted(item.partition(":")[2] for item in found))

    def _note(self, note: NoteFacts, anchor: str) -> Prints:
        try:
            text = self.text(note.path)
        except KeyError:
            return ()
        if anchor:
            heading = next((item for item in note.headings if item.anchor == anchor), None)
            if heading is None:
                return ()
            text = "\n".join(text.splitlines()[heading.line - 1:heading.end_line])
        return (note_fingerprint(text, self.is_relation),)


def link_fingerprints(index: VaultIndex, source: SourceIndex, ontology: Ontology,
                      notes: Iterable[NoteFacts]) -> Fingerprints:
    """Return what the ends of links between ``notes``, and from them to code, are now."""

    def moved(id_: str, known_hash: str) -> str | None:
        known = known_hash.partition(":")[2].partition("+")[0]
        found = source.find(path_of(id_), section_of(id_) or None, known_hash=known)
        return found.symbol.id if found.state == "moved" and found.symbol else None

    return Fingerprints({note.path: note for note in notes}, index.text,
                        lambda path, symbol: _code_now(source, path, symbol), moved, ontology.relation_of_field)


def _code_now(source: SourceIndex, path: str, symbol: str | None) -> tuple[str, ...]:
    """The fingerprints of a symbol, then those of its overloads: which of them stands first may change."""
    names = dict.fromkeys((symbol, symbol.partition("~")[0] if symbol else None))
    found = [source.find_id(path, name) for name in names]
    if found[0].state not in ("ok", "stub"):
        return ()
    symbols = [s for lookup in found for s in (lookup.symbol, *lookup.candidates) if s]
    return tuple(dict.fromkeys(code_fingerprint(s.body_hash) for s in symbols if s.body_hash))


def bonds(web: NodeGraph, above: Iterable[str] | None = None) -> Iterator[Bond]:
    """The links that can be accepted, of all nodes or of those ``above``: declared ones between notes, and those to
    code that are more than a guess, down the chain; also where what is named is missing now."""
    for source in web.below if above is None else above:
        upper = web.nodes.get(source)
        if upper is None or upper.form not in ("note", "section"):
            continue
        for tie in web.below.get(source, ()):
            target = tie.target if tie.down else tie.source
            if _is_bond(upper, web.nodes.get(target), tie):
                yield Bond(source, target, tie)


def _is_bond(upper: Node, lower: Node | None, tie: Tie) -> bool:
    if lower is None or tie.via not in _VIAS or tie.strength == "inferred":
        return False
    if lower.form == "missing":
        return True
    if lower.path == upper.path:
        return False
    stage = lower.stage if lower.stage is not None else tie.stage
    if not stage:
        return False
    return lower.form in ("symbol", "file") or (lower.form in ("note", "section") and tie.strength == "declared")


def mark_suspects(web: NodeGraph, accepted: Accepted, prints: Fingerprints) -> None:
    """Set ``changed`` of every tie whose link was accepted and is suspect now. Nothing is looked at when nothing was
    ever accepted."""
    if not accepted.links:
        return
    found = list(bonds(web))
    follow = Follower(accepted, found, prints)
    changed: dict[Tie, tuple[str, ...]] = {}
    for bond in found:
        if web.nodes[bond.target].state == "ok" and (links := follow.links(bond)):
            ends = changed_ends(bond.source, bond.target, links, prints)
            if ends:
                changed[bond.tie] = ends
    for ties in web.below.values() if changed else ():
        ties[:] = [tie._replace(changed=changed[tie]) if tie in changed else tie for tie in ties]


def changed_ends(source: str, target: str, links: Iterable[AcceptedLink], prints: Fingerprints) -> tuple[str, ...]:
    """Return which of the two ends changed since the link between them was accepted; none when one of ``links``
    fits."""
    fewest: tuple[str, ...] | None = None
    for link in links:
        ends = tuple(id_ for id_, then in ((source, link.source_hash), (target, link.target_hash))
                     if _differs(then, prints.of(id_)))
        if fewest is None or len(ends) < len(fewest):
            fewest = ends
    return fewest or ()


def _differs(then: str, now: Prints) -> bool:
    """Return whether an accepted fingerprint is not among the present ones (an overloaded name has several). One made
    by other rules can't be compared."""
    rules, _, digests = then.partition(":")
    comparable = {digest for item in now for kind, _, digest in (item.partition(":"),) if kind == rules}
    return bool(comparable) and not comparable.issuperset(digests.split("+"))


def _is(then: str, now: Prints) -> bool:
    return bool(now) and not _differs(then, now)


class Follower:
    """Search for what was accepted of a link, also when one of its ends was renamed or moved and the other still names
    it."""

    def __init__(self, accepted: Accepted, found: Iterable[Bond], prints: Fingerprints) -> None:
        self._accepted, self._prints = accepted, prints
        there = {bond[:2] for bond in found}
        self._lost_targets: defaultdict[str, list[AcceptedLink]] = defaultdict(list)
        self._lost_sources: defaultdict[str, list[AcceptedLink]] = defaultdict(list)
        for link in accepted.links:
            if link.pair not in there:
                self._lost_targets[link.source].append(link)
                if path_of(link.source) not in prints.notes:
                    self._lost_sources[link.target].append(link)

    def links(self, bond: Bond) -> list[AcceptedLink]:
        """The accepted links that ``bond`` is, empty when it was never accepted."""
        known = self._accepted.by_pair.get(bond[:2])
        if known is not None:
            return known
        source, target = bond.source, bond.target
        for link in self._lost_targets.get(source, ()):
            there = _is(link.target_hash, self._prints.of(target))
            if there or self._prints.moved(link.target, link.target_hash) == target:
                return [link]
        now = self._prints.of(source)
        return [link for link in self._lost_sources.get(target, ()) if _is(link.source_hash, now)][:1]


def suspects(accepted: Accepted, notes: Mapping[str, NoteFacts], texts: Mapping[str, str],
             code: Mapping[str, Mapping[str, Prints]], is_relation: Callable[[str], object] = bool) -> list[Suspect]:
    """Return which accepted links become suspect when notes and source files are changed to what is given, without any
    graph.

    ``notes`` and ``texts``: facts and text of the changed notes by path; ``code``: of the changed source files, path
    (relative to its root) → symbol's name (``""``: the file) → fingerprints (``code_fingerprints``). What is not given
    is taken as unchanged. Whether the changed note still has the link is for the caller to know; an end that is gone is
    not suspect but missing."""

    def text(path: str) -> str:
        return texts[path]

    def prints(path: str, symbol: str | None) -> Prints:
        return code.get(path, {}).get(symbol or "", ())

    now = Fingerprints(notes, text, prints, is_relation=is_relation)
    touched = {*notes, *code}
    found = []
    for pair, links in accepted.by_pair.items():
        if not any(path_of(id_) in touched for id_ in pair):
            continue
        if ends := changed_ends(*pair, links, now):
            found.append(Suspect(links[0], ends))
    return found


def code_fingerprints(symbols: Iterable[tuple[str, str | None]]) -> dict[str, tuple[str, ...]]:
    """Name → fingerprints, of (name, ``body_hash``) of one file's symbols (``""``: the file itself); overloads (``f``,
    ``f~2``) share theirs."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, digest in symbols:
        if digest is not None:
            groups[name.partition("~")[0]].append(code_fingerprint(digest))
    found = {name: tuple(digests) for name, digests in groups.items()}
    return found


def code_fingerprint(body_hash: str) -> str:
    """A symbol's fingerprint as the file of accepted links has it."""
    return f"c1:{body_hash}"
