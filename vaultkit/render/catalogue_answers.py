"""What answers say in English and Russian. Data only: ``words`` reads it."""

from __future__ import annotations

ANSWER_TEXTS: dict[str, tuple[str, str]] = {
    "answer.unsure": (
        "The vault may say something of this, but I am not sure enough to answer. The nearest passages, word for word:",
        "Возможно, в хранилище об этом что-то есть, но уверенности не хватает. Ближайшие места, дословно:",
    ),
    "answer.nothing": (
        "The vault does not say. The nearest passages, word for word:",
        "В хранилище об этом не сказано. Ближайшие места, дословно:",
    ),
    "answer.empty": ("The vault does not say, and nothing comes near.",
                     "В хранилище об этом не сказано, и ничего близкого нет."),
    "answer.unsupported": ("no note says this", "в заметках этого нет"),
    "answer.relevant": ("Relevant notes:", "Релевантные заметки:"),
    "answer.sources": ("Sources", "Sources"),
    "answer.confidence": ("confidence {value}", "уверенность {value}"),
    "answer.exact": ("from the graph, exactly", "по графу, точно"),
    "answer.saved": ("saved as {path}", "сохранено: {path}"),
    "answer.talk": ("Ask on; Ctrl-D ends.", "Спрашивайте дальше; Ctrl-D завершит."),
}
