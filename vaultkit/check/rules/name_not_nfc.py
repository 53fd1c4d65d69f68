"""``name-not-nfc``: a file's name is spelled with letters taken apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_APART = ("letters of the name are composed of two characters (not NFC)",
          "буквы в имени составлены из двух знаков (не NFC)")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for path in context.files:
        name = path.rsplit("/", 1)[-1]
        if not name.isascii() and not unicodedata.is_normalized("NFC", name):
            yield RuleHit(path, 1, 1, context.say(_APART), unicodedata.normalize("NFC", name))


RULE = Rule(
    "name-not-nfc", "warning",
    "The file's name is not in Unicode's composed form (NFC): «й» or «ё» is a letter and an accent, as macOS once wrote"
    " them. Links still find it; other tools, `grep` and other systems may not.",
    ("rename the file with composed letters", "переименуйте файл с цельными буквами"), find)
