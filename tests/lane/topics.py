"""Makes topics with their partitions, as the hook job of the chart does."""

from collections.abc import Mapping

from kafka.admin import KafkaAdminClient, NewTopic


def make_topics(brokers: str, topics: Mapping[str, int]) -> None:
    """Topic to number of partitions; those that exist already are left as they are."""
    admin = KafkaAdminClient(bootstrap_servers=brokers)
    try:
        missing = set(topics) - set(admin.list_topics())
        if missing:
            admin.create_topics([NewTopic(name, topics[name], 1) for name in sorted(missing)])
    finally:
        admin.close()
