"""Features of a note: its title and folder, its headings, its links, its text and its form."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from vaultkit.classify.evidence import KindEvidence, VaultSurroundings, body_line_count, own_headings
from vaultkit.model import Block, NoteFacts
from vaultkit.ontology import Ontology
from vaultkit.ontology.words import normal_word
from vaultkit.text.lazy_pattern import lazy_pattern

_HOW_TO = lazy_pattern(
    r"^(?:\W*)(?:how to|how i|how we|howto|guide|tutorial|step by step|quick ?start|recipe|walkthrough|setting up"
    r"|как(?! мы)\b|пошагов\w+|инструкция|руководство|рецепт|гайд|туториал|шаги\b)", re.IGNORECASE)
_ACTION = lazy_pattern(
    r"^\W*(?:add|build|change|configure|connect|convert|create|customi[sz]e|deploy|download|edit|export|import|install"
    r"|link|make|manage|merge|migrate|move|publish|remove|rename|run|set ?up|switch|sync|test|train|troubleshoot|update"
    r"|upgrade|use|using|checking|contributing|creating|importing|installing|moving|scanning|updating|импорт|экспорт|установка|настройка|создание|загрузка|обновление|удаление|публикация"
    r"|подключение|запуск|сборка|обучение|развёртывание|развертывание|управление|перенос|переход|связывание|сохранение"
    r"|добавление|изменение|проверка|подготовка|импортировать|настроить|создать|установить)\b", re.IGNORECASE)
_SCHEME = lazy_pattern(
    r"\b(?:architecture|structure|overview|layout|anatomy|blueprint|topology|life ?cycle|landscape|hierarchy|tree|map"
    r"|pipeline|components|архитектур\w+|структур\w+|обзор|устройств\w+|карта|строени\w+|топологи\w+|иерархи\w+|дерево"
    r"|конвейер|пайплайн|состав|жизненный цикл|компоненты)\b", re.IGNORECASE)
_PLAIN = lazy_pattern(
    r"^\W*(?:index|home|readme|inbox|todo|to do|faq|changelog|change log|release notes|credits|about|glossary|links"
    r"|reading list|bookmarks|journal|diary|log|meeting|troubleshoot\w*|frequently asked questions|templates?"
    r"|t - .*|yt\b.*|moc\b.*|главная|индекс|входящие|список|журнал|дневник|авторы|словарь|ссылки|содержание|план|отчёт"
    r"|отчет|оглавление|часто задаваемые вопросы|устранение неполадок.*|поддержка|помощь.*|политика .*|\d{4}-\d\d.*"
    r"|\d{1,2}\.\d\d\.\d{4}.*)$|\b(?:moc|index|changelog|faq|note template|шаблон заметки)$|\{\{", re.IGNORECASE)
_INDEX_MARK = lazy_pattern(r"^[\U0001F4C1-\U0001F4C2\U0001F5C2\U0001F5FA]")
_PLURAL = lazy_pattern(r"(?:[^s]s|[ыи])$")
_PLAIN_FOLDER = lazy_pattern(
    r"\b(?:journal|daily|diary|inbox|log|logs|archive|templates?|chats?|meetings?|people|readings?|references?|attachments"
    r"|журнал|дневник|входящие|архив|шаблоны|чаты|люди|встречи|ежедневные)\b", re.IGNORECASE)
_WORD = lazy_pattern(r"[^\W_]+")


def title_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """Kind words in title and folder, and what form of words the title is."""
    names = {note.title, PurePosixPath(note.path).stem}
    title = note.title
    for kind, word in _kinds_named(title, around).items():
        yield KindEvidence("title_word", 1.0, (word,), kind)
    for folder in PurePosixPath(note.path).parts[:-1]:
        for kind, word in _kinds_named(folder, around, plural=True).items():
            yield KindEvidence("folder_word", 1.0, (word,), kind)
    if any(_PLAIN_FOLDER.search(folder) for folder in PurePosixPath(note.path).parts[:-1]):
        yield KindEvidence("folder_plain", 1.0)
    if any(_HOW_TO.search(name) for name in names):
        yield KindEvidence("title_how_to", 1.0)
    elif _ACTION.search(title):
        yield KindEvidence("title_action", 1.0, (_WORD.findall(title)[0],))
    if found := _SCHEME.search(title):
        yield KindEvidence("title_structure", 1.0, (found[0],))
    if any(_PLAIN.search(name) for name in names) or _INDEX_MARK.match(PurePosixPath(note.path).stem):
        yield KindEvidence("title_plain", 1.0)


def _kinds_named(text: str, around: VaultSurroundings, plural: bool = False) -> dict[str, str]:
    """Kind → the word for it in ``text`` (two words at most). A plural names a list of such, unless ``plural``."""
    found: dict[str, str] = {}
    words = [normal_word(word) for word in _WORD.findall(text)]
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            word = " ".join(words[start:start + size])
            kind = around.ontology.kind_words.get(word)
            if kind is not None and kind not in found and (plural or not _PLURAL.search(word)):
                found[kind] = word
    return found


# Style sheets and pages do something without being programs.
_STYLES = frozenset({"css", "scss", "sass", "less", "html", "svg", "dataviewjs", "templater", "regex"})


def block_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """Blocks whose form says a kind, by number and by their share of the note's lines."""
    ontology = around.ontology
    lines = body_line_count(note)
    drawings = [block for block in note.blocks if block.form == "drawing"]
    staged: dict[str, list[Block]] = {}
    code: list[Block] = []
    other: list[Block] = []
    for block in note.blocks:
        if block.form != "fence":
            continue
        stage = ontology.stage_of_fence(block.language)
        if stage is not None:
            staged.setdefault(stage, []).append(block)
        elif block.active and (ontology.fence_role(block.language) == "programming" or block.language in _STYLES):
            code.append(block)
        elif block.active:
            other.append(block)
    for block in drawings:
        if stage := ontology.stage_of_drawing(block.info):
            staged.setdefault(stage, []).append(block)
    for kind, blocks in staged.items():
        yield KindEvidence("form_block", 1.0, (len(blocks), kind), kind)
        yield KindEvidence("form_share", _share(blocks, lines), (_percent(blocks, lines), kind), kind)
    if code:
        yield KindEvidence("code_fence", 1.0, (len(code),))
        yield KindEvidence("code_share", _share(code, lines), (_percent(code, lines),))
    if other:
        yield KindEvidence("other_share", _share(other, lines), (_percent(other, lines),))
    yield from _steps(note, lines)


