"""The term of a concept from the outcomes of its chains."""

from __future__ import annotations

import pytest

from vaultkit.graph.coverage import ChainOutcome, chain_verdict

FULL = ChainOutcome(0b11111, "good", 4, False)
JUMPS = ChainOutcome(0b10101, "good", 4, False)
STOPS = ChainOutcome(0b00011, "stop", 1, False)
STOPS_LATE = ChainOutcome(0b01111, "stop", 3, False)
GONE = ChainOutcome(0b00001, "missing", 4, False)
GONE_EARLY = ChainOutcome(0b00001, "missing", 2, False)
HOLLOW = ChainOutcome(0b00001, "stub", 4, False)
CHANGED = ChainOutcome(0b11111, "suspect", 4, False)
ELSEWHERE = ChainOutcome(0b11111, "moved", 4, False)
UNSURE = ChainOutcome(0b11111, "good", 4, True)
NOTHING = ChainOutcome(0b00001, "stop", 0, False)


@pytest.mark.parametrize(("chains", "any_", "all_"), [
    ([FULL], "covered", "covered"),
    ([JUMPS], "skipped", "skipped"),
    ([FULL, JUMPS], "covered", "skipped"),
    ([FULL, STOPS], "covered", "partial"),
    ([FULL, GONE], "covered", "broken"),
    ([JUMPS, HOLLOW], "skipped", "stub"),
    ([STOPS, GONE], "broken", "broken"),
    ([STOPS_LATE, GONE_EARLY], "partial", "broken"),
    ([GONE, HOLLOW], "stub", "broken"),
    ([HOLLOW, ELSEWHERE], "moved", "stub"),
    ([ELSEWHERE, CHANGED], "suspect", "moved"),
    ([UNSURE], "ambiguous", "ambiguous"),
    ([UNSURE, FULL], "covered", "ambiguous"),
    ([NOTHING], "uncovered", "uncovered"),
])
def test_any_takes_the_chain_that_gets_furthest_and_all_the_worst(chains: list[ChainOutcome], any_: str, all_: str):
    assert chain_verdict(chains, 0, 4, "any").state == any_
    assert chain_verdict(chains, 0, 4, "all").state == all_


def test_a_chain_names_where_it_stops():
    assert chain_verdict([STOPS], 0, 4, "any")[2:] == (1, 2)
    assert chain_verdict([JUMPS], 0, 4, "any")[2:] == (4, 1)
    assert chain_verdict([GONE], 0, 4, "any")[2:] == (0, 4)
    assert chain_verdict([FULL], 0, 4, "any")[2:] == (4, None)
    assert chain_verdict([CHANGED], 0, 4, "any")[2:] == (4, None)
