"""Which partition a message belongs to, and what is known in memory about each partition."""

import asyncio
from functools import lru_cache

from local.sidecar.messages import Message

FNV_OFFSET_BASIS = 0x811C9DC5
FNV_PRIME = 0x01000193


def fnv1a(key: bytes) -> int:
    """The 32-bit FNV-1a hash."""
    value = FNV_OFFSET_BASIS
    for byte in key:
        value = ((value ^ byte) * FNV_PRIME) & 0xFFFFFFFF
    return value


@lru_cache(maxsize=8192)
def partition_of(key: str, partitions: int) -> int:
    """The partition of a key, as Dapr's Kafka component chooses it: the hash as a signed 32-bit number, its remainder
    truncated towards zero, the sign dropped."""
    value = fnv1a(key.encode())
    signed = value - 0x1_0000_0000 if value >= 0x8000_0000 else value
    return abs(signed) % partitions


class Partition:
    """The end of one partition in memory.

    `next_offset` is the offset that the next message will get. The tail holds the newest committed messages without
    a gap, so that a consumer that keeps up never reads the table. Only committed messages are ever added.
    """

    TAIL_MESSAGES = 1024
    TAIL_BYTES = 4 * 1024 * 1024

    def __init__(self, topic: str, number: int, next_offset: int = 0) -> None:
        self.topic = topic
        self.number = number
        self.next_offset = next_offset
        self._tail: list[Message] = []
        self._bytes = 0
        self._grown = asyncio.Event()

    def extend(self, messages: list[Message]) -> None:
        """Adds messages whose commit is certain and wakes the waiting consumers."""
        self._tail.extend(messages)
        self._bytes += sum(len(message.body) for message in messages)
        self.next_offset = messages[-1].offset + 1
        self._trim()
        self._grown.set()
        self._grown = asyncio.Event()

    def reset(self, next_offset: int) -> None:
        """Forgets the tail: after a lost connection the table alone says what is committed."""
        self._tail.clear()
        self._bytes = 0
        self.next_offset = next_offset
        self._grown.set()
        self._grown = asyncio.Event()

    def recent(self, position: int, limit: int) -> list[Message] | None:
        """Up to `limit` messages from `position` on; None when `position` lies before the tail."""
        index = position - (self.next_offset - len(self._tail))
        return None if index < 0 else self._tail[index : index + limit]

    async def beyond(self, position: int) -> None:
        """Returns when a message with offset `position` or higher has been committed."""
        while self.next_offset <= position:
            await self._grown.wait()

    def _trim(self) -> None:
        while self._tail and (len(self._tail) > self.TAIL_MESSAGES or self._bytes > self.TAIL_BYTES):
            cut = max(1, len(self._tail) // 2)
            self._bytes -= sum(len(message.body) for message in self._tail[:cut])
            del self._tail[:cut]