def _steps(note: NoteFacts, lines: int) -> Iterator[KindEvidence]:
    lists = [block for block in note.blocks if block.form == "list"]
    if not lists:
        return
    items = sum(block.items for block in lists)
    yield KindEvidence("numbered", 1.0, (len(lists), items))
    yield KindEvidence("numbered_many", min(1.0, (len(lists) - 1) / 3), (len(lists),))
    yield KindEvidence("numbered_share", _share(lists, lines), (_percent(lists, lines),))


def _size(blocks: list[Block]) -> int:
    return sum(block.end_line - block.line + 1 for block in blocks)


def _share(blocks: list[Block], lines: int) -> float:
    return min(1.0, _size(blocks) / lines)


def _percent(blocks: list[Block], lines: int) -> int:
    return round(100 * _share(blocks, lines))


_NOT_TO_DO = lazy_pattern(r"^(?:troubleshooting|limitations|using \w+$|building blocks)", re.IGNORECASE)


def _is_action(text: str) -> bool:
    return bool(_ACTION.search(text) or _HOW_TO.search(text)) and not _NOT_TO_DO.search(text)


def heading_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """Stage words among the headings; headings that are actions or questions; their number."""
    headings = own_headings(note, around)
    stages = list(dict.fromkeys(stage for text in headings if (stage := around.ontology.stage_of_heading(text))))
    if len(stages) == 1:
        yield KindEvidence("heading_word", 1.0, (stages[0],), stages[0])
    elif stages:
        top = around.ontology.chain[0]
        yield KindEvidence("heading_chain", 1.0, (", ".join(stages),), top)
    steps = next((kind for text in headings if (kind := around.ontology.steps_kind(text))), None)
    if steps and len(stages) < 2:
        yield KindEvidence("heading_steps", 1.0, (), steps)
    if not headings:
        yield KindEvidence("no_headings", 1.0)
        return
    actions = sum(1 for text in headings if _is_action(text))
    yield KindEvidence("heading_actions", actions / len(headings), (actions, len(headings)))
    asked = sum(1 for text in headings if text.rstrip().endswith("?"))
    yield KindEvidence("heading_questions", asked / len(headings), (asked, len(headings)))
    yield KindEvidence("heading_many", min(1.0, len(headings) / 12), (len(headings),))


# Shares below this say nothing of a note.
LEAST = 0.08


