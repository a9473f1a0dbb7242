"""A CloudEvents function as the product writes them."""

import functions_framework.aio
from cloudevents.http import CloudEvent

from tests.contract.sidecar import inbox


@functions_framework.aio.cloud_event
async def handle(event: CloudEvent) -> None:
    inbox.receiver.keep_event(event)
