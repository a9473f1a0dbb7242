"""The sidecar's own tables, in schema `sidecar` of the application's database, and the lock on them."""

import asyncio
import logging

from local.sidecar.database import Connection

log = logging.getLogger(__name__)

LOCK = 7_236_114_501
RETRY_AFTER = 0.1

STATEMENTS = """
CREATE SCHEMA IF NOT EXISTS sidecar;

CREATE TABLE IF NOT EXISTS sidecar.message (
    topic text NOT NULL,
    partition int NOT NULL,
    "offset" bigint NOT NULL,
    key text,
    content_type text NOT NULL,
    body bytea NOT NULL,
    metadata bytea,
    published_at bigint NOT NULL,
    PRIMARY KEY (topic, partition, "offset")
);
COMMENT ON COLUMN sidecar.message.published_at IS 'milliseconds since 1970 UTC';
COMMENT ON COLUMN sidecar.message.metadata IS 'JSON object of further publish metadata; null when there is none';

CREATE TABLE IF NOT EXISTS sidecar.consumer_offset (
    consumer_group text NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition)
);
COMMENT ON COLUMN sidecar.consumer_offset.next_offset IS 'every message before this one is finished';

CREATE TABLE IF NOT EXISTS sidecar.state (
    key text PRIMARY KEY,
    value bytea NOT NULL,
    etag uuid NOT NULL DEFAULT gen_random_uuid(),
    expires_at timestamptz
);
COMMENT ON COLUMN sidecar.state.key IS 'the name of the store, ||, the key';
CREATE INDEX IF NOT EXISTS state_expires_at ON sidecar.state (expires_at) WHERE expires_at IS NOT NULL;
"""


async def take_lock(connection: Connection) -> None:
    """Makes this process the only sidecar of the database for as long as the connection lives.

    A predecessor that was killed may still be finishing its last commit: its lock goes when that is done.
    """
    waiting = False
    while not await _try_lock(connection):
        if not waiting:
            log.warning("another sidecar still serves this database; waiting for it to end")
            waiting = True
        await asyncio.sleep(RETRY_AFTER)
    if waiting:
        log.info("the other sidecar has ended")


async def _try_lock(connection: Connection) -> bool:
    cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    row = await cursor.fetchone()
    return row is not None and row[0] is True


async def create_tables(connection: Connection) -> None:
    """Idempotent; called by the holder of the lock."""
    await connection.execute(STATEMENTS)
