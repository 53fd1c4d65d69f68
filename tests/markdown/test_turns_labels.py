"""Chats whose messages stand behind labels: which forms are read, with times, and that nothing else is."""

from __future__ import annotations

import time

import pytest

from vaultkit.config import ChatForms
from vaultkit.markdown.parse import parse
from vaultkit.model import Note

SAID = ("Как поливать помидоры летом?", "Раз в два дня, утром.", "а зимой, при минусе?", "Зимой реже: раз в неделю.")


def chat(user: str, assistant: str, between: str = "\n", rule: str = "") -> str:
    """A chat of four messages with these labels; ``between`` stands between a label and the words."""
    return "# Полив\n\n" + "".join(f"{label}{between}{said}\n\n{rule}"
                                   for label, said in zip((user, assistant) * 2, SAID, strict=True))


def roles(note: Note) -> str:
    return "".join(turn.role[0] for turn in note.turns)


def words(note: Note, text: str) -> list[str]:
    """What stands where the turns say that their words begin."""
    lines = text.splitlines()
    return [lines[turn.body_line - 1][turn.body_column - 1:] for turn in note.turns]


FORMS = [
    ("headings", "## User", "## Assistant"), ("headings", "### User:", "### ChatGPT:"),
    ("headings", "# You", "# Claude 3.5 Sonnet"), ("headings", "## Prompt:", "## Response:"),
    ("headings", "## Пользователь", "## Ассистент"), ("headings", "##### Вы сказали:", "###### ChatGPT сказал:"),
    ("headings", "#### **You**", "#### **ChatGPT o3-mini-high**"), ("headings", "## 👤 User", "## 🤖 Assistant [gpt-4]"),
    ("headings", "## 🧑‍💻 User", "## 🤖 ChatGPT (gpt-4o)"), ("headings", "### 1. User", "### 2. Assistant"),
    ("headings", "## Prompt 1", "## Response 1"), ("headings", "### Мой вопрос", "### Ответ ИИ"),
    ("headings", "## Промпт", "## Ответ модели"), ("headings", "User\n====", "Assistant\n===="),
    ("headings", "### `user`", "### `assistant`"), ("headings", "## [User]", "## [Assistant]"),
    ("bold", "**You:**", "**ChatGPT:**"), ("bold", "**Вы сказали:**", "**ChatGPT сказал:**"),
    ("bold", "**User**", "**ChatGPT**"), ("bold", "__User__", "__Assistant__"), ("bold", "**user**:", "**ai**:"),
    ("bold", "_**User**_", "_**Agent (model claude-4.5-opus-high-thinking, mode Agent)**_"),
    ("bold", "👤 **User:**", "🤖 **Claude 3.5 Sonnet:**"), ("bold", "**Я:**", "**ИИ:**"), ("bold", "*User:*", "*AI:*"),
    ("bold", "**[[User]]:**", "**[[ChatGPT]]:**"), ("bold", "**Human:**", "**Gemini 2.5 Pro:**"), ("bold", "<b>User:</b>", "<b>Assistant:</b>"),
    ("bold", "**Пользователь**:", "**Нейросеть**:"), ("bold", "**Вопрос пользователя:**", "**Ответ ассистента:**"),
    ("labels", "User:", "Assistant:"), ("labels", "You said:", "ChatGPT said:"), ("labels", "Human:", "AI:"),
    ("labels", "Пользователь:", "Ассистент:"), ("labels", "User:", "GitHub Copilot:"), ("labels", "Я:", "GPT-4o mini:"),
    ("labels", "USER:", "CHATGPT:"), ("labels", "[User]:", "[Assistant]:"), ("labels", "Юзер:", "Бот:"),
    ("roles", "role:: user", "role:: assistant"), ("roles", "role::user", "role::assistant"),
    ("roles", "### role::user", '### role::assistant<span style="font-size: small;"> (gemma3:12b)</span>'),
    ("mixed", "## User:", "**Assistant:**"),
]


