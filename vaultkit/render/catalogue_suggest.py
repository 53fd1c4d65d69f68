"""What suggestions say in English and Russian. Data only: ``words`` reads it."""

from __future__ import annotations

SUGGEST_TEXTS: dict[str, tuple[str, str]] = {
    "suggest.head": ("{vault}: {concepts} with something that may already be what is missing",
                     "{vault}: {concepts}, для которых, возможно, уже есть недостающее"),
    "suggest.none": ("{vault}: nothing that looks like what is missing", "{vault}: похожего на недостающее не нашлось"),
    "suggest.missing": ("missing: {stage}", "не хватает: {stage}"),
    "suggest.more": ("… and {n} more: --all lists them", "… и ещё {n}: полный список — с --all"),
    "suggest.mentions": ("Names of notes that are no links yet: {places}",
                         "Названия заметок, которые не ссылки: {places}"),
    "suggest.code": ("code", "код"),
    "suggest.note": ("note", "заметка"),
    "suggest.library": ("package", "пакет"),
    "report.suggestions": ("What may already exist", "Что, возможно, уже есть"),
    "report.suggestions_lead": ("Candidates for what the ideas lack, to be looked at: nothing of this counts.",
                                "Кандидаты на недостающее — посмотреть глазами: в счёт они не идут."),
    "report.lacks": ("missing", "не хватает"),
}
