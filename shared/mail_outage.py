"""What the product asks of the database about a mail provider that cannot be reached.

While it is away somebody looks every half minute whether it is back: who waits for a retry shall not wait on when there is no reason.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.connection import Connection

EVERY = timedelta(seconds=30)
"""Between two looks."""
_WORTH = timedelta(days=1)
"""Retries of older reminders keep to their own time, so that a provider that comes and goes cannot put off their end for ever."""

_BEGIN = """
    UPDATE installation SET mail_away_since = coalesce(mail_away_since, %(now)s), mail_probe_at = coalesce(mail_probe_at, %(again)s)
"""

# Without anybody who waits there is nothing to look for: the outage is forgotten until the next message meets it.
_DUE = """
    UPDATE installation SET mail_away_since = CASE WHEN waiting THEN mail_away_since END, mail_probe_at = CASE WHEN waiting THEN %(again)s END
    FROM (SELECT EXISTS (SELECT FROM reminder WHERE status = 'pending' AND retry_count > 0) AS waiting) AS anybody
    WHERE mail_probe_at <= %(now)s
    RETURNING mail_away_since
"""

# What waits for a retry since the outage is due at once. This attempt is one more than the schedule knows, so it takes nothing away from it.
_END = """
    WITH away AS (SELECT mail_away_since AS since FROM installation WHERE mail_away_since IS NOT NULL FOR UPDATE),
    ended AS (UPDATE installation SET mail_away_since = NULL, mail_probe_at = NULL WHERE EXISTS (SELECT FROM away)),
    waiting AS (
        SELECT id FROM reminder, away
        WHERE status = 'pending' AND retry_count > 0 AND delivery_method = 'email' AND attempt_at > %(now)s
          AND updated_at >= since AND trigger_time > %(worth)s
        ORDER BY id FOR UPDATE OF reminder SKIP LOCKED),
    sooner AS (
        UPDATE reminder SET attempt_at = %(now)s, retry_count = greatest(retry_count - 1, 1), updated_at = %(now)s
        FROM waiting WHERE reminder.id = waiting.id RETURNING reminder.id)
    SELECT count(*), pg_notify('reminder', '') FROM sooner HAVING count(*) > 0
"""


async def begin(connection: Connection, now: datetime) -> None:
    """The provider cannot be reached; known outages go on."""
    await connection.execute(_BEGIN, {"now": now, "again": now + EVERY})


async def due(connection: Connection, now: datetime) -> datetime | None:
    """Since when it has been away, if it is time to look again and somebody waits; the next look is set then."""
    row: Any = await (await connection.execute(_DUE, {"now": now, "again": now + EVERY})).fetchone()
    return row[0] if row else None


async def end(connection: Connection, now: datetime) -> int:
    """The provider can be reached. What waits because it could not is due now; returns how many reminders that are."""
    row: Any = await (await connection.execute(_END, {"now": now, "worth": now - _WORTH})).fetchone()
    return int(row[0]) if row else 0
