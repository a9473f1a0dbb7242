"""The event that limits are measured with: as large as one of a created task."""

from __future__ import annotations

import time

import orjson

TOPIC_PARTITIONS = 12
"""As task-events has."""
_TEXT = "x" * 700


def event(number: int, key: str) -> bytes:
    """A CloudEvent of about 1 KB that says when it was made."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"{key}-{number}",
            "source": "/benchmark",
            "type": "benchmark.happened",
            "datacontenttype": "application/json",
            "data": {"number": number, "made": time.perf_counter(), "text": _TEXT},
        }
    )
