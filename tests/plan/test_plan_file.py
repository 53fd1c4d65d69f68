"""A plan that a person works in: ticks, own lines and changed lines outlive every new plan."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.errors import UsageError
from vaultkit.messages.words import Words
from vaultkit.plan import PlanStep, make_plan
from vaultkit.render.plan import BEGIN, END, plan_markdown, read_plan, step_mark

RU = Words("ru")


def write(concepts: dict[str, list[str]], before: str | None = None, per_week: int = 2,
          closed: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    kept = read_plan(before, "План.md") if before else None
    steps = {concept: [PlanStep(concept, stage, "сделать", "важно", "есть тест", bool(kept and kept.ticked(concept, stage)), ())
                       for stage in stages] for concept, stages in concepts.items()}
    plan = make_plan(steps, {}, {}, {}, per_week=per_week)
    keys = {step_mark(concept, "code") for concept in closed}
    return plan_markdown(plan, lambda concept: concept.removesuffix(".md"), RU, "2026-11-25", kept, lambda key: key in keys)


FIRST = {"А.md": ["scheme", "code"], "Б.md": ["code"], "В.md": ["code"]}


def line_of(text: str, stage: str, concept: str) -> str:
    return next(line for line in text.splitlines()
                if line.startswith("- [") and f"**{stage}**" in line and f"|{concept}]]" in line)


def test_the_first_plan_has_boxes_links_and_proofs() -> None:
    text = write(FIRST)
    assert text.startswith("# План\n")
    assert "## Неделя 1 %%vk:w1:" in text
    assert re.search(r"- \[ \] \*\*код\*\* \[\[Б\|Б\]\] — сделать %%vk:[0-9a-f]{8}:[0-9a-f]{6}%%", text)
    assert "готово, когда: есть тест" in text
    assert "Что изменилось" not in text


def test_the_same_plan_again_is_the_same_file() -> None:
    text = write(FIRST)
    assert write(FIRST, text) == text


def test_a_tick_stays_and_is_told_as_unproven() -> None:
    text = write(FIRST)
    line = line_of(text, "код", "Б")
    again = write(FIRST, text.replace(line, line.replace("[ ]", "[x]")))
    assert line.replace("[ ]", "[x]") in again
    assert "отмечено, но свидетельства" in again
    assert write(FIRST, again) == again


@pytest.mark.parametrize("own", ["    - моё: пробовал на CPU", "Абзац под шагом.", "    - [ ] мелочь\n    - [x] другая",
                                 "```python\nx = 1\n\ny = 2\n```", "## Мой раздел"])
def test_own_lines_stay_behind_their_step(own: str) -> None:
    text = write(FIRST)
    line = line_of(text, "код", "Б")
    edited = text.replace(line, f"{line}\n{own}")
    again = write({"Новое.md": ["code"], **FIRST}, edited)
    assert own in again
    after = again[again.index(line_of(again, "код", "Б")):]
    assert own in after.split("\n- [", 1)[0] + ("\n- [" + after.split("\n- [", 1)[1] if "- [" in own else "")


def test_a_changed_line_stays_as_it_was_changed() -> None:
    text = write(FIRST)
    edited = text.replace("**код** [[Б|Б]] — сделать", "**код** [[Б|Б]] — сделать сначала на бумаге")
    again = write(FIRST, edited)
    assert "сделать сначала на бумаге" in again
    assert again.count("[[Б|Б]]") == 1
    assert "сделать сначала на бумаге" in write({**FIRST, "Г.md": ["code"]}, again)


def test_what_the_vault_proves_moves_to_done_with_its_lines() -> None:
    text = write(FIRST)
    line = line_of(text, "код", "Б")
    again = write({"А.md": ["scheme", "code"], "В.md": ["code"]}, text.replace(line, line + "\n    - мой вывод"), closed={"Б.md"})
    done = again[again.index("## Сделано"):]
    assert "- [x] **код** [[Б|Б]]" in done and "мой вывод" in done
    assert "подтверждено" in again


def test_what_is_no_longer_known_is_kept_apart() -> None:
    again = write({"А.md": ["scheme", "code"]}, write(FIRST))
    gone = again[again.index("## Больше не в плане"):]
    assert "[[Б|Б]]" in gone and "[[В|В]]" in gone


def test_what_was_not_done_moves_and_the_file_says_so() -> None:
    again = write({"А.md": ["scheme", "code"], "Аа.md": ["code"], "Аб.md": ["code"], "Б.md": ["code"], "В.md": ["code"]},
                  write(FIRST))
    assert "перенесено с недели 2 на 3: код [[Б|Б]]" in again
    assert "новое: код [[Аа|Аа]]" in again


def test_text_around_the_markers_is_never_touched() -> None:
    text = "---\ntags: [план]\n---\n# Моё\n\nвступление\n" + write(FIRST).split("# План\n", 1)[1] + "\nхвост\n"
    again = write({"Г.md": ["code"]}, text)
    assert again.startswith("---\ntags: [план]\n---\n# Моё\n\nвступление\n")
    assert again.endswith(f"{END}\n\nхвост\n")


@pytest.mark.parametrize(("text", "line"), [
    ("просто заметка", 1), (f"{BEGIN}\nбез конца", 1), (f"{END}\n{BEGIN}\n", 1), (f"{BEGIN}\n{BEGIN}\n{END}\n", 2),
    (f"{BEGIN}\n{END}\n{END}\n", 3)])
def test_damaged_markers_are_told_with_their_line(text: str, line: int) -> None:
    with pytest.raises(UsageError, match=rf"^План\.md:{line}: .*"):
        read_plan(text, "План.md")


@given(st.integers(0, 2**32))
def test_nothing_is_lost_over_random_edits_and_plans(seed: int) -> None:
    rng = random.Random(seed)
    names = [f"И{i}.md" for i in range(8)]
    text = write({name: ["code"] for name in names[:5]})
    own: set[str] = set()
    ticked: set[str] = set()
    for number in range(8):
        lines = text.splitlines()
        first, last = lines.index(BEGIN), lines.index(END)
        if rng.random() < 0.6:
            mine = rng.choice(["    - ", "", "> ", "- [ ] "]) + f"моя строка {number}"
            lines.insert(rng.randint(first + 1, last), mine)
            own.add(mine.strip())
        else:
            tasks = [i for i in range(first, last) if lines[i].startswith("- [ ] **")]
            if tasks:
                chosen = rng.choice(tasks)
                lines[chosen] = lines[chosen].replace("[ ]", "[x]", 1)
                ticked.add(lines[chosen].split("[[")[1].split("|")[0])
        chosen_names = rng.sample(names, rng.randint(1, 8))
        closed = {name for name in names if name not in chosen_names and rng.random() < 0.5}
        text = write({name: ["code"] for name in sorted(chosen_names)}, "\n".join(lines) + "\n", rng.randint(1, 4), closed)
        stripped = [line.strip() for line in text.splitlines()]
        for line in own:
            assert stripped.count(line) == 1
        for name in ticked:
            assert any(line.startswith("- [x] **") and f"[[{name}|" in line for line in text.splitlines())
