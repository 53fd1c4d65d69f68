"""What could not be read, said in Russian: readers of notes and of sources report in English, as an index keeps it, and
whoever shows it to a person says it in the vault's language."""

from __future__ import annotations

import re
from typing import Literal

Lang = Literal["ru", "en"]

# Beginnings come first: what follows them is told by the other lines.
_BEGINNINGS = (
    ("the frontmatter is not read: ", "свойства не прочитаны: "),
    ("YAML refuses what a placeholder makes of this: ", "YAML не принимает то, что получается из подстановки: "),
)
_SAID = [(re.compile(written, re.DOTALL), russian) for written, russian in (
    (r"%% has no pair and hides nothing", "у %% нет пары, оно ничего не скрывает"),
    (r"<!-- has no --> and hides what follows", "у <!-- нет -->, дальнейшее скрыто"),
    (r"(.*) is no link: its bar ends the table's cell, write (.*)",
     r"\1 — не ссылка: её черта закрывает ячейку таблицы, напишите \2"),
    (r"the note holds NUL bytes: remove them, or is it no text file\?",
     "в заметке есть нулевые байты: уберите их; может быть, это не текст?"),
    (r"the line is longer than (\S+) bytes and is not read: break it up",
     r"строка длиннее \1 байт и не прочитана: разбейте её"),
    (r"blocks are nested deeper than (\d+) levels: what lies deeper is not read as structure",
     r"блоки вложены глубже \1 уровней: что глубже, не читается как структура"),
    (r"it is longer than (\d+) bytes", r"они длиннее \1 байт"),
    (r"it is no list of properties: write name: value, one a line",
     "это не список свойств: пишите имя: значение, по одному в строке"),
    (r"it is nested deeper than (\d+) levels", r"вложены глубже \1 уровней"),
    (r"its anchors expand to more than (\d+) values", r"якоря разворачиваются больше чем в \1 значений"),
    (r"the tag (.*) is not read: remove it", r"тег \1 не читается: уберите его"),
    (r"a property's name must be plain text: put it in quotes", "имя свойства — только текст: возьмите его в кавычки"),
    (r"(.*) stands there twice \(first in line (\d+)\): keep one",
     r"\1 стоит дважды (впервые в строке \2): оставьте одно"),
    (r"the character (.*) is not allowed", r"символ \1 недопустим"),
    (r"a link stands there without quotes: write (.*), one a line",
     r"ссылка без кавычек: пишите \1, по одной в строке"),
    (r"there is a second colon in a value: put the value in quotes",
     "в значении второе двоеточие: возьмите значение в кавычки"),
    (r"a tab begins a value: indent with spaces", "значение начинается с табуляции: отступайте пробелами"),
    (r"no value may begin with @, `, % or a tab: put it in quotes",
     "значение не может начинаться с @, `, % или табуляции: возьмите его в кавычки"),
    (r"(.*): put a value that begins with \* or & in quotes", "значение, что начинается с * или &, возьмите в кавычки"),
    (r"(.*): check quotes, brackets and indentation there", "проверьте там кавычки, скобки и отступы"),
    (r"larger than (\S+) bytes, not read: split it or raise (\S+)",
     r"больше \1 байт, не прочитано: разделите или поднимите \2"),
    (r"is UTF-16, Obsidian reads UTF-8 only: save it as UTF-8",
     "в UTF-16, Obsidian читает только UTF-8: сохраните в UTF-8"),
    (r"is not valid UTF-8 here, the bytes are shown as U\+FFFD: save it as UTF-8",
     "здесь не UTF-8, байты показаны как U+FFFD: сохраните в UTF-8"),
    (r"is not UTF-8, read as (\S+): save it as UTF-8", r"не в UTF-8, прочитано как \1: сохраните в UTF-8"),
    (r"can't be (listed|read) \((.*)\): make it readable", r"не читается (\2): дайте право чтения"),
    (r"can't be read, nothing is excluded \(.*\): mend it", "не читается, ничего не исключено: поправьте"),
    (r"the excluded pattern (.*) can't be read, it hides nothing \(.*\): mend it",
     r"исключение \1 не читается и ничего не скрывает: поправьте"),
    (r"is no regular file, not read: remove or rename it",
     "не обычный файл, не прочитан: удалите или переименуйте"),
    (r"is a symlink that loops, not read: remove or mend it",
     "ссылка на саму себя, не прочитана: удалите или поправьте"),
    (r"is a symlink to nothing, not read: remove or mend it", "ссылка в никуда, не прочитана: удалите или поправьте"),
    (r"is a symlink that leaves the vault, not read: copy the file here",
     "ссылка ведёт из хранилища, не прочитана: скопируйте файл сюда"),
    (r"is a symlink to a folder of the vault, not read twice: remove it",
     "ссылка на папку хранилища, дважды не читается: удалите"),
    (r"is a symlink to a hidden file, not read: copy the file",
     "ссылка на скрытый файл, не прочитана: скопируйте файл"),
    (r"has a name that is not UTF-8, not read: rename it", "имя не в UTF-8, не прочитано: переименуйте"),
    (r"is no valid JSON \(.*\): mend it in an editor", "неверный JSON: поправьте в редакторе"),
    (r"is no canvas \(.*\): mend it in an editor", "это не холст: поправьте в редакторе"),
    (r"source root (.*) is no folder", r"корень исходников \1 — не папка"),
    (r"this source root does not exist: mend source.roots", "такого корня исходников нет: поправьте source.roots"),
    (r"this (.*) source has a syntax error, so part of it may be missing",
     r"в исходнике (\1) синтаксическая ошибка, часть могла пропасть"),
    (r"this notebook can't be read: it is no valid nbformat 4", "тетрадь не читается: это не nbformat 4"),
    (r"is binary, not read", "двоичный файл, не прочитан"),
    (r"looks minified or generated \(very long lines\), not read: .*",
     "похоже на сжатый или порождённый файл (очень длинные строки), не прочитан: добавьте в .gitignore"),
    (r"only a TODO", "только TODO"), (r"bare return", "пустой return"), (r"not implemented", "не реализовано"),
    (r"empty body", "пустое тело"), (r"empty file", "пустой файл"), (r"all methods are stubs", "все методы — заглушки"),
    (r"all definitions are stubs", "все определения — заглушки"),
)]


def reported(message: str, lang: Lang) -> str:
    """A reader's message in the vault's language; one that is not known stays as it is."""
    if lang != "ru":
        return message
    for beginning, russian in _BEGINNINGS:
        if message.startswith(beginning):
            return russian + reported(message.removeprefix(beginning), lang)
    for written, russian in _SAID:
        if found := written.fullmatch(message):
            return found.expand(russian)
    return message
