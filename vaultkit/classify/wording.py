"""Evidence told to a person, in the language of the vault."""

from __future__ import annotations

from typing import Literal

from vaultkit.classify.evidence import KindEvidence

Lang = Literal["ru", "en"]

NOTHING_ELSE: dict[Lang, str] = {"en": "nothing speaks for another kind", "ru": "ничто не говорит о другом виде"}

_SENTENCES: dict[str, tuple[str, str]] = {
    "title_word": ("the title says {0}", "в названии есть слово «{0}»"),
    "folder_word": ("the folder is named {0}", "папка называется «{0}»"),
    "folder_plain": ("its folder is one of logs, forms or people", "папка — для журналов, бланков или людей"),
    "title_how_to": ("the title announces a how-to", "название обещает инструкцию"),
    "title_action": ("the title is an action ({0} …)", "название — действие ({0} …)"),
    "title_structure": ("the title speaks of a structure ({0})", "название говорит об устройстве ({0})"),
    "title_plain": ("the title is that of an index, form, log or list", "название как у оглавления или бланка"),
    "no_text": ("no sentence of its own", "нет ни одного собственного предложения"),
    "text_pointer": ("it begins with an address or an author", "начинается с адреса или автора"),
    "text_defines": ("its first sentence defines: “{0}”", "первое предложение — определение: «{0}»"),
    "text_serves": ("its first sentence says what it is for: “{0}”", "первое предложение говорит, зачем это: «{0}»"),
    "text_moves": ("its first sentence announces a transfer", "первое предложение обещает перенос данных"),
    "text_steps": ("its first sentence announces steps: “{0}”", "первое предложение обещает шаги: «{0}»"),
    "text_parts": ("its first sentence speaks of parts: “{0}”", "первое предложение говорит о частях: «{0}»"),
    "form_block": ("blocks in the form of a {1}: {0}", "блоков, какими бывает {1}: {0}"),
    "form_share": ("{0}% of its lines are {1}", "строк вида {1}: {0} %"),
    "code_fence": ("fences of code: {0}", "блоков кода: {0}"),
    "code_share": ("{0}% of its lines are code", "строк кода: {0} %"),
    "other_share": ("{0}% of its lines are fenced text", "строк в прочих блоках: {0} %"),
    "numbered": ("numbered lists: {0}, with {1} steps", "нумерованных списков: {0}, шагов в них: {1}"),
    "numbered_many": ("several numbered lists: {0}", "нумерованных списков несколько: {0}"),
    "numbered_share": ("{0}% of its lines are numbered steps", "строк с пронумерованными шагами: {0} %"),
    "no_headings": ("no headings of its own", "нет своих заголовков"),
    "heading_word": ("a section is called {0}", "раздел называется как вид {0}"),
    "heading_chain": ("sections of several stages ({0})", "разделы нескольких этапов ({0})"),
    "heading_steps": ("a heading says that steps follow", "заголовок говорит, что дальше шаги"),
    "heading_actions": ("{0} of {1} headings are actions", "заголовков-действий: {0} из {1}"),
    "heading_questions": ("{0} of {1} headings are questions", "заголовков-вопросов: {0} из {1}"),
    "heading_many": ("headings: {0}", "заголовков: {0}"),
    "bullet_share": ("{0}% of its lines are bulleted lists", "строк в списках: {0} %"),
    "table_share": ("{0}% of its lines are tables", "строк в таблицах: {0} %"),
    "fence_share": ("{0}% of its lines are fences", "строк в блоках кода: {0} %"),
    "comment_share": ("{0}% of its lines are comments of a form", "строк-комментариев бланка: {0} %"),
    "prose_lines": ("lines of prose: {0}", "строк связного текста: {0}"),
    "pointing": ("links to the web: {0}, embeds: {1}", "ссылок в сеть: {0}, вложений: {1}"),
    "bold_items": ("list items that open in bold: {0}", "пунктов, которые начинаются жирным: {0}"),
    "asked_as": ("{0} names it under {1}", "{0} называет её в поле {1}"),
    "downward": ("it names a lower stage under {0}", "называет более низкий этап в поле {0}"),
    "upward": ("it names what it serves under {0}", "называет в поле {0}, чему служит"),
    "neighbours": ("{0} of {1} neighbours in its folder are {2}", "соседей вида {2} в папке: {0} из {1}"),
    "chat": ("it is an exported chat", "это выгруженный чат"),
    "form": ("many notes of its folder have the same headings", "у многих заметок папки те же заголовки"),
    "link_list": ("links open {0} of its {1} lines", "ссылкой начинаются {0} строк из {1}"),
    "parts": ("notes that are part of it: {0}", "заметок, которые входят в неё: {0}"),
    "inbound": ("notes that link to it: {0}", "заметок, которые ссылаются на неё: {0}"),
    "short": ("lines in all: {0}", "всего строк: {0}"),
}


def in_words(evidence: KindEvidence, lang: Lang) -> str:
    """The sentence of one piece of evidence."""
    return _SENTENCES[evidence.feature][lang == "ru"].format(*evidence.told)
