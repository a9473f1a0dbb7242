"""Publishing and delivery of single events."""

import json

from dapr.aio.clients import DaprClient

from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.events import CLOUD_EVENT, event


async def test_a_cloud_event_arrives_as_it_was_published(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    sent = event(run, subject_of="a test")
    await client.publish_event("pubsub", "plain", json.dumps(sent), data_content_type=CLOUD_EVENT)
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    assert got.event == {**sent, "topic": "plain", "pubsubname": "pubsub"}
    assert got.headers["content-type"] == CLOUD_EVENT
