"""``code-missing``: the file or symbol that a note names is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, code_refs, waived
from vaultkit.messages.words import Text

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_SAID: dict[str, Text] = {
    "missing_file": ("there is no file {file} in the source roots", "в исходниках нет файла {file}"),
    "missing_symbol": ("{file} has no {symbol}", "в {file} нет {symbol}"),
    "refused": ("{file} leads out of the source roots and the vault", "{file} ведёт за пределы исходников и хранилища"),
}
_LIBRARY = ("no package that is installed or locked has {file}", "{file} нет ни в одном известном пакете")
_NEAR = ("did you mean {near}?", "может быть, {near}?")
_ROOT = ("the source root {root} is no folder", "папки исходников {root} нет")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every reference to code that nothing is found for and, when the whole vault is judged, for every source
    root that is no folder. References whose note waives ``broken`` are passed over."""
    for ref in code_refs(context):
        if ref.hit.status not in _SAID or waived(context, ref.path, "broken"):
            continue
        hit = ref.hit
        library = hit.status == "missing_symbol" and hit.symbol is None
        text = context.say(_LIBRARY if library else _SAID[hit.status], file=hit.file, symbol=hit.symbol)
        near = None if library else context.nearest_code(hit.file, hit.symbol)
        yield RuleHit(ref.path, ref.line, ref.column, text, ref.text, context.say(_NEAR, near=near) if near else None)
    if context.paths is None:
        for problem in context.config.problems:
            yield RuleHit(problem.path, problem.line, 1, problem.message, problem.message)


RULE = Rule(
    "code-missing", "error",
    "A note names code (`code: path/to/file.py#Class.method`, a link to a source file, `library: package.symbol`)"
    " that is in none of the source roots, in the vault, or beside the note. Code that was only moved is `code-moved`.",
    ("correct the path or the symbol's name", "поправьте путь или имя символа"), find)
