"""Nothing that was acknowledged is lost, whatever dies."""

import asyncio

from dapr.aio.clients import DaprClient

from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.events import entry
from tests.contract.sidecar.publishers import check, with_publishers


async def test_the_sidecar_is_killed(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    async def disturb() -> None:
        for _ in range(2):
            await sidecar.kill()
            await sidecar.start()
            await asyncio.sleep(0.2)

    publishers = await with_publishers(client, run, disturb)
    await check(sidecar, run, publishers)


async def test_what_was_published_before_the_kill_is_delivered_after_it(
    client: DaprClient, sidecar: Sidecar, run: str
) -> None:
    await sidecar.listeners["late"].stop()
    await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(250)])
    await sidecar.kill()
    await sidecar.listeners["late"].start()
    await sidecar.start()
    got = await sidecar.receivers["late"].wait(run, 250)
    assert [one.data["number"] for one in got] == list(range(250))


async def test_a_backlog_longer_than_memory_is_drained_in_order(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await sidecar.listeners["late"].stop()
    for start in range(0, 3000, 500):
        await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(start, start + 500)])
    await sidecar.listeners["late"].start()
    got = await sidecar.receivers["late"].wait(run, 3000)
    assert [one.data["number"] for one in got] == list(range(3000))