@pytest.mark.parametrize(("form", "user", "assistant"), FORMS)
@pytest.mark.parametrize("rule", ["", "---\n\n", "* * *\n\n"])
def test_labels_on_a_line_of_their_own(form, user, assistant, rule):
    text = chat(user, assistant, "\n\n", rule)
    note = parse(text)
    assert (note.chat_form, roles(note), words(note, text)) == (form, "uaua", list(SAID))
    lines = text.splitlines()
    assert [lines[turn.end_line - 1] for turn in note.turns] == list(SAID)
    assert note.summary == SAID[0]


@pytest.mark.parametrize(("user", "assistant"), [(user, assistant) for form, user, assistant in FORMS
                                                 if form in ("bold", "labels") and user.rstrip("*_</b>").endswith(":")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_words_on_the_line_of_the_label(user, assistant, end):
    text = chat(user, assistant, " ").replace("\n", end)
    note = parse(text)
    assert (roles(note), words(note, text), note.summary) == ("uaua", list(SAID), SAID[0])


@pytest.mark.parametrize(("user", "time", "assistant"), [
    ("## User (2025-06-30 12:10)", "2025-06-30T12:10", "## ChatGPT (gpt-4o)"),
    ("#### User · 2025-06-30T12:10:00Z", "2025-06-30T12:10:00", "#### Assistant · gpt-4o · 2025-06-30T12:11:00Z"),
    ("### 👩 Пользователь — 30 июня 2025, 12:10", "2025-06-30T12:10", "### 🤖 DeepSeek-R1"),
    ("### **User** *30.06.2025, 12:10*", "2025-06-30T12:10", "### **ChatGPT** *30.06.2025, 12:11*"),
    ("## User | 2025-06-30 12:10", "2025-06-30T12:10", "## Assistant | 2025-06-30 12:11"),
    ("**User** - 30.06.2025, 12:10", "2025-06-30T12:10", "**Assistant** - 30.06.2025, 12:11"),
    ("**User** (6/30/2025, 12:10:05 PM)", "2025-06-30T12:10:05", "**AI** (6/30/2025, 12:11:05 PM)"),
    ("_**User (2025-06-30 12:10Z)**_", "2025-06-30T12:10", "_**Agent**_"),
    ("**[2025-06-30 12:10] User:**", "2025-06-30T12:10", "**[2025-06-30 12:11] Assistant:**"),
    ("[30.06.2025, 12:10] User:", "2025-06-30T12:10", "[30.06.2025, 12:11] ChatGPT:"),
    ("30.06.2025, 12:10 - User:", "2025-06-30T12:10", "30.06.2025, 12:11 - ChatGPT:"),
    ("User [2025-06-30 12:10]:", "2025-06-30T12:10", "Assistant [2025-06-30 12:11]:"),
    ("User (12:10):", "12:10", "Assistant (12:11):"), ("**You** 12:10 AM", "00:10", "**AI** 12:11 AM"),
    ("User — 30.06.2025, 12:10", "2025-06-30T12:10", "Assistant — 30.06.2025, 12:11"),
    ("User, [30.06.2025 12:10]", "2025-06-30T12:10", "ChatGPT, [30.06.2025 12:11]"),
    ("**User** — Today at 4:15 PM", "Today at 4:15 PM", "**ChatGPT** — Today at 4:16 PM"),
    ("## You\n*30.06.2025, 12:10*\n", "2025-06-30T12:10", "## ChatGPT\n*30.06.2025, 12:11*\n"),
    ("## You\n6/30/2025, 12:10:18 PM\n", "2025-06-30T12:10:18", "## ChatGPT\n6/30/2025, 12:11:18 PM\n"),
    ("## You\n- model: `x` | time: `2025-06-30T12:10:13.2+08:00`\n", "2025-06-30T12:10:13", "## ChatGPT"),
    ("## User", None, "## Assistant"),
])
def test_a_time_stands_in_the_label_or_on_the_line_below(user, time, assistant):
    text = chat(user, assistant, "\n")
    note = parse(text)
    assert (roles(note), words(note, text), note.turns[0].time) == ("uaua", list(SAID), time)


def test_a_time_may_stand_behind_the_words():
    note = parse(chat("**user**:", "**ai**:", " ").replace("\n\n", "\n[Timestamp: 2025/01/11 16:23:00]\n\n"))
    assert {turn.time for turn in note.turns} == {"2025-01-11T16:23:00"}


def test_an_answer_that_is_a_date_is_no_time():
    note = parse(chat("## User", "## Assistant").replace(SAID[1], "30.06.2025"))
    assert [turn.time for turn in note.turns] == [None] * 4


def test_hours_are_of_the_one_day_that_the_note_names_and_go_past_midnight():
    head = "- **Date:** 2025-06-30 07:22:17\n\n"
    said = ("**User** (23:59): hi there.", "**AI** (00:01): hello.", "**User** (00:02): bye.", "**AI** (00:03): bye.")
    times = ["2025-06-30T23:59", "2025-07-01T00:01", "2025-07-01T00:02", "2025-07-01T00:03"]
    assert [turn.time for turn in parse(head + "\n\n".join(said)).turns] == times
    both = head + "- **Exported:** 2025-07-02\n\n"
    assert [turn.time for turn in parse(both + "\n\n".join(said)).turns] == ["23:59", "00:01", "00:02", "00:03"]


@pytest.mark.parametrize("labels", [
    ("## User", "## ChatGPT", "## User", "## Claude 3 Opus"), ("## Пользователь", "## ChatGPT", "## User", "## Ассистент"),
    ("**Вы:**", "**GPT-4o:**", "**You:**", "**ChatGPT:**"),
])
def test_languages_and_models_may_change_within_a_chat(labels):
    assert roles(parse("".join(f"{label}\nтекст здесь, вот.\n\n" for label in labels))) == "uaua"


@pytest.mark.parametrize("front", ["tags: [chatgpt]", "type: chat", "conversation_id: abc", "nexus: x", "model: gpt-4o",
                                   "source: ChatGPT", "тип: чат", "tags:\n  - copilot-conversation"])
def test_once_is_enough_where_the_properties_say_that_it_is_a_chat(front):
    text = "**User:** hi there\n\n**Assistant:** hello\n"
    assert roles(parse(text)) == ""
    assert roles(parse(f"---\n{front}\n---\n{text}")) == "ua"


@pytest.mark.parametrize(("front", "read"), [("type: chat", "ua"), ("conversation_id: 1", "ua"), ("tags: [chatgpt]", ""),
                                             ("model: gpt-4o", "")])
def test_a_question_and_an_answer_are_a_chat_only_where_the_note_itself_is_one(front, read):
    """A note about a model may have its questions and answers, too."""
    assert roles(parse(f"---\n{front}\n---\n**Вопрос:** привет, как дела?\n\n**Ответ:** да.\n")) == read


def test_the_first_message_may_have_no_label_where_fields_tell_the_others():
    note = parse("---\nx: 1\n---\n# План\n- пункт\n\nrole::assistant\n\nодин\n\nrole::user\n\nдва\n\nrole::assistant\n\nтри\n")
    assert [(turn.role, turn.line) for turn in note.turns] == [("user", 4), ("assistant", 7), ("user", 11), ("assistant", 15)]


def test_what_a_header_says_of_the_user_is_no_turn():
    text = "# Чат\n\n**User:** Anonymous  \n**Created:** 6/29/2026\n\n" + chat("## Prompt:", "## Response:")
    assert parse(text).turns[0].line == 8


def test_headings_and_labels_in_an_answer_are_its_own():
    inner = ["# Ответ", "### User\nчеловек\n\n### Assistant\nмодель", "- **User:** root",
             "**User:** Привет!\n\n**Assistant:** Привет!\n\n**User:** Пока!\n\n**Assistant:** Пока!", "| User: | root |",
             "Note: здесь.\n\nPath: /etc", "> **User:** цитата"]
    note = parse(chat("## User", "## Assistant").replace(SAID[1], "\n\n".join(inner)))
    assert roles(note) == "uaua"


@pytest.mark.parametrize("fence", [
    "```markdown\n## User\nx\n## Assistant\ny\n```", "````\n## User\n```js\nx\n```\n## Assistant\n````",
    "```markdown\n## User\n```js\nx\n```\n## Assistant\n```", "~~~\n## User\n```\n## Assistant\n~~~",
    "- ```\n  x\n  ```\n\n```\n## User\n```", "<think>\n## User\n</think>", "<details>\n\n## User\n\n</details>",
    "<!--\n## User\n-->", "%%\n## User\n%%", "<pre>\n## User\n</pre>", "```\nTool: x\n```json\n{}\n```\n**Output:**\n```\n{}\n```\n```",
])
def test_labels_in_code_and_folds_are_none_and_those_behind_them_are(fence):
    text = chat("## User", "## Assistant").replace(SAID[1], fence)
    note = parse(text)
    assert roles(note) == "uaua" and words(note, text)[2:] == list(SAID[2:])


@pytest.mark.parametrize(("fence", "later"), [("```python\nx = 1", SAID[3]), ("```\nx = 1", SAID[3]),
                                              ("```python\nx = 1", "```js\ny\n```"), ("```\nx = 1", "```\ny\n```")])
def test_a_message_that_breaks_off_within_a_fence_hides_no_later_ones(fence, later):
    text = chat("## User", "## Assistant").replace(SAID[1], fence).replace(SAID[3], later)
    assert roles(parse(text)) == "uaua"


NONE = {
    "questions": "**Q:** How deep?\n\n**A:** Seven metres.\n\n**Q:** How loud?\n\n**A:** Very.\n",
    "вопросы": "## Вопрос\nЧто такое УЗО?\n\n## Ответ\nЗащита.\n\n## Вопрос\nТок?\n\n## Ответ\n30 мА.\n",
    "HTTP": "## Запрос\n\nGET /users\n\n## Ответ\n\n200 OK\n\n## Запрос\n\nPOST /users\n\n## Ответ\n\n201\n",
    "interview": "**Interviewer:** How?\n\n**Claude Monet:** So.\n\n**Interviewer:** And then?\n\n**Claude Monet:** On.\n",
    "minutes": "**Claude:** Monday.\n\n**Marie:** Then Tuesday.\n\n**Claude:** I'd rather wait.\n\n**Marie:** Fine.\n",
    "play": "Человек: Кто ты?\n\nРобот: Я робот.\n\nДиректор: Тихо!\n\nЧеловек: Почему?\n\nДиректор: Так.\n\nРобот: Молчу.\n",
    "call": "**User:** I can't log in.\n\n**Agent:** Let me see.\n\n**Supervisor:** Try again.\n\n"
            "**User:** No luck so far.\n\n**Agent:** Hm, strange.\n\n**Supervisor:** Restart it.\n",
    "use case": "**User:** clicks a button.\n\n**System:** shows it.\n\n**User:** enters it.\n\n**System:** saves it.\n",
    "glossary": "**Agent:** answers tickets.\n\n**Assistant:** the bot.\n\n**Model:** what it runs on.\n\n"
                "**Prompt:** the text.\n\n**Response:** what comes.\n\n**User:** who writes.\n\n**Пользователь:** то же.\n",
    "dictionary": "**user** — кто пользуется.\n\n**assistant** — помощник.\n\n**user** — ещё.\n\n**assistant** — ещё.\n",
    "API": "# API\n\n## User\nThe user object.\n\n## Assistant\nThe assistant object.\n\n## System\nNothing.\n",
    "API twice": "## Request\n\n### User\nWhat it sends.\n\n### Assistant\nWhat was.\n\n"
                 "## Response\n\n### User\nNever set.\n\n### Assistant\nThe answer.\n",
    "changelog": "## 1.2.0\n\n### User\n- New button.\n\n### Assistant\n- Faster.\n\n"
                 "## 1.1.0\n\n### User\n- Login.\n\n### Assistant\n- First.\n",
    "duties": "## User\n- reads\n\n## Assistant\n- helps\n\n## User\n- writes\n\n## Assistant\n- corrects\n",
    "settings": "User: max\nModel: gpt-4o\n\nUser: eva\nModel: claude-3\n\nUser: pit\nModel: gpt-4o\n",
    "servers": "**User:** root\n**Agent:** ssh\n**Port:** 22\n\n**User:** max\n**Agent:** gpg\n**Port:** 23\n",
    "prompts": "## Sum up\n**Prompt:** Sum up the text in three lines.\n**Model:** gpt-4o\n\n"
               "## Translate\n**Prompt:** Translate the text to Russian.\n**Model:** claude\n",
    "cards": "Prompt: cat\nResponse: кот\n\nPrompt: dog\nResponse: собака\n\nPrompt: cow\nResponse: корова\n",
    "todo": "Я: купить хлеб\nТы: купить молоко\nЯ: позвонить\nТы: написать\n",
    "friends": "Я: Привет, как дела?\n\nМаша: Хорошо.\n\nЯ: И я.\n\nМаша: Ну и ладно.\n",
    "test plan": "### User\nLog in.\n\n### Bot\nLog in as bot.\n\n### User\nLog out.\n",
    "quote": "> **User:** hi there\n>\n> **Assistant:** hello\n>\n> **User:** bye\n>\n> **Assistant:** bye\n",
    "items": "- User: hi there.\n- Assistant: hello.\n- User: how?\n- Assistant: fine.\n",
    "indented": "    User: hi there.\n    Assistant: hello.\n    User: how?\n    Assistant: fine.\n",
    "one fence": "```\nUser: hi.\n\nAssistant: hello.\n\nUser: how?\n\nAssistant: fine.\n",
    "comment": "%%\nUser: hi there\n\nAssistant: hello\n\nUser: how?\n\nAssistant: fine.\n%%\n",
}


@pytest.mark.parametrize("name", NONE)
def test_what_looks_like_a_chat_and_is_none_stays_a_note(name):
    note = parse(NONE[name])
    assert (note.turns, note.chat_form) == ((), None)


@pytest.mark.parametrize(("forms", "text", "form"), [
    (ChatForms({"Макс": "user", "Нейра": "assistant"}), chat("**Макс:**", "**Нейра:**", " "), "bold"),
    (ChatForms({"Q": "user", "A": "assistant"}), chat("Q:", "A:", " "), "labels"),
    (ChatForms({"Max": "user", "Borg": "assistant"}, (), ("=== {name} | {time} ===",)),
     chat("=== Max | 30.06.2025 12:10 ===", "=== Borg | 30.06.2025 12:11 ==="), "settings"),
    (ChatForms(labels=("<<{name}>> {text}",)), chat("<<ME>>", "<<BOT>>", " "), "settings"),
    (ChatForms(labels=("{name} [{model}] >",)), chat("user [-] >", "assistant [x1] >"), "settings"),
])
def test_settings_make_any_other_form_work(forms, text, form):
    note = parse(text, chats=forms)
    assert (note.chat_form, roles(note), words(note, text)) == (form, "uaua", list(SAID))
    assert parse(text).turns == ()


def test_a_chat_in_callouts_is_read_as_that():
    note = parse("> [!user] **User**\n> " + chat("## User", "## Assistant").replace("\n", "\n> ")
                 + "\n\n> [!assistant] **AI**\n> да\n")
    assert (note.chat_form, roles(note)) == ("callouts", "ua")


@pytest.mark.parametrize("unit", ["User: hi there?\n\nAssistant: fine.\n\n", "## User\n```\n", "User ((((((((((\n\n",
                                  "**User** 1 1 1 1 1 1 1 1 : a\n\n", "<think>\n\n", "**Thinking:**\n\n",
                                  "<details>\n<summary>Thought</summary>\n\n", "```\nTool: x\n", "_User_" * 30 + "\n\n"])
def test_time_grows_with_the_note_and_no_faster(unit):
    def seconds(times: int) -> float:
        text = chat("## User", "## Assistant") + unit * times
        start = time.process_time()
        parse(text)
        return time.process_time() - start

    seconds(50)
    assert seconds(1_000) < 12 * max(seconds(200), 0.002) + 0.1
