"""Events as the suite publishes them."""

import json
import uuid

from dapr.clients import BulkPublishEntry

CLOUD_EVENT = "application/cloudevents+json"


def event(run: str, number: int = 0, **data: object) -> dict[str, object]:
    kind = data.pop("type", "test.happened")
    return {
        "specversion": "1.0", "id": str(uuid.uuid4()), "source": "/tests", "type": kind,
        "datacontenttype": "application/json", "data": {"run": run, "number": number, **data},
    }  # fmt: skip


def entry(run: str, number: int, key: str | None = None, **data: object) -> BulkPublishEntry:
    metadata = {} if key is None else {"partitionKey": key}
    body = json.dumps(event(run, number, key=key, **data))
    return BulkPublishEntry(body, metadata=metadata, content_type=CLOUD_EVENT)
