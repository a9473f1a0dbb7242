"""Publishing before, during and after a disturbance, and what must have become of it."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from itertools import pairwise

from dapr.aio.clients import DaprClient
from dapr.clients.exceptions import DaprGrpcError
from grpc import StatusCode

from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.events import entry
from tests.contract.sidecar.receiver import Delivered

UNAVAILABLE = (StatusCode.UNAVAILABLE, StatusCode.INTERNAL)


class Publisher:
    """Publishes numbered events under a few keys until told to stop; remembers what was acknowledged."""

    def __init__(self, client: DaprClient, run: str, name: str) -> None:
        self._client, self._run, self._name = client, run, name
        self.acknowledged: list[int] = []
        self.refused = 0
        self.stopping = False

    async def publish(self) -> None:
        number = 0
        while not self.stopping:
            numbers = range(number, number + 5)
            entries = [entry(self._run, one, f"{self._name}-{one % 2}") for one in numbers]
            try:
                answer = await self._client.publish_events("pubsub", "many", entries)
            except DaprGrpcError as error:
                assert error.code() in UNAVAILABLE
                self.refused += 1
                await asyncio.sleep(0.05)
            else:
                assert not answer.failed_entries
                self.acknowledged.extend(numbers)
            number += 5
            await asyncio.sleep(0.005)


async def with_publishers(client: DaprClient, run: str, disturb: Callable[[], Awaitable[None]]) -> list[Publisher]:
    """Publishes before, during and after the disturbance, until publishing has come back."""
    publishers = [Publisher(client, run, f"p{number}") for number in range(3)]
    tasks = [asyncio.create_task(publisher.publish()) for publisher in publishers]
    try:
        await asyncio.sleep(0.3)
        await disturb()
        enough = [len(publisher.acknowledged) + 20 for publisher in publishers]
        async with asyncio.timeout(15):
            while any(len(one.acknowledged) < count for one, count in zip(publishers, enough, strict=True)):
                await asyncio.sleep(0.02)
    finally:
        for publisher in publishers:
            publisher.stopping = True
        await asyncio.gather(*tasks)
    return publishers


async def check(sidecar: Sidecar, run: str, publishers: list[Publisher]) -> None:
    """Everything acknowledged arrives; first arrivals are in order for each key."""
    reader = sidecar.receivers["reader"]
    expected = {(f"p{index}", number) for index, one in enumerate(publishers) for number in one.acknowledged}

    def seen(one: Delivered) -> tuple[str, int]:
        return one.data["key"].partition("-")[0], one.data["number"]

    await reader.until(lambda: expected <= {seen(one) for one in reader.of(run)})
    first: dict[str, list[int]] = defaultdict(list)
    for one in reader.of(run):
        if one.data["number"] not in first[one.data["key"]]:
            first[one.data["key"]].append(one.data["number"])
    assert all(earlier < later for numbers in first.values() for earlier, later in pairwise(numbers))
