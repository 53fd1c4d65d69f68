"""What the title of a note and its folder say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from vaultkit.graph.classify.evidence import Evidence, Surroundings
from vaultkit.model import NoteFacts
from vaultkit.ontology.words import normal

_HOW_TO = re.compile(
    r"^(?:\W*)(?:how to|how i|how we|howto|guide|tutorial|step by step|quick ?start|recipe|walkthrough|setting up"
    r"|как(?! мы)\b|пошагов\w+|инструкция|руководство|рецепт|гайд|туториал|шаги\b)", re.IGNORECASE)
_ACTION = re.compile(
    r"^\W*(?:add|build|change|configure|connect|convert|create|customi[sz]e|deploy|download|edit|export|import|install"
    r"|link|make|manage|merge|migrate|move|publish|remove|rename|run|set ?up|switch|sync|test|train|troubleshoot|update"
    r"|upgrade|use|using|checking|contributing|creating|importing|installing|moving|scanning|updating|импорт|экспорт|установка|настройка|создание|загрузка|обновление|удаление|публикация"
    r"|подключение|запуск|сборка|обучение|развёртывание|развертывание|управление|перенос|переход|связывание|сохранение"
    r"|добавление|изменение|проверка|подготовка|импортировать|настроить|создать|установить)\b", re.IGNORECASE)
_SCHEME = re.compile(
    r"\b(?:architecture|structure|overview|layout|anatomy|blueprint|topology|life ?cycle|landscape|hierarchy|tree|map"
    r"|pipeline|components|архитектур\w+|структур\w+|обзор|устройств\w+|карта|строени\w+|топологи\w+|иерархи\w+|дерево"
    r"|конвейер|пайплайн|состав|жизненный цикл|компоненты)\b", re.IGNORECASE)
_PLAIN = re.compile(
    r"^\W*(?:index|home|readme|inbox|todo|to do|faq|changelog|change log|release notes|credits|about|glossary|links"
    r"|reading list|bookmarks|journal|diary|log|meeting|troubleshoot\w*|frequently asked questions|templates?"
    r"|t - .*|yt\b.*|moc\b.*|главная|индекс|входящие|список|журнал|дневник|авторы|словарь|ссылки|содержание|план|отчёт"
    r"|отчет|оглавление|часто задаваемые вопросы|устранение неполадок.*|поддержка|помощь.*|политика .*|\d{4}-\d\d.*"
    r"|\d{1,2}\.\d\d\.\d{4}.*)$|\b(?:moc|index|changelog|faq|note template|шаблон заметки)$|\{\{", re.IGNORECASE)
_INDEX_MARK = re.compile(r"^[\U0001F4C1-\U0001F4C2\U0001F5C2\U0001F5FA]")
_PLURAL = re.compile(r"(?:[^s]s|[ыи])$")
_PLAIN_FOLDER = re.compile(
    r"\b(?:journal|daily|diary|inbox|log|logs|archive|templates?|chats?|meetings?|people|readings?|references?|attachments"
    r"|журнал|дневник|входящие|архив|шаблоны|чаты|люди|встречи|ежедневные)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def title_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """Kind words in title and folder, and what form of words the title is."""
    names = {note.title, PurePosixPath(note.path).stem}
    title = note.title
    for kind, word in _kinds_named(title, around).items():
        yield Evidence("title_word", 1.0, (word,), kind)
    for folder in PurePosixPath(note.path).parts[:-1]:
        for kind, word in _kinds_named(folder, around, plural=True).items():
            yield Evidence("folder_word", 1.0, (word,), kind)
    if any(_PLAIN_FOLDER.search(folder) for folder in PurePosixPath(note.path).parts[:-1]):
        yield Evidence("folder_plain", 1.0)
    if any(_HOW_TO.search(name) for name in names):
        yield Evidence("title_how_to", 1.0)
    elif _ACTION.search(title):
        yield Evidence("title_action", 1.0, (_WORD.findall(title)[0],))
    if found := _SCHEME.search(title):
        yield Evidence("title_structure", 1.0, (found[0],))
    if any(_PLAIN.search(name) for name in names) or _INDEX_MARK.match(PurePosixPath(note.path).stem):
        yield Evidence("title_plain", 1.0)


def _kinds_named(text: str, around: Surroundings, plural: bool = False) -> dict[str, str]:
    """Kind → the word for it in ``text`` (two words at most). A plural names a list of such, unless ``plural``."""
    found: dict[str, str] = {}
    words = [normal(word) for word in _WORD.findall(text)]
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            word = " ".join(words[start:start + size])
            kind = around.ontology.kind_words.get(word)
            if kind is not None and kind not in found and (plural or not _PLURAL.search(word)):
                found[kind] = word
    return found
