"""``vaultkit digest`` tells what is so: true days, tasks by their signs, decisions of the person herself, questions with
their answers, all of it by idea and chat."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

OLD = datetime(2026, 3, 1, tzinfo=UTC).timestamp()


@pytest.fixture
def told(call, vault, valid):
    """The digest of notes as JSON; ``--since`` long ago where nothing else is asked."""

    def run(notes, *more):
        folder = vault(notes)
        for path in folder.rglob("*.md"):
            os.utime(path, (OLD, OLD))
        return valid(call("digest", "--format", "json", "--vault", folder, *(more or ("--since", "2020-01-01"))), "digest")

    return run


def texts(data, kind):
    return [line["text"] for line in data["lines"] if line["kind"] == kind]


# Days.

DATED = {"2026-01-10.md": "Решили брать SQLite.\n", "Без даты.md": "- [ ] написать тесты\n"}


def test_the_range_holds_every_line_that_is_told(told):
    data = told(DATED, "--since", "2026-01-01")
    assert (data["since"], data["until"]) == ("2026-01-01", "2026-03-01")
    assert [(line["date"], line["dated"]) for line in data["lines"]] == [("2026-01-10", "note"), ("2026-03-01", "file")]


def test_the_range_never_runs_backwards(told):
    data = told(DATED, "--since", "2026-02-01")
    assert texts(data, "open") == ["написать тесты"] and data["until"] == "2026-03-01"
    nothing = told(DATED, "--since", "2027-01-01")
    assert (nothing["until"], nothing["lines"], nothing["groups"]) == (None, [], [])


def test_a_note_for_a_day_to_come_does_not_hide_the_last_days(told):
    notes = {"2026-01-10.md": "Решили брать SQLite.\n", "2999-01-01.md": "- [ ] отпраздновать\n"}
    assert texts(told(notes, "--quiet"), "decided") == ["Решили брать SQLite."]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_day_of_a_file_is_told_as_that(call, vault, form):
    folder = vault(DATED)
    for path in folder.rglob("*.md"):
        os.utime(path, (OLD, OLD))
    out = call("digest", "--since", "2026-01-01", "--format", form, "--vault", folder).out
    assert "файл от 2026-03-01" in out and "2026-01-10" in out and "файл от 2026-01-10" not in out
    assert "в самой заметке дня нет" in out


def test_a_day_in_a_heading_is_that_of_what_stands_below(told):
    data = told({"Журнал.md": "## 2026-01-10\nРешили брать SQLite.\n\n## 11.01.2026\n- [x] поставить модель\n"})
    assert [(line["date"], line["dated"]) for line in data["lines"]] == [("2026-01-10", "note"), ("2026-01-11", "note")]


# Tasks.

TASKS = """- [ ] open one
- [/] begun one
- [!] important one
- [?] asked one
- [x] ticked one
- [X] Ticked two
- [x] dated one ✅ 2026-01-12
- [d] custom one ✅ 2026-01-13
- [-] dropped one
- [ ] given up one ❌ 2026-01-14
- [>] moved one
- [<] planned one
- [i] an info that is no task
- [ ] ~~struck out one~~
- [ ] made one ➕ 2026-01-02
"""


def test_a_task_is_what_its_sign_says(told):
    data = told({"2026-01-10.md": TASKS})
    assert [text.split(" one")[0] for text in texts(data, "open")] == ["open", "begun", "important", "asked", "made"]
    assert [text.split(" ")[0] for text in texts(data, "done")] == ["custom", "dated", "ticked", "Ticked"]
    assert [text.split(" one")[0] for text in texts(data, "cancelled")] == ["given up", "dropped"]
    days = {line["text"].split(" ")[0]: line["date"] for line in data["lines"]}
    assert (days["dated"], days["custom"], days["made"], days["ticked"]) == (
        "2026-01-12", "2026-01-13", "2026-01-02", "2026-01-10")


def test_a_task_that_was_done_later_is_not_left_open(told):
    notes = {"2026-01-10.md": "- [ ] починить индекс\n- [ ] размяться\n- [ ] полить цветы 🔁 every day\n",
             "2026-01-11.md": "- [x] починить индекс\n- [x] полить цветы 🔁 every day\n", "2026-01-09.md": "- [x] размяться\n"}
    assert texts(told(notes), "open") == ["размяться", "полить цветы 🔁 every day"]


# Decisions.

MADE = """Решили брать SQLite и не возвращаться к этому.
Мы с Аней решили хранить сцены в базе.
В конце встречи решили отложить выпуск.
Долго думали и решили писать журнал.
Договорились встретиться в пятницу.
Проект решили закрыть.
Я выбрал маленькую модель.
В итоге остановились на Qdrant.
Вот что решили: базу не трогаем.
Решение: сервер не нужен
Берём SQLite.
We decided to keep scenes in SQLite.
After a long talk we finally settled on Postgres.
Decided to use one process.
It was decided to stay with files.
We talked it over and decided to use threads.
That's why we decided to drop Redis.
Agreed: no server.
"""
NOT_YET = """Мы не решили, где хранить сцены.
Ещё не договорились о формате.
Решение пока не принято.
Решение: пока нет
We haven't decided on the store.
We have not agreed on a format.
Not decided yet: the store.
Decision: none yet
TODO: написать тесты
"""
NEITHER = """Они решили брать SQLite.
Команда OpenAI решила закрыть проект.
Вася и Петя решили уехать.
Разработчики подумали и решили закрыть проект.
Так решил Вася.
Если мы решили брать SQLite, то сервер не нужен.
Не знаю, решили ли мы брать SQLite.
Аня сказала, что мы решили брать SQLite.
Мы бы решили иначе.
Решили брать SQLite?
«Решили брать SQLite», — сказал Вася.
Решили задачу методом Гаусса.
Пользователь выбрал файл и нажал кнопку.
Они ещё не решили, где хранить.
~~Решили брать Redis.~~
They decided to use SQLite.
The board decided to close it.
If we decide to use SQLite, no server is needed.
If we decided to use SQLite, no server is needed.
Anna said we decided to use SQLite.
Have we decided on the store?)
Maybe we agreed on this already.
We would have decided otherwise.
"We decided to leave," he wrote.
They haven't decided on the store.
> We decided to drop support in March.
I built a todo app yesterday.
Here we have not
decided on the store, they have.
"""


def as_list(text):
    return "".join(f"{line}\n\n" for line in text.splitlines())


def test_a_decision_is_one_that_the_person_made(told):
    data = told({"2026-01-10.md": as_list(MADE)})
    assert texts(data, "decided") == MADE.splitlines() and not texts(data, "open")


def test_what_is_not_decided_is_left_open(told):
    data = told({"2026-01-10.md": as_list(NOT_YET)})
    assert texts(data, "open") == NOT_YET.splitlines() and not texts(data, "decided")


def test_what_others_decided_or_what_is_only_thought_is_no_decision(told):
    body, wrapped = NEITHER.split("Here we have not")
    data = told({"2026-01-10.md": as_list(body) + "Here they have not" + wrapped})
    assert data["lines"] == []


def test_a_tutorial_decides_nothing(told):
    data = told({"Учебник.md": "We'll use numpy in this section.\n\nБерём корень из суммы квадратов.\n\n"
                                "Решение — создать общий объект.\n\nРешение: нужно синхронизировать только его часть.\n\n"
                                "Первым шагом нужно решить, как данные хранятся.\n"})
    assert data["lines"] == []


# Questions.

def chat(*turns):
    return "\n".join(f"> [!nexus_{who}] **{name}** - {time}\n> {said}\n" for who, name, time, said in turns)


def me(time, said):
    return "user", "User", time, said


def it(time, said):
    return "agent", "Assistant", time, said


LONG = "Держите их в SQLite, в одной таблице на запуск."


def asked(data):
    return {line["text"]: (line["kind"], line["answer"] and (line["answer"]["note"], line["answer"]["line"]))
            for line in data["lines"] if line["kind"] in ("asked", "open")}


def test_a_question_that_was_answered_is_told_with_its_answer_and_another_is_left_open(told):
    data = told({"ч.md": chat(me("10.01.2026 at 10:00", "Как хранить сцены?"), it("10.01.2026 at 10:01", LONG),
                              me("11.01.2026 at 10:00", "А что с забыванием?"))})
    assert asked(data) == {"Как хранить сцены?": ("asked", ("ч.md", 5)), "А что с забыванием?": ("open", None)}


@pytest.mark.parametrize("answer", ["Не знаю, могу ошибиться.", "Какую базу вы имеете в виду?", "Network error",
                                    "\n> > [!thinking]- Размышление\n> > надо хранить их в базе, думаю я об этом"])
def test_an_empty_reply_is_no_answer(told, answer):
    data = told({"ч.md": chat(me("10.01.2026 at 10:00", "Где лежат кадры?"), it("10.01.2026 at 10:01", LONG),
                              me("10.01.2026 at 10:02", "Как хранить сцены?"), it("10.01.2026 at 10:03", answer))})
    assert asked(data)["Как хранить сцены?"] == ("open", None)


def test_two_messages_in_a_row_are_answered_by_what_comes_after(told):
    data = told({"ч.md": chat(me("10.01.2026 at 10:00", "Как хранить сцены?"), me("10.01.2026 at 10:01", "И где лежат кадры?"),
                              it("10.01.2026 at 10:02", LONG), me("10.01.2026 at 10:03", "Спасибо, так и сделаю.")),
                 "д.md": chat(it("10.01.2026 at 10:00", "Слушаю вас внимательно."), me("10.01.2026 at 10:02", "Как мерить забывание?"))})
    assert asked(data) == {"Как хранить сцены?": ("asked", ("ч.md", 8)), "И где лежат кадры?": ("asked", ("ч.md", 8)),
                           "Как мерить забывание?": ("open", None)}


def test_an_answer_that_stands_above_its_question_in_the_same_minute_is_one(told):
    data = told({"ч.md": chat(it("10.01.2026 at 10:00", LONG), me("10.01.2026 at 10:00", "Как хранить сцены?"),
                              it("10.01.2026 at 10:05", LONG), me("10.01.2026 at 10:05", "А кадры где лежат?"))})
    assert {kind for kind, _ in asked(data).values()} == {"asked"}


def test_a_person_may_answer_herself_at_once(told):
    data = told({"ч.md": chat(me("10.01.2026 at 10:00", "Привет всем, начинаем работу."), it("10.01.2026 at 10:01", LONG),
                              me("10.01.2026 at 10:02", "Где хранить сцены? Решили хранить сцены в базе. А что с забыванием?"))})
    assert asked(data)["Где хранить сцены?"][0] == "asked" and asked(data)["А что с забыванием?"] == ("open", None)


AGAIN = chat(me("12.01.2026 at 10:00", "Как хранить старую сцену?"), it("12.01.2026 at 10:01", LONG))
DECIDED = "Решили хранить старые сцены в базе.\n"


@pytest.mark.parametrize(("path", "text", "told_as"), [
    ("б.md", AGAIN, ("asked", ("б.md", 5))), ("2026-01-12.md", DECIDED, ("asked", ("2026-01-12.md", 1))),
    ("2026-01-02.md", DECIDED, ("open", None)), ("б.md", AGAIN.replace("12.01", "02.01"), ("open", None))])
def test_a_question_that_was_answered_elsewhere_later_is_not_open(told, path, text, told_as):
    first = chat(me("10.01.2026 at 09:00", "Привет, работаем дальше."), it("10.01.2026 at 09:01", LONG),
                 me("10.01.2026 at 10:00", "Как хранить старые сцены?"))
    assert asked(told({"а.md": first, path: text}))["Как хранить старые сцены?"] == told_as


# Ideas and topics.

def test_lines_are_told_by_the_idea_that_they_speak_of(call, told, vault):
    notes = {"Забывание.md": "---\nkind: concept\n---\nЧто стирать и когда.\n\n- [ ] выбрать меру\n",
             "ч.md": chat(me("10.01.2026 at 10:00", "Решили мерить забывание по журналу."), it("10.01.2026 at 10:01", LONG)),
             "2026-01-11.md": "Решили писать [[Забывание|это]] с понедельника.\n\nДоговорились встретиться в пятницу.\n"}
    data = told(notes)
    of = {line["text"]: line["idea"] and line["idea"]["title"] for line in data["lines"]}
    assert of == {"Решили мерить забывание по журналу.": "Забывание", "выбрать меру": "Забывание",
                  "Решили писать [[Забывание|это]] с понедельника.": "Забывание", "Договорились встретиться в пятницу.": None}
    assert [(group["topic"], len(group["lines"])) for group in data["groups"]] == [("Забывание", 3), ("2026-01-11", 1)]
    out = call("digest", "--since", "2020-01-01", "--format", "markdown", "--vault", vault(notes)).out
    assert "## Забывание\n\n### Решили\n" in out and "## 2026-01-11\n\n### Решили\n" in out


# Long ones.

def test_a_long_sentence_is_cut_where_it_can_be_seen(told):
    tail = " и ещё немного о том, как всё это лежит" * 30
    data = told({"2026-01-10.md": f"Решили брать SQLite{tail}.\n\n- [ ] дело{tail}\n"
                                  f"\n{'Вчера вечером, ' * 60}мы решили брать журнал{tail}.\n"})
    first, last = sorted(texts(data, "decided"), key=lambda text: text.startswith("…"))
    assert first.startswith("Решили брать SQLite и ещё") and first.endswith(" …") and len(first) <= 300
    assert last.startswith("… ") and "решили брать журнал" in last and last.endswith(" …") and len(last) <= 300
    assert texts(data, "open")[0].endswith(" …")


def test_a_long_note_and_a_long_line_are_read_to_their_end(told):
    lines = "Просто строка.\n" * 7000
    data = told({"2026-01-10.md": f"{lines}Решили брать SQLite.\n", "2026-01-11.md": "Слова здесь. " * 900 + "Решили брать журнал.\n"})
    assert texts(data, "decided") == ["Решили брать журнал.", "Решили брать SQLite."]


def test_what_a_program_says_for_the_person_is_no_word_of_hers(told):
    summary = "This session is being continued from a previous conversation that ran out of context. We decided to stop."
    tags = "<task-id>b9b5d67 and some more words</task-id>\n> [Request interrupted by user for tool use]\n> Решили брать SQLite."
    data = told({"ч.md": chat(me("10.01.2026 at 10:00", summary), it("10.01.2026 at 10:01", LONG),
                              me("10.01.2026 at 10:02", tags), it("10.01.2026 at 10:03", LONG))})
    assert [(line["kind"], line["text"]) for line in data["lines"]] == [("decided", "Решили брать SQLite.")]
