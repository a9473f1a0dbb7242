"""Group commit: under load one write serves many, and nobody is forgotten."""

import asyncio
from collections.abc import Sequence

import psycopg
import pytest

from shared.group_commit import GroupCommit

_DEADLINE = 10


class Table:
    """Writes that wait until they are let through."""

    def __init__(self, *, open_: bool = True) -> None:
        self.groups: list[list[int]] = []
        self.gate = asyncio.Event()
        if open_:
            self.gate.set()

    async def write(self, items: Sequence[int]) -> list[int]:
        self.groups.append(list(items))
        await self.gate.wait()
        if any(item < 0 for item in items):
            raise psycopg.DataError("negative")
        return [item * 10 for item in items]


async def test_alone_an_item_is_written_at_once() -> None:
    table = Table()
    assert await GroupCommit(table.write).put(1) == 10
    assert table.groups == [[1]]


async def test_what_arrives_meanwhile_goes_together() -> None:
    table = Table(open_=False)
    commit = GroupCommit(table.write, most=3, at_once=1)
    putting = [asyncio.create_task(commit.put(number)) for number in range(8)]
    while not table.groups:
        await asyncio.sleep(0)
    table.gate.set()
    assert await asyncio.gather(*putting) == [number * 10 for number in range(8)]
    assert max(map(len, table.groups)) == 3
    assert sorted(item for group in table.groups for item in group) == list(range(8))


async def test_what_the_database_refuses_of_one_does_not_fall_on_its_neighbours() -> None:
    table = Table(open_=False)
    commit = GroupCommit(table.write, at_once=1)
    putting = [asyncio.create_task(commit.put(number)) for number in (5, 1, -1, 2)]
    while not table.groups:
        await asyncio.sleep(0)
    table.gate.set()
    results = await asyncio.gather(*putting, return_exceptions=True)
    assert results[:2] == [50, 10]
    assert isinstance(results[2], psycopg.DataError)
    assert results[3] == 20


async def test_an_outage_is_told_to_all_and_the_next_item_is_tried_again() -> None:
    failing = True

    async def write(items: Sequence[int]) -> list[int]:
        if failing:
            raise psycopg.OperationalError("down")
        return list(items)

    commit = GroupCommit(write)
    results = await asyncio.gather(commit.put(1), commit.put(2), return_exceptions=True)
    assert [type(result) for result in results] == [psycopg.OperationalError] * 2
    failing = False
    assert await commit.put(3) == 3


async def test_an_item_that_comes_as_the_writers_end_finds_a_writer() -> None:
    table = Table(open_=False)
    commit = GroupCommit(table.write, at_once=2)
    first = asyncio.create_task(commit.put(1))
    while len(table.groups) < 1:
        await asyncio.sleep(0)
    second = asyncio.create_task(commit.put(2))
    while len(table.groups) < 2:
        await asyncio.sleep(0)
    table.gate.set()
    third = asyncio.create_task(commit.put(3))
    async with asyncio.timeout(_DEADLINE):
        assert await asyncio.gather(first, second, third) == [10, 20, 30]


async def test_one_that_goes_away_leaves_the_others_their_results() -> None:
    table = Table(open_=False)
    commit = GroupCommit(table.write, at_once=1)
    putting = [asyncio.create_task(commit.put(number)) for number in (1, 2, 3)]
    while not table.groups:
        await asyncio.sleep(0)
    putting[1].cancel()
    table.gate.set()
    results = await asyncio.gather(*putting, return_exceptions=True)
    assert (results[0], results[2]) == (10, 30)
    with pytest.raises(asyncio.CancelledError):
        raise results[1]  # type: ignore[misc]
