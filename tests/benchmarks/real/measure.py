"""The measurement: limits first, then Nudge."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import uvloop

from tests.benchmarks import creates
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.product import Place, free_port
from tests.benchmarks.real import drain, plain_daprd, plain_kafka
from tests.benchmarks.real.cost import Costs
from tests.benchmarks.real.screen import Screen
from tests.lane.errors import LaneError
from tests.lane.lane import Lane
from tests.lane.programs import programs

_RATE = 100
_SUSTAINED = 1_000

Say = Callable[[str], None]


def measure(quick: bool, say: Say) -> list[Figure]:
    """Starts the lane, measures, and stops it. Ends the program with a sentence when the lane cannot be started."""
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as folder:
        # Postgres runs under another user when this one is root, and passes through here.
        Path(folder).chmod(0o755)
        try:
            lane = Lane(programs(), Path(folder))
        except LaneError as error:
            raise SystemExit(str(error)) from None
        try:
            lane.start(lambda step: say(f"{step} …"))
            return uvloop.run(_measure(lane, quick, say))
        except LaneError as error:
            raise SystemExit(str(error)) from None
        finally:
            lane.stop()


async def _measure(lane: Lane, quick: bool, say: Say) -> list[Figure]:
    count, seconds = (5_000, 5) if quick else (30_000, 20)
    place = Place(int(lane.url.rpartition(":")[2]), lane.postgres.dsn)
    say("Plain Kafka …")
    figures = plain_kafka.limits(lane.kafka.brokers, count, _RATE, seconds)
    say("Plain daprd …")
    figures += await plain_daprd.limits(lane, free_port(), count, _RATE, seconds)
    await creates.flat_out(place, 60, "warm-up", at_most=300)
    await creates.audited(place)
    say(f"{_RATE} creates/s through gateway, daprd and Kafka …")
    figures += await _end_to_end(place, seconds)
    say("Creating as fast as it goes …")
    figures += await _sustained(lane, place, 5 if quick else 30)
    say("Draining a backlog …")
    return figures + await drain.rates(lane, place, 1_000 if quick else 5_000)


async def _end_to_end(place: Place, seconds: int) -> list[Figure]:
    """From the moment at which a request is due until the change is on another screen, having gone through Kafka."""
    screen = await Screen.open(place.port)
    outcome = await creates.at_rate(place, _RATE, seconds, "steady")
    if not await screen.has(set(outcome.begun), 60):
        missing = len(outcome.begun.keys() - screen.arrived.keys())
        told = f"{missing} of {len(outcome.begun)} changes did not reach the screen within a minute; {outcome.failed} were refused."
        raise SystemExit(told)
    screen.close()
    taken = [screen.arrived[title] - due for title, due in outcome.begun.items()]
    lag = creates.seconds_behind(place, "steady")
    name = f"{_RATE} creates/s"
    return [
        Figure(f"{name}: answered, median", in_ms(outcome.seconds, 0.5), "ms"),
        Figure(f"{name}: answered, p95", in_ms(outcome.seconds, 0.95), "ms"),
        Figure(f"{name}: request to another screen, median", in_ms(taken, 0.5), "ms"),
        Figure(f"{name}: request to another screen, p95", in_ms(taken, 0.95), "ms", 250),
        Figure(f"{name}: change to its audit entry, median", in_ms(lag, 0.5), "ms"),
        Figure(f"{name}: change to its audit entry, p95", in_ms(lag, 0.95), "ms", 250),
        Figure(f"{name}: errors", outcome.failed, "", 0),
    ]


async def _sustained(lane: Lane, place: Place, seconds: int) -> list[Figure]:
    """32 connections that never rest, and what a create costs."""
    costs = Costs(lane)
    outcome = await creates.flat_out(place, seconds, "sustained")
    made, left = len(outcome.seconds), creates.backlog(place)
    await creates.audited(place)
    name = f"sustained for {seconds} s"
    return [
        Figure(f"{name}: creates", made / seconds, "/s", _SUSTAINED, "at least"),
        Figure(f"{name}: answered, median", in_ms(outcome.seconds, 0.5), "ms"),
        Figure(f"{name}: answered, p95", in_ms(outcome.seconds, 0.95), "ms"),
        Figure(f"{name}: errors", outcome.failed, "", 0),
        Figure(f"{name}: events left over", left, ""),
        *(Figure(f"processor time of a create: {part}", ms / made, "ms") for part, ms in costs.spent().items()),
    ]
