"""The message log in Postgres: append, read, purge. One row per message, numbered per topic and partition."""

from collections.abc import Sequence
from typing import NamedTuple

from local.sidecar.database import Connection, Sessions

APPEND = """
INSERT INTO sidecar.message (topic, partition, "offset", key, content_type, body, metadata, published_at)
SELECT * FROM unnest(%b::text[], %b::int[], %b::bigint[], %b::text[], %b::text[], %b::bytea[], %b::bytea[],
                     %b::bigint[])
"""
READ = """
SELECT topic, partition, "offset", key, content_type, body, metadata, published_at FROM sidecar.message
WHERE topic = %s AND partition = %s AND "offset" >= %s ORDER BY "offset" LIMIT %s
"""
# From one partition to the next by the index: the time depends on the partitions, not on the messages.
ENDS = """
WITH RECURSIVE place AS (
    (SELECT topic, partition FROM sidecar.message ORDER BY topic, partition LIMIT 1)
    UNION ALL
    SELECT next.topic, next.partition FROM place, LATERAL (
        SELECT topic, partition FROM sidecar.message
        WHERE (topic, partition) > (place.topic, place.partition) ORDER BY topic, partition LIMIT 1
    ) AS next
)
SELECT topic, partition, (
    SELECT max("offset") + 1 FROM sidecar.message
    WHERE message.topic = place.topic AND message.partition = place.partition
) FROM place
"""
PURGE = """
DELETE FROM sidecar.message WHERE (topic, partition, "offset") IN (
    SELECT topic, partition, "offset" FROM sidecar.message
    WHERE topic = %s AND partition = %s AND "offset" < %s AND published_at < %s ORDER BY "offset" LIMIT %s
)
"""


class Message(NamedTuple):
    """A message with its place in the log; the fields are the table's columns in their order.

    `published_at` counts milliseconds since 1970 UTC; `metadata` is a JSON object or None.
    """

    topic: str
    partition: int
    offset: int
    key: str | None
    content_type: str
    body: bytes
    metadata: bytes | None
    published_at: int


async def append(connection: Connection, messages: Sequence[Message]) -> None:
    """Commits all messages or none."""
    columns = [list(column) for column in zip(*messages, strict=True)]
    await connection.execute(APPEND, columns, prepare=True)


async def ends(connection: Connection) -> dict[tuple[str, int], int]:
    """The next offset of every partition that holds a message."""
    cursor = await connection.execute(ENDS)
    return {(topic, partition): end for topic, partition, end in await cursor.fetchall()}  # type: ignore[misc]


class Messages:
    """Reading and purging."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, topic: str, partition: int, position: int, limit: int) -> list[Message]:
        """The first `limit` messages from `position` on."""
        async with self._sessions.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(READ, [topic, partition, position, limit])
            return [Message(*row) for row in await cursor.fetchall()]  # type: ignore[arg-type]

    async def purge(self, topic: str, partition: int, before: int, published_before: int, limit: int) -> int:
        """Deletes at most `limit` of the messages before offset `before`; returns how many."""
        async with self._sessions.connection() as connection:
            cursor = await connection.execute(PURGE, [topic, partition, before, published_before, limit])
            return cursor.rowcount
