"""All partitions of all topics."""

from collections.abc import Iterator, Mapping

from local.sidecar.partitions import Partition, partition_of


class Topics:
    """The partitions by topic. Publishing spreads over the configured number of partitions; partitions from a time
    when there were more are still read."""

    def __init__(self, configured: Mapping[str, int]) -> None:
        self._configured = dict(configured)
        self._partitions = {
            topic: [Partition(topic, number) for number in range(count)] for topic, count in configured.items()
        }
        self._turn = 0

    def __contains__(self, topic: str) -> bool:
        return topic in self._configured

    def __iter__(self) -> Iterator[Partition]:
        for partitions in self._partitions.values():
            yield from partitions

    def partitions(self, topic: str) -> list[Partition]:
        return self._partitions[topic]

    def choose(self, topic: str, key: str | None) -> int:
        """The partition for a key; messages without a key take turns."""
        count = self._configured[topic]
        if key is not None:
            return partition_of(key, count)
        self._turn += 1
        return self._turn % count

    def restore(self, ends: Mapping[tuple[str, int], int]) -> None:
        """Takes over what the table says is committed."""
        for (topic, number), _ in sorted(ends.items()):
            known = self._partitions.get(topic)
            if known is not None:
                known.extend(Partition(topic, further) for further in range(len(known), number + 1))
        for partition in self:
            partition.reset(ends.get((partition.topic, partition.number), 0))
