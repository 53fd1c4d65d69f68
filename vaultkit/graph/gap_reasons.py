"""Reasons of a gap: what is wrong with a chain, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.graph.gap_types import Evidence, Waiver
from vaultkit.graph.priority import Lang
from vaultkit.graph.verdict import Verdict
from vaultkit.graph.waiver import day_of

_BAD: dict[str, dict[Lang, str]] = {
    "missing": {"ru": "{id} не найдено ({path}:{line})", "en": "{id} does not exist ({path}:{line})"},
    "refused": {"ru": "{id} ведёт за пределы корней исходников и хранилища ({path}:{line})",
                "en": "{id} leads out of the source roots and the vault ({path}:{line})"},
    "stub": {"ru": "{id} пока ничего не делает ({path}:{line})", "en": "{id} does nothing yet ({path}:{line})"},
    "moved": {"ru": "{was} теперь {id} ({path}:{line})", "en": "{was} is {id} now ({path}:{line})"},
    "suspect": {"ru": "изменилось после того, как связь с {id} была принята: {changed} ({path}:{line})",
                "en": "changed since the link to {id} was accepted: {changed} ({path}:{line})"},
}
_SAID: dict[str, dict[Lang, str]] = {
    "partial": {"ru": "дошла до этапа «{last}», этапа «{missing}» нет", "en": "reaches {last}, {missing} is missing"},
    "uncovered": {"ru": "ниже идеи ничего нет", "en": "nothing below the concept"},
    "skipped": {"ru": "пропущен этап «{missing}»", "en": "{missing} is skipped"},
    "ambiguous": {"ru": "ссылка ведёт к нескольким заметкам сразу", "en": "a link has several targets"},
    "weak": {"ru": "есть только догадки: {count}", "en": "there are only guesses: {count}"},
    "waived": {"ru": "принято: {reason}", "en": "waived: {reason}"},
    "no_day": {"ru": "срок исключения — не дата: {until}", "en": "the waiver's until is no date: {until}"},
    "expired": {"ru": "исключение истекло {until}", "en": "the waiver expired on {until}"},
}
# A vault may bring stages of its own, which are called what it calls them.
_STAGES = {"concept": "концепт", "scheme": "схема", "algorithm": "алгоритм", "pseudocode": "псевдокод", "code": "код"}


def explain(found: Verdict, evidence: Sequence[Evidence], waiver: Waiver | None, chain: tuple[str, ...],
            lang: Lang) -> list[str]:
    """The sentences about the state itself; what is wrong with other chains follows, at most three."""
    names = [_STAGES.get(stage, stage) if lang == "ru" else stage for stage in chain]
    missing = names[found.missing] if found.missing is not None else ""
    said: list[str] = []
    if found.state in _SAID:
        reason = (waiver.reason if waiver and waiver.reason else "—")
        said.append(_SAID[found.state][lang].format(last=names[found.last], missing=missing, reason=reason))
    if found.state == "uncovered" and evidence:
        said.append(_SAID["weak"][lang].format(count=len(evidence)))
    bad = [item for item in evidence if item.state in _BAD]
    for item in bad[:3]:
        form = _BAD["refused" if item.refused else item.state][lang]
        said.append(form.format(id=item.id, was=item.was or item.id, path=item.path, line=item.line,
                                changed=", ".join(item.changed) or item.id))
    if waiver is not None and waiver.expired:
        said.append(_SAID["expired" if day_of(waiver.until) else "no_day"][lang].format(until=waiver.until))
    return said
