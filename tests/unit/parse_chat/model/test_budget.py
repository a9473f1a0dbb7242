"""The cost guard."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from functions.parse_chat.model.budget import KEY, Budget, Limits
from shared.errors import Unavailable
from tests.model_server.memory import MemorySidecar


class Day:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def purse(sidecar: MemorySidecar, day: Day, per_day: int = 0, per_month: int = 0) -> Budget:
    return Budget(sidecar, Limits(per_day, per_month), day)  # type: ignore[arg-type]


def counted(sidecar: MemorySidecar) -> dict[str, Any]:
    return dict(orjson.loads(sidecar.state[KEY][0]))


async def test_stops_before_the_day_is_overspent() -> None:
    sidecar, day = MemorySidecar(), Day()
    budget = purse(sidecar, day, per_day=1000)
    assert await budget.set_aside(600)
    assert not await budget.set_aside(600)
    assert await budget.set_aside(400)
    assert counted(sidecar)["in_day"] == 1000


async def test_what_a_call_did_not_cost_can_be_spent_again() -> None:
    sidecar = MemorySidecar()
    budget = purse(sidecar, Day(), per_day=1000)
    assert await budget.set_aside(900)
    await budget.correct(900, 100)
    assert await budget.set_aside(900)
    assert counted(sidecar)["in_day"] == 1000


async def test_a_new_day_and_a_new_month_begin_at_nothing() -> None:
    sidecar, day = MemorySidecar(), Day()
    budget = purse(sidecar, day, per_day=1000, per_month=1500)
    assert await budget.set_aside(1000)
    day.now = datetime(2026, 12, 1, tzinfo=UTC)
    assert await budget.set_aside(1000)
    day.now = datetime(2026, 12, 2, tzinfo=UTC)
    assert not await budget.set_aside(1000), "the month holds 1500"
    assert await budget.set_aside(500)
    assert counted(sidecar) == {"day": "2026-12-02", "month": "2026-12", "in_day": 500, "in_month": 1500}


async def test_all_replicas_share_one_purse() -> None:
    sidecar, day = MemorySidecar(), Day()
    budgets = [purse(sidecar, day, per_day=1000) for _ in range(4)]
    assert sum(await asyncio.gather(*(budget.set_aside(300) for budget in budgets))) == 3


async def test_no_limit_counts_all_the_same() -> None:
    sidecar = MemorySidecar()
    assert await purse(sidecar, Day()).set_aside(10**9)
    assert counted(sidecar)["in_month"] == 10**9


async def test_a_purse_out_of_reach_is_no_open_purse() -> None:
    sidecar = MemorySidecar()
    sidecar.down = True
    with pytest.raises(Unavailable):
        await purse(sidecar, Day(), per_day=1000).set_aside(1)
