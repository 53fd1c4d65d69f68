"""Names of speakers in exported chats: which role a phrase like ``ChatGPT said`` or «Ответ модели» stands for.

Sources: the labels of exporters of ChatGPT, Claude, Gemini, Copilot, Cursor and their like, and of people who copy a
chat by hand, in English and Russian.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from vaultkit.text.lazy_pattern import lazy_pattern

Strength = Literal["sure", "weak", "asked"]
"""``sure``: hardly anything but a chat has it; ``weak``: an ordinary word too; ``asked``: of questions and answers,
which counts only where the note itself says that it is a chat."""


@dataclass(frozen=True, slots=True)
class Who:
    """Meaning of a name: role (user, assistant, system, tool, thinking), how surely, and the name in one spelling."""

    role: str
    strength: Strength
    key: str


def _table(rows: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", " "): role for role, names in rows.items() for name in names.split()}


SURE = _table({
    "user": "user human you пользователь вы юзер 我 用户",
    "assistant": "assistant ассистент ии_ассистент ai_assistant ии_помощник chatbot чат_бот чатбот chat_bot нейросеть",
})
WEAK = _table({
    "user": "me i я ты человек prompt промпт промт",
    "assistant": "ai ии agent агент bot бот model модель llm помощник response machine robot нейронка алиса",
    "system": "system система developer",
    "tool": "tool tools function инструмент инструменты функция",
    "thinking": "think thinking thought thoughts reasoning размышление размышления мысли рассуждение рассуждения",
})
ASKED = _table({
    "user": "question вопрос q query запрос в",
    "assistant": "answer ответ a reply о",
})
# Names of one meaning are one: a chat may be half in English and half in Russian.
_SAME = {"пользователь": "user", "юзер": "user", "вы": "you", "ты": "you", "я": "me", "i": "me", "человек": "human",
         "ассистент": "assistant", "ии": "ai", "бот": "bot", "модель": "model", "промт": "prompt", "промпт": "prompt",
         "система": "system", "агент": "agent"}
FAMILIES = frozenset(
    "chatgpt gpt gpt3 gpt4 gpt5 claude gemini copilot cursor deepseek grok llama mistral mixtral qwen perplexity bard "
    "gigachat yandexgpt яндексgpt kimi gemma ollama codex cline windsurf cascade planner o1 o3 o4 sonnet opus haiku "
    "codestral чатгпт чатжпт гигачат клод гпт".split())
# What may stand around a family's name: who makes it, and which of its models it is.
_MAKERS = frozenset("github microsoft google openai anthropic meta xai bing ai ии the my мой чат chat visual studio "
                    "code".split())
_MODELS = frozenset(
    "sonnet opus haiku instant pro flash mini nano turbo plus ultra preview latest thinking high low ai chat gpt "
    "medium large small instruct advanced max lite free reasoning reasoner code codex coder vision search research "
    "deep beta exp experimental model модель desktop web bot team enterprise fast auto r o ии".split())
_VERBS = frozenset(
    "said says say asked asks wrote writes replied replies answered answers responded responds typed сказал сказала "
    "сказали говорит говорите написал написала написали пишет спросил спросила спросили спрашивает ответил ответила "
    "ответили отвечает".split())
# Nouns that say nothing beside a name («сообщение пользователя», ``User prompt``).
_NOUNS = {
    **dict.fromkeys("message input turn text output content сообщение реплика ввод текст ход the s".split(), ""),
    **dict.fromkeys("prompt question query request промпт промт вопрос запрос".split(), "user"),
    **dict.fromkeys("response reply answer result ответ reasoning".split(), "assistant"),
}
_CASES = {"пользователя": "пользователь", "ассистента": "ассистент", "модели": "модель", "бота": "бот",
          "ии": "ии", "нейросети": "нейросеть", "помощника": "помощник", "агента": "агент", "человека": "человек",
          "ваш": "вы", "your": "you", "my": "me", "мой": "я", "users": "user", "мои": "я"}
_WORD = lazy_pattern(r"[^\W_]+(?:[.'’][^\W_]+)*")
_VERSION = lazy_pattern(r"v?\d+(?:\.\d+)*[a-zа-я]{0,3}|[a-z]{1,2}\d+(?:\.\d+)*|\d+[bk]|\d{4,8}")
_GPT = lazy_pattern(r"(?:chat)?gpt\d*(?:\.\d+)?[a-z]{0,2}|claude\d*(?:\.\d+)*|llama\d+(?:\.\d+)*|gemma\d+|"
                  r"qwen\d*(?:\.\d+)*|o[134]")
LONGEST_NAME = 60

_EITHER = frozenset([*(name for name, role in _NOUNS.items() if not role),
                     "role", "роль", "b", "strong", "t", "am", "pm"])


def _begin(*roles: str) -> frozenset[str]:
    tables = [name.split()[0] for table in (SURE, WEAK, ASKED) for name, role in table.items() if role in roles]
    nouns = [name for name, role in _NOUNS.items() if role in roles]
    cases = [name for name, base in _CASES.items() if (SURE | WEAK)[base] in roles]
    return (frozenset([*tables, *nouns, *cases]) | _EITHER) - {"the", "s"}


# Words with which the lines of labels begin: of a person, of a model, of anybody.
USER_WORDS = _begin("user")
ASSISTANT_WORDS = _begin("assistant") | FAMILIES | _MAKERS - {"the", "мой", "my"}
FIRST_WORDS = USER_WORDS | ASSISTANT_WORDS | _begin("system", "tool", "thinking")


@lru_cache(maxsize=4_096)
def role_of(phrase: str) -> Who | None:
    """Return who a phrase without marks, time and model in brackets names, or None. Every word of it has to be
    explained: ``Claude 3.5 Sonnet`` is a model, ``Claude Durand`` a person."""
    words = [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(phrase.casefold())]
    while len(words) > 1 and words[-1].isdigit() and words[0] not in FAMILIES:
        words.pop()
    said = len(words) > 1 and words[-1] in _VERBS
    if said:
        words.pop()
    if not words or len(words) > 6:
        return None
    name = " ".join(words)
    for table, strength in ((SURE, "sure"), (WEAK, "weak"), (ASKED, "asked")):
        if name in table:
            return Who(table[name], "sure" if said and strength == "weak" else strength,  # type: ignore[arg-type]
                       _SAME.get(name, name))
    return _of_model(words) or _of_two(words)


def _of_model(words: list[str]) -> Who | None:
    """A model by the name of its family, its maker before it, its version behind."""
    at = next((at for at, word in enumerate(words) if word in FAMILIES or _GPT.fullmatch(word)), None)
    if at is None:
        return None
    before = all(word in _MAKERS for word in words[:at])
    if before and all(word in _MODELS or word in FAMILIES or word in _NOUNS or _VERSION.fullmatch(word)
                      for word in words[at + 1:]):
        return Who("assistant", "sure", words[at])
    return None


def _of_two(words: list[str]) -> Who | None:
    """A name with a noun that says nothing more of it: ``User prompt``, «Ответ ассистента», ``Tool result``."""
    nouns = [word for word in words if word in _NOUNS]
    names = [_CASES.get(word, word) for word in words if word not in _NOUNS]
    if not nouns or len(names) > 2 or not names:
        return None
    name = " ".join(names)
    role = SURE.get(name) or WEAK.get(name) or ("assistant" if any(_GPT.fullmatch(n) or n in FAMILIES for n in names)
                                                and all(n in FAMILIES | _MODELS for n in names) else None)
    if role in ("user", "assistant") and {_NOUNS[noun] for noun in nouns} - {"", role}:
        return None
    return Who(role, "sure", _SAME.get(name, name)) if role else None
