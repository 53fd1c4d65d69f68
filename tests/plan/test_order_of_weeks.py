"""The order of a plan: prerequisites before dependants, cycles named, weeks of one subsystem."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.plan import Plan, PlanStep, make_plan
from vaultkit.plan.plan import cycles_of

IDS = st.integers(0, 12).map(lambda n: f"Идея {n}.md")
GRAPHS = st.dictionaries(IDS, st.lists(IDS, max_size=4), min_size=1, max_size=13)


def step(concept: str, stage: str = "code") -> PlanStep:
    return PlanStep(concept, stage, "написать", "потому", "есть тест", False, ())


def plan(needs: dict[str, list[str]], priority: dict[str, float] | None = None, home: dict[str, str] | None = None,
         stages: int = 1, **options: int) -> Plan:
    steps = {concept: [step(concept, f"s{i}") for i in range(stages)] for concept in needs}
    options.setdefault("per_week", 3)
    return make_plan(steps, needs, priority or {}, home or {}, **options)  # type: ignore[arg-type]


def order(made: Plan) -> list[tuple[str, str]]:
    return [one.key for week in made.weeks for one in week.steps]


@given(GRAPHS, st.dictionaries(IDS, st.floats(0, 100)), st.dictionaries(IDS, st.sampled_from("ABC")),
       st.integers(1, 3), st.integers(1, 5), st.booleans())
def test_no_step_comes_before_its_prerequisite_unless_the_cycle_is_named(
        needs: dict[str, list[str]], priority: dict[str, float], home: dict[str, str], stages: int, per_week: int,
        by_subsystem: bool) -> None:
    made = plan(needs, priority, home, stages, per_week=per_week, by_subsystem=by_subsystem)
    places: dict[str, list[int]] = {}
    for place, (concept, _) in enumerate(order(made)):
        places.setdefault(concept, []).append(place)
    cycle = {one: group for group in made.cycles for one in group}
    for concept, others in needs.items():
        for other in others:
            if other in needs and not (concept in cycle and cycle.get(other) == cycle[concept]):
                assert max(places[other]) < min(places[concept])


@given(GRAPHS, st.dictionaries(IDS, st.sampled_from("ABC")), st.integers(1, 3), st.integers(1, 5), st.booleans())
def test_every_step_stands_in_the_plan_once_and_no_week_is_too_full(
        needs: dict[str, list[str]], home: dict[str, str], stages: int, per_week: int, by_subsystem: bool) -> None:
    made = plan(needs, {}, home, stages, per_week=per_week, by_subsystem=by_subsystem)
    assert sorted(order(made)) == sorted((concept, f"s{i}") for concept in needs for i in range(stages))
    assert all(0 < len(week.steps) <= per_week for week in made.weeks)
    assert [week.week for week in made.weeks] == list(range(1, len(made.weeks) + 1))
    if by_subsystem:
        for week in made.weeks:
            assert {home.get(one.concept) for one in week.steps} == {week.subsystem}


@given(GRAPHS)
def test_cycles_are_exactly_the_concepts_that_reach_themselves(needs: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for other in needs.get(todo.pop(), ()):
                if other in needs and other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    assert {one for cycle in cycles_of(needs) for one in cycle} == {one for one in needs if one in reached(one)}


def test_the_most_valuable_comes_first_and_draws_its_prerequisite_along() -> None:
    made = plan({"a": [], "b": ["скучное"], "скучное": [], "c": []}, {"a": 5, "b": 9, "c": 1}, by_subsystem=False)
    assert [concept for concept, _ in order(made)] == ["скучное", "b", "a", "c"]


def test_a_subsystem_is_closed_before_the_next_begins() -> None:
    made = plan({"a1": [], "b1": [], "a2": []}, {"a1": 9, "b1": 8, "a2": 1}, {"a1": "A", "a2": "A", "b1": "B"}, per_week=5)
    assert [(week.subsystem, [one.concept for one in week.steps]) for week in made.weeks] == [
        ("A", ["a1", "a2"]), ("B", ["b1"])]


def test_a_subsystem_waits_for_what_it_needs_of_another() -> None:
    made = plan({"a1": [], "a2": ["b1"], "b1": []}, {"a1": 9, "a2": 8, "b1": 1}, {"a1": "A", "a2": "A", "b1": "B"})
    assert [week.subsystem for week in made.weeks] == ["A", "B", "A"]


def test_a_long_chain_needs_no_recursion() -> None:
    count = 5000
    needs = {f"{i:05}": [f"{i + 1:05}"] if i + 1 < count else [] for i in range(count)}
    made = plan(needs, by_subsystem=False, per_week=count)
    assert [concept for concept, _ in order(made)] == sorted(needs, reverse=True)


def test_only_the_first_weeks_when_asked() -> None:
    assert len(plan({str(i): [] for i in range(9)}, weeks=2).weeks) == 2