def makeup_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """Shares of a note's lines, and how thickly it points elsewhere."""
    made = note.makeup
    if made is None or note.is_chat:
        return
    lines = body_line_count(note)
    shares = (("bullet_share", made.bullet_lines), ("table_share", made.table_lines),
              ("fence_share", made.fence_lines), ("comment_share", made.comment_lines))
    for feature, number in shares:
        share = min(1.0, number / lines)
        if share >= LEAST:
            yield KindEvidence(feature, share, (round(100 * share),))
    rest = lines - made.fence_lines - made.table_lines - made.bullet_lines - made.numbered_lines - made.comment_lines
    yield KindEvidence("prose_lines", min(1.0, max(0, rest) / 40), (max(0, rest),))
    pointing = min(1.0, 2 * (made.externals + made.embeds) / lines)
    if pointing >= LEAST:
        yield KindEvidence("pointing", pointing, (made.externals, made.embeds))
    if made.bold_items >= 2:
        yield KindEvidence("bold_items", min(1.0, made.bold_items / 6), (made.bold_items,))


SHORT_LINES = 12


def place_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """Relations, links, folder neighbours, size, and whether many notes share its headings."""
    for kind, asked in around.asked_as.get(note.path, {}).items():
        yield KindEvidence("asked_as", 1.0, asked, kind)
    if note.path in around.downward:
        yield KindEvidence("downward", 1.0, (around.downward[note.path],))
    if note.path in around.upward:
        yield KindEvidence("upward", 1.0, (around.upward[note.path],))
    kinds = around.folder_kinds.get(PurePosixPath(note.path).parent.as_posix(), {})
    total = sum(kinds.values())
    if total >= 2:
        for kind, count in kinds.items():
            yield KindEvidence("neighbours", count / total, (count, total, kind), kind)
    yield from _links(note, around)
    if note.is_chat:
        yield KindEvidence("chat", 1.0)
    if note.path in around.shared_skeletons:
        yield KindEvidence("form", around.shared_skeletons[note.path])


