"""How far each consumer group has come: kept in memory, committed in batches."""

import asyncio
import logging

import psycopg

from local.sidecar.database import Session, unprepared

log = logging.getLogger(__name__)

FLUSH_EVERY = 0.1

SAVE = """
INSERT INTO sidecar.consumer_offset (consumer_group, topic, partition, next_offset)
SELECT * FROM unnest(%b::text[], %b::text[], %b::int[], %b::bigint[])
ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET next_offset = excluded.next_offset
"""

Place = tuple[str, str, int]


class Offsets:
    """Positions per (group, topic, partition). A position that is lost with the process only means that messages
    come again, so commits do not wait for the disk."""

    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn, unprepared, options="-c synchronous_commit=off")
        self._positions: dict[Place, int] = {}
        self._changed: set[Place] = set()

    async def load(self) -> None:
        connection = await self._session.wait()
        cursor = await connection.execute(
            "SELECT consumer_group, topic, partition, next_offset FROM sidecar.consumer_offset"
        )
        for group, topic, partition, position in await cursor.fetchall():
            self._positions[(str(group), str(topic), int(str(partition)))] = int(str(position))

    def get(self, group: str, topic: str, partition: int) -> int:
        """The next message to deliver; a new group starts at the oldest."""
        return self._positions.get((group, topic, partition), 0)

    def advance(self, group: str, topic: str, partition: int, position: int) -> None:
        place = (group, topic, partition)
        self._positions[place] = position
        self._changed.add(place)

    async def run(self) -> None:
        """Commits what changed, every 100 ms, until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            try:
                await self.flush()
            except psycopg.OperationalError as error:
                log.warning("offsets not committed yet", extra={"error": str(error)})

    async def flush(self) -> None:
        """Raises psycopg.OperationalError while Postgres is away; the positions stay to be committed."""
        if not self._changed:
            return
        places = sorted(self._changed)
        positions = [self._positions[place] for place in places]
        connection = await self._session.connection()
        groups, topics, partitions = ([place[column] for place in places] for column in range(3))
        await connection.execute(SAVE, [groups, topics, partitions, positions], prepare=True)
        self._changed -= {
            place for place, position in zip(places, positions, strict=True) if self._positions[place] == position
        }

    async def close(self) -> None:
        """Commits what is left, if the database can be reached; otherwise those messages come again."""
        try:
            await self.flush()
        except psycopg.OperationalError as error:
            log.warning("the last offsets were not committed", extra={"error": str(error)})
        await self._session.close()
