"""Makes topics with their partitions: the broker makes none by itself, as it could not know how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafka.admin import KafkaAdminClient, NewTopic


def make(broker: Mapping[str, Any], topics: Mapping[str, int], replicas: int = 1) -> list[str]:
    """Topic to number of partitions; those that exist already are left as they are. Returns the names of those made.

    `broker`: what KafkaAdminClient takes to connect.
    """
    admin = KafkaAdminClient(**broker)
    try:
        missing = sorted(set(topics) - set(admin.list_topics()))
        if missing:
            admin.create_topics([NewTopic(name, topics[name], replicas) for name in missing])
        return missing
    finally:
        admin.close()