def _links(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    lines = body_line_count(note)
    opened = around.openings.get(note.path, 0)
    if opened >= 3:
        yield KindEvidence("link_list", min(1.0, 2 * opened / lines), (opened, lines))
    parts = around.parts.get(note.path, 0)
    if parts:
        yield KindEvidence("parts", min(1.0, parts / 3), (parts,))
    inbound = around.inbound.get(note.path, 0)
    if inbound:
        yield KindEvidence("inbound", min(1.0, math.log2(1 + inbound) / 6), (inbound,))
    if lines <= SHORT_LINES:
        yield KindEvidence("short", 1.0 - lines / (SHORT_LINES + 1), (lines,))


Edge = tuple[str, str, str | None, str | None, int, int, bool, str]
TEMPLATE_NOTES = 8
REPEATED = 3
# A link up to this column opens its line: ``- [[``, nested once or twice.
OPENING = 10


def survey(facts: Sequence[NoteFacts], edges: Iterable[Edge], ontology: Ontology,
           declared: Mapping[str, str]) -> VaultSurroundings:
    """Everything that features ask about the vault, in one pass over notes and one over edges."""
    outbound: dict[str, set[str]] = defaultdict(set)
    inbound: dict[str, set[str]] = defaultdict(set)
    asked: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    openings: dict[str, set[int]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    upward: dict[str, str] = {}
    downward: dict[str, str] = {}
    for source, target, _, field, line, column, commented, _ in edges:
        if commented or source == target:
            continue
        if column <= OPENING and field is None:
            openings[source].add(line)
        outbound[source].add(target)
        inbound[target].add(source)
        relation = ontology.relation_of_field(field) if field else None
        if relation is None:
            continue
        if relation.gives:
            asked[target].setdefault(relation.gives, (source, field or ""))
        if relation.direction == "whole":
            parts[target].add(source)
        if relation.direction == "down":
            downward.setdefault(source, field or "")
        elif relation.direction == "up":
            upward.setdefault(source, field or "")
    headings = Counter(text for note in facts for text in {heading.text for heading in note.headings})
    summaries = Counter(note.summary for note in facts if note.summary)
    repeated = frozenset(text for text, count in headings.items()
                         if count >= max(REPEATED, 0.2 * len(facts)) and not ontology.stage_of_heading(text))
    return VaultSurroundings(
        ontology=ontology, declared=declared, inbound={path: len(found) for path, found in inbound.items()},
        outbound={path: len(found) for path, found in outbound.items()}, folder_kinds=_folder_kinds(declared),
        openings={path: len(found) for path, found in openings.items()},
        parts={path: len(found) for path, found in parts.items()},
        asked_as=asked, upward=upward, downward=downward, shared_skeletons=_skeletons(facts, ontology, repeated),
        repeated_headings=repeated,
        repeated_summaries=frozenset(text for text, count in summaries.items() if count >= REPEATED))


def _folder_kinds(declared: Mapping[str, str]) -> dict[str, Counter[str]]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for path, kind in declared.items():
        kinds[PurePosixPath(path).parent.as_posix()][kind] += 1
    return kinds


def _skeletons(facts: Sequence[NoteFacts], ontology: Ontology, repeated: frozenset[str]) -> dict[str, float]:
    """Rate how much a note looks like a filled-in form (0 to 1): its headings, title aside, are those of at least
    ``TEMPLATE_NOTES`` notes of its folder. Headings that are stage words make no form, a well-kept vault repeats
    them; headings that stand all over the vault say little."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for note in facts:
        rest = tuple(heading.text for heading in note.headings if heading.level > 1 or heading is not note.headings[0])
        if rest and not any(ontology.stage_of_heading(text) for text in rest):
            groups[PurePosixPath(note.path).parent.as_posix(), rest].append(note.path)
    found = {}
    for (_, rest), paths in groups.items():
        if len(paths) >= TEMPLATE_NOTES:
            strength = min(1.0, math.log10(len(paths) / TEMPLATE_NOTES) / 2)
            found.update(dict.fromkeys(paths, strength if repeated.issuperset(rest) else max(strength, 0.6)))
    return found


_DEFINES = lazy_pattern(
    r"^.{1,80}?\s(?:—|–|-)\s+это\b|^.{1,60}?\s(?:—|–)\s+(?:\w+\s+){0,3}\w+(?:ый|ий|ой|ая|яя|ое|ее|ция|ние|"
    r"тор|ка|ость|од|ип)\b|^[^.]{1,80}?\b(?:is|are)\s+(?:an?|the|one of|used|when|how|called|small|"
    r"customi[sz]able)\b|\b(?:называют|называется|называем|представляет собой|является|означает|refers? to|"
    r"means|known as)\b", re.IGNORECASE)
_SERVES = lazy_pattern(
    r"\b(?:lets? you|allows?|enables?|provides?|helps? (?:you )?|offers?|supports?|is designed to|"
    r"can be used|you can|позволя\w+|даёт|дает|помога\w+|предлага\w+|обеспечива\w+|используется|служит|"
    r"нужен|нужна|вы можете|хранит|показывает)\b", re.IGNORECASE)
_STEPS = lazy_pattern(
    r"\b(?:узнайте,? как|вы можете настроить|you can (?:set up|configure)|this (?:guide|tutorial|page|"
    r"document|note)|in this (?:guide|tutorial|step)|steps?|learn how|how to|follow|instructions?|"
    r"первым делом|в этом руководстве|на этом шаге|эта страница описывает|на этой странице описано|"
    r"как настроить|как установить|описаны шаги|шаги|сначала|по шагам|порядок действий|затем|алгоритм)\b",
    re.IGNORECASE)
_MOVES = lazy_pattern(
    r"\b(?:migrate|import your|import data|export your|перенести (?:ваши|заметки|данные)|импортировать)\b",
    re.IGNORECASE)
_PARTS = lazy_pattern(
    r"\b(?:consists? of|made (?:up )?of|comprises?|contains?|composed of|divided into|parts?|components?|"
    r"layers?|overview|структур\w+|состоит из|состоят из|включает|складывается из|делится на|части|частей|"
    r"компонент\w*|сло[йяёе]\w*|узл\w+|архитектур\w+|схем\w+)\b", re.IGNORECASE)
_POINTER = lazy_pattern(
    r"https?://|^(?:note )?written by|^link:|^author|^repository|^plugin id|^by \w|^link\b|^автор:|"
    r"^ссылка:|backlinks of", re.IGNORECASE)


def text_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """A definition, a purpose, an announcement of steps or parts in the note's first sentence."""
    summary = note.summary
    if not summary or note.is_chat:
        if not note.is_chat:
            yield KindEvidence("no_text", 1.0)
        return
    if summary in around.repeated_summaries:
        yield KindEvidence("no_text", 1.0)
        return
    if _POINTER.search(summary):
        yield KindEvidence("text_pointer", 1.0)
        return
    defines = bool(_DEFINES.search(summary)) and not summary.lower().startswith(("this ", "here ", "эта ", "это "))
    if defines:
        yield KindEvidence("text_defines", 1.0, (_short(summary),))
    if _SERVES.search(summary):
        yield KindEvidence("text_serves", 1.0, (_short(summary),))
    if _MOVES.search(summary):
        yield KindEvidence("text_moves", 1.0)
    if _STEPS.search(summary):
        yield KindEvidence("text_steps", 1.0, (_short(summary),))
    if _PARTS.search(summary):
        yield KindEvidence("text_parts", 1.0, (_short(summary),))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + " …"
