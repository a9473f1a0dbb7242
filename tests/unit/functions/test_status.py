"""What works, by what is down."""

from itertools import combinations
from typing import get_args

import pytest

from functions.gateway.status import Capability, Part, status

PARTS = get_args(Part)


def states(*down: Part) -> dict[str, str]:
    return {each.name: each.state for each in status(down).capabilities}


def test_all_is_well_when_nothing_is_down() -> None:
    answer = status(())
    assert (answer.status, answer.message) == ("ok", "Everything works.")
    assert set(states().values()) == {"works"}


def test_without_its_database_it_reads_what_it_kept_and_writes_nothing() -> None:
    assert states("database") | {"reading": "limited", "writing": "down", "reminders": "down"} == states("database")


def test_the_sidecar_stops_no_writing() -> None:
    assert states("sidecar")["writing"] == states("sidecar")["reading"] == "works"


def test_without_both_nothing_can_be_read() -> None:
    assert states("database", "sidecar")["reading"] == "down"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_told_in_a_sentence_and_takes_something_away(part: Part) -> None:
    answer = status((part,))
    assert answer.status == "degraded" and answer.message.endswith(".")
    assert max(states(part).values(), key=["works", "limited", "down"].index) != "works"


@pytest.mark.parametrize("down", list(combinations(PARTS, 2)))
def test_two_at_once_are_never_better_than_one(down: tuple[Part, Part]) -> None:
    order = ["works", "limited", "down"].index
    both = states(*down)
    for one in down:
        assert all(order(both[name]) >= order(state) for name, state in states(one).items())
    assert set(both) == set(get_args(Capability))
