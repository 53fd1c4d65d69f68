"""The words of ``import``, English and Russian."""

from __future__ import annotations

IMPORT_TEXTS: dict[str, tuple[str, str]] = {
    "import.none": ("No conversation to import.", "Нет бесед для импорта."),
    "import.done": ("{chats}: {counted}", "{chats}: {counted}"),
    "import.would": ("{chats}, nothing is written: {counted}", "{chats}, ничего не записано: {counted}"),
    "import.new": ("{n} new", "новых {n}"),
    "import.updated": ("{n} updated", "дополнено {n}"),
    "import.kept": ("{n} as they were", "без изменений {n}"),
    "import.conflict": ("{n} with a conflict", "с конфликтом {n}"),
    "import.state.new": ("new", "новая"),
    "import.state.updated": ("updated", "дополнена"),
    "import.state.conflict": ("conflict", "конфликт"),
    "import.line": ("{state}, {turns}", "{state}, {turns}"),
    "import.next": ("`vaultkit gaps` shows what of it reached code.",
                    "`vaultkit gaps` покажет, что из этого дошло до кода."),
}
