"""Phrases that the routes say, in both languages."""

from __future__ import annotations

STAGE_NAMES = {
    "concept": ("concept", "концепт"), "scheme": ("scheme", "схема"), "algorithm": ("algorithm", "алгоритм"),
    "pseudocode": ("pseudocode", "псевдокод"), "code": ("code", "код"),
}
LEVEL_NAMES = {
    "none": ("none", "нет"), "low": ("low", "низкий уровень"), "medium": ("medium", "средний уровень"),
    "high": ("high", "высокий уровень"),
}
PHRASES: dict[str, tuple[str, str]] = {
    "covered": ("{title} reaches code: {nodes}.", "{title} доведено до кода: {nodes}."),
    "partial": ("{title} has no {missing} yet: its chain ends at {last}.",
                "{title}: цепочка дошла до этапа «{last}», следующий этап — {missing}."),
    "uncovered": ("{title} is only an idea so far: {missing} comes next.",
                  "{title}: пока только идея, следующий этап — {missing}."),
    "skipped": ("{title} reaches code, but {missing} was left out.",
                "{title} доходит до кода, но пропущен этап «{missing}»."),
    "waived": ("{title} is waived.", "{title}: отложено по решению автора."),
    "trouble": ("{title} has no working code: {id} {what}.", "{title} пока без рабочего кода: {id} {what}."),
    "other": ("{title} is in the state {state}.", "{title}: состояние — {state}."),
    "missing": ("does not exist", "не существует"),
    "stub": ("does nothing yet", "пока ничего не делает"),
    "has": ("{title} has {stage}: {nodes}.", "{title}: {stage} есть — {nodes}."),
    "all_have": ("Every concept has {stage}.", "У каждого концепта есть {stage}."),
    "depends": ("{one} depends on {other}.", "{one} зависит от {other}."),
    "no_dependencies": ("{title} declares no dependencies.", "В {title} зависимости не указаны."),
    "no_dependents": ("No note declares that it depends on {title}.", "Ни одна заметка не указывает {title} в "
                                                                      "зависимостях."),
    "where": ("{title} is implemented in {id}.", "{title} реализовано в {id}."),
    "where_stub": ("{title} names {id}, which does nothing yet.", "{title}: назван код {id}, но он пока ничего не "
                                                                  "делает."),
    "where_missing": ("{title} names {id}, which does not exist.", "{title}: назван код {id}, но такого нет."),
    "orphan": ("No concept leads to {title} ({kind}).", "К {title} не ведёт ни один концепт ({kind})."),
    "step": ("{title}: {stage} comes next ({week}).", "{title}: на очереди {stage} ({week})."),
    "week": ("this week", "эта неделя"),
    "level": ("{title}: thinking is {thinking}, practice is {practice}.",
              "{title}: мышление — {thinking}, практика — {practice}."),
    "claimed": ("{who} says of it: «{text}».", "{who} говорит об этом: «{text}»."),
    "user": ("The user", "Человек"),
    "assistant": ("The assistant", "Ассистент"),
    "note": ("The note", "Заметка"),
    "member": ("{one} is part of {other}.", "{one} входит в {other}."),
}


def phrase(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language`` (anything but ru is English), its places filled."""
    return PHRASES[key][language == "ru"].format(**values)


def level_name(level: str, language: str) -> str:
    """A level's name in ``language``; a vault's own levels stay as they are called."""
    return LEVEL_NAMES.get(level, (level, level))[language == "ru"]


def stage_name(stage: str, language: str) -> str:
    """A stage's name in ``language``; a vault's own stages stay as they are called."""
    return STAGE_NAMES.get(stage, (stage, stage))[language == "ru"]
