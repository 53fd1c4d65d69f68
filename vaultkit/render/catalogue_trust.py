"""The words of ``trust``, English and Russian."""

from __future__ import annotations

TRUST_TEXTS: dict[str, tuple[str, str]] = {
    "trust.none": ("The settings name no server: nothing of this vault leaves the machine.",
                   "В настройках нет серверов: из этого хранилища ничего не отправляется."),
    "trust.passages": ("passages of notes", "фрагменты заметок"),
    "trust.vectors": ("vectors, and path, kind and tags of notes", "векторы, а также путь, вид и теги заметок"),
    "trust.key": (", with the key in {name}", " и ключ из {name}"),
    "trust.by.settings": ("allowed: named in your own settings", "разрешено: назван в ваших собственных настройках"),
    "trust.by.trust": ("allowed by `vaultkit trust`", "разрешено командой `vaultkit trust`"),
    "trust.by.environment": ("allowed by VAULTKIT_TRUST", "разрешено переменной VAULTKIT_TRUST"),
    "trust.not": ("not allowed, nothing is sent: {allow}", "не разрешено, ничего не отправляется: {allow}"),
    "trust.allowed": ("{vault} may send to {origin} from now on ({file})",
                      "{vault} теперь может отправлять на {origin} ({file})"),
    "trust.unnamed": ("no setting of this vault names {origin}", "в настройках хранилища нет адреса {origin}"),
    "trust.revoked": ("{vault} may not send to {origin} any more", "{vault} больше не может отправлять на {origin}"),
    "trust.was_not": ("{origin} was not allowed for {vault}: nothing changed",
                      "{origin} не был разрешён для {vault}: ничего не изменено"),
    "trust.still": ("{origin} is still allowed otherwise: {by}", "{origin} всё ещё разрешён иначе: {by}"),
    "trust.nothing": ("Nothing is allowed yet.", "Пока ничего не разрешено."),
}
