"""A vault of exported chats with known truth: ``python benchmarks/chats.py OUT [--count 300] [--seed 7]``.

Writes OUT/Чаты/NNN_слова_из_вопроса.md and, beside the vault, OUT.truth.json: which subsystems are named where and
with what status, which links lead to no note, what is noise, and which note answers which question. The same seed
gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from chat_page import Page, Truth

BLOCKS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("chat_blocks.yaml").read_text("utf-8"))
FOLDER = "Чаты"
BEGIN = datetime(2025, 9, 1, 19, 0)
FACT_SHARE = 0.75
NAME_WORDS = 4
WORD = re.compile(r"[^\W_]+")


class Generator:
    """Makes the chats one after another; the state that grows over time (statuses, notes to cite) lives here."""

    def __init__(self, count: int, seed: int) -> None:
        self.count, self.rng, self.truth = count, random.Random(seed), Truth()
        self.names = list(BLOCKS["subsystems"])
        self.level = dict.fromkeys(self.names, 0)
        self.top = {name: self.rng.randrange(len(BLOCKS["statuses"])) for name in self.names}
        self.facts = self._plant()
        self.ideas = self._spread(BLOCKS["ideas"])
        self.told: list[str] = []

    def _plant(self) -> dict[int, list[dict[str, Any]]]:
        """Spread most combinations of stand and property over the chats; the rest stay unanswerable."""
        pairs = [(stand, name) for stand in BLOCKS["stands"] for name in BLOCKS["properties"]]
        self.rng.shuffle(pairs)
        cut = min(int(len(pairs) * FACT_SHARE), self.count)
        self.untold = sorted(pairs[cut:])
        planted: dict[int, list[dict[str, Any]]] = {}
        for (stand, name), number in zip(pairs[:cut], self.rng.sample(range(self.count), cut), strict=True):
            form = BLOCKS["properties"][name]
            value = _amount(self.rng.randint(form["low"], form["high"]), form["unit"])
            planted[number] = [{"stand": stand, "property": name, "answer": value}]
        return planted

    def _spread(self, shares: dict[str, float]) -> dict[int, list[str]]:
        chosen: dict[int, list[str]] = defaultdict(list)
        for name, share in shares.items():
            for number in self.rng.sample(range(self.count), max(2, round(share * self.count))):
                chosen[number].append(name)
        return chosen

    def chat(self, number: int) -> tuple[str, str]:
        """Path and text of one chat."""
        rng = self.rng
        subject, other = rng.sample(self.names, 2)
        question = rng.choice(BLOCKS["questions"]).format(s=subject, s2=other)
        stem = "_".join([f"{number + 1:03d}", *WORD.findall(question.lower())[:NAME_WORDS]])
        page = Page(f"{FOLDER}/{stem}.md", self.truth, rng)
        when = BEGIN + timedelta(days=number, minutes=rng.randrange(180))
        page.begin("user", when)
        page.put(question)
        said_by_user = self.facts.get(number, []) if rng.random() < 0.5 else []
        self._facts(page, said_by_user)
        page.end()
        if len(self.told) > 3 and rng.random() < 0.6:
            self._cited(page, subject)
        page.begin("assistant", when + timedelta(minutes=1))
        self._answer(page, number, subject)
        self._facts(page, [] if said_by_user else self.facts.get(number, []))
        page.end()
        if rng.random() < 0.5:
            self._follow_up(page, when + timedelta(minutes=9), subject)
        turns = sum(line.startswith(">[!nexus_") for line in page.lines)
        self.truth.notes.append({"path": page.path, "date": when.date().isoformat(), "turns": turns,
                                 "question": question, "subject": subject})
        self.told.append(stem)
        return page.path, "\n".join(page.lines).rstrip("\n") + "\n"

    def _facts(self, page: Page, facts: list[dict[str, Any]]) -> None:
        for fact in facts:
            form = BLOCKS["properties"][fact["property"]]
            page.put()
            self.truth.facts.append(page.place(
                question=form["ask"].format(**fact), other_words=form["other"].format(**fact), answer=fact["answer"],
                role=page.role))
            page.put(f"Кстати, на стенде «{fact['stand']}» {fact['property']} — {fact['answer']}.")

    def _answer(self, page: Page, number: int, subject: str) -> None:
        rng = self.rng
        page.put(rng.choice(BLOCKS["praise"]) + " " + rng.choice(BLOCKS["subsystems"][subject]["says"]))
        page.put()
        if rng.random() < 0.35:
            self._table(page, subject)
        first, second = rng.sample(BLOCKS["headings"], 2)
        page.heading(2, first)
        page.put()
        for name in rng.sample(list(BLOCKS["named"]), 2):
            self.truth.named[name].append(page.place(role=page.role))
            page.put(f"- **{name}**: {BLOCKS['named'][name]}.")
        page.put()
        if rng.random() < 0.4:
            page.put(f"> {rng.choice(BLOCKS['quotes'])}")
            page.put()
        for idea in self.ideas.get(number, []):
            self.truth.ideas[idea].append(page.place(role=page.role))
            page.put(f"Об этом стоит завести заметку [[{idea}]].")
            page.put()
        if rng.random() < 0.3:
            self._weeks(page)
        if rng.random() < 0.3:
            self._heading_status(page, subject)
        page.heading(2, second)
        page.put()
        if rng.random() < 0.3:
            self._conclusion(page)
        page.put(rng.choice(BLOCKS["subsystems"][subject]["says"]) + " " + rng.choice(BLOCKS["closings"]))

    def _conclusion(self, page: Page) -> None:
        """A table that names no subsystem: noise in the form of the real thing."""
        page.put("| Вопрос | Ответ |")
        page.put("| --- | --- |")
        for ask, reply in self.rng.sample(list(BLOCKS["conclusions"].items()), 3):
            page.put(f"| {ask} | {reply} |")
        page.put()

    def _climb(self, name: str) -> str:
        if self.level[name] < self.top[name] and self.rng.random() < 0.2:
            self.level[name] += 1
        return str(BLOCKS["statuses"][self.level[name]])

    def _table(self, page: Page, subject: str) -> None:
        others = [name for name in self.names if name != subject]
        page.put("| Подсистема | Текущий статус |")
        page.put("| --- | --- |")
        for name in [subject, *self.rng.sample(others, self.rng.randint(3, 6))]:
            status = self._climb(name)
            self.truth.subsystems[name].append(
                page.place(where="table", status=status, role=page.role, time=page.time))
            page.put(f"| {BLOCKS['subsystems'][name]['emoji']} {name} | {status} |")
        page.put()

    def _heading_status(self, page: Page, subject: str) -> None:
        """A subsystem that a heading names, its status in the line below."""
        status = self._climb(subject)
        self.truth.subsystems[subject].append(
            page.place(where="heading", status=status, role=page.role, time=page.time))
        page.heading(3, subject)
        page.put()
        page.put(f"Статус: {status}.")
        page.put()

    def _weeks(self, page: Page) -> None:
        page.heading(3, "План по неделям")
        page.put()
        names = self.rng.sample(self.names, 4)
        for week, (name, work) in enumerate(zip(names, self.rng.sample(BLOCKS["weeks"], 4), strict=True), start=1):
            page.put(f"{week}. Неделя {week} → {name}: {work}")
        page.put()

    def _cited(self, page: Page, subject: str) -> None:
        """An answer of three sections that a plug-in put between the turns, with its list of sources."""
        sources = self.rng.sample(self.told, 3)
        if self.rng.random() < 0.25:
            sources[-1] = self.rng.choice(BLOCKS["missing_notes"])
        lost = set(BLOCKS["missing_notes"])
        for n, section in zip(self.rng.sample((1, 2, 3), 3), BLOCKS["sections"], strict=True):
            page.heading(3, section)
            page.put()
            page.put(f"{self.rng.choice(BLOCKS['subsystems'][subject]['says'])[:-1]} [^{n}].")
            page.put()
            page.heading(4, BLOCKS["repeated"][0])
            if sources[n - 1] in lost:
                self.truth.missing[sources[n - 1]].append(page.place())
            page.put(f"- [[{sources[n - 1]}]] — о том же с другой стороны [^{n}].")
            page.put()
        page.heading(4, BLOCKS["repeated"][1])
        page.put()
        for n, source in enumerate(sources, start=1):
            if source in lost:
                self.truth.missing[source].append(page.place())
            page.put(f"[^{n}]: [[{source}]]")
        page.lines += ["", ""]

    def _follow_up(self, page: Page, when: datetime, subject: str) -> None:
        page.begin("user", when)
        page.put(self.rng.choice(BLOCKS["follow_ups"]))
        page.end()
        page.begin("assistant", when + timedelta(minutes=1))
        page.put(self.rng.choice(BLOCKS["subsystems"][subject]["says"]))
        page.end()

    def as_json(self, seed: int) -> dict[str, Any]:
        """The truth as one object, everything in a fixed order."""
        truth = self.truth
        asks = [BLOCKS["properties"][name]["ask"].format(stand=stand) for stand, name in self.untold]
        return {
            "schema": "vaultkit-chats-truth/1", "seed": seed, "count": self.count, "notes": truth.notes,
            "subsystems": [{"name": name, "notes": _notes(places), "newest": places[-1], "places": places}
                           for name, places in sorted(truth.subsystems.items())],
            "named": _counted(truth.named), "unresolved_ideas": _counted(truth.ideas),
            "missing_notes": _counted(truth.missing),
            "noise": {"headings": [{"text": text, "count": len(notes)}
                                   for text, notes in sorted(truth.headings.items()) if text not in self.names],
                      "users": ["User", "Assistant"], "dates": sorted({note["date"] for note in truth.notes}),
                      "cells": sorted(BLOCKS["conclusions"]),
                      "words": ["Неделя", "Подсистема", "Текущий статус", "Статус", "UID", "Кстати"]},
            "facts": truth.facts, "unanswerable": asks,
        }


def _amount(number: int, unit: list[str]) -> str:
    """The number with its unit in the form that Russian wants after it: ``unit`` holds those for 1, 2 and 5."""
    if not unit:
        return str(number)
    tens, ones = number % 100, number % 10
    few = 2 <= ones <= 4 and not 12 <= tens <= 14
    return f"{number} {unit[0 if ones == 1 and tens != 11 else 1 if few else 2]}"


def _notes(places: list[dict[str, Any]]) -> int:
    return len({place["note"] for place in places})


def _counted(things: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Most used first; ``count`` is the number of notes."""
    rows = [{"name": name, "count": _notes(places), "places": places} for name, places in things.items()]
    return sorted(rows, key=lambda row: (-int(row["count"]), str(row["name"])))


def write_vault(out: Path, count: int = 300, seed: int = 7) -> Path:
    """Write the vault and its truth; returns the truth's path. Raises FileExistsError for a folder with content."""
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty")
    generator = Generator(count, seed)
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path, text = generator.chat(number)
        (out / path).write_text(text, encoding="utf-8", newline="\n")
    truth = out.with_name(out.name + ".truth.json")
    truth.write_text(json.dumps(generator.as_json(seed), ensure_ascii=False, indent=1) + "\n", encoding="utf-8",
                     newline="\n")
    return truth


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    try:
        print(write_vault(arguments.out, arguments.count, arguments.seed))
    except FileExistsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
