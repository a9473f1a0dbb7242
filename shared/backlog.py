"""What waits, as the database knows it: events for the broker, events for their consumers, reminders for their moment.

Functions that sleep or hang report nothing themselves; these figures are read for the public function, which never sleeps.
"""

from __future__ import annotations

import asyncio
from itertools import chain
from math import nan

import psycopg
from prometheus_client import Gauge
from psycopg_pool import PoolTimeout

from shared import metrics
from shared.catalogue import Catalogue
from shared.connection import Connection
from shared.services import Services

_SECONDS = 2.0

_OUTBOX = "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float FROM outbox"
_OVERDUE = (
    "SELECT coalesce(extract(epoch FROM now() - min(attempt_at)), 0)::float FROM reminder WHERE attempt_at <= now()"
)

# Ids are in the order of time. The newest are enough to see that a consumer stands still, and cost the same at any size of the log.
_LAG = """
    WITH newest AS MATERIALIZED (SELECT id, topic, time FROM event ORDER BY id DESC LIMIT 5000)
    SELECT consumer.name, consumer.topic, count(newest.id), coalesce(extract(epoch FROM now() - min(newest.time)), 0)::float
    FROM unnest(%s::text[], %s::text[]) AS consumer(name, topic)
    LEFT JOIN newest ON newest.topic = consumer.topic AND newest.time > now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM inbox WHERE inbox.consumer = consumer.name AND inbox.event_id = newest.id)
    GROUP BY consumer.name, consumer.topic
"""


async def measure(services: Services) -> None:
    """Sets the figures; while the database cannot be asked they are unknown (NaN), which no alert takes for well or ill."""
    try:
        async with asyncio.timeout(_SECONDS), services.database.connection() as connection:
            await _measure(connection, services.catalogue)
    except (psycopg.Error, PoolTimeout, TimeoutError):
        metrics.backlog_read.set(0)
        for gauge in (metrics.outbox_events, metrics.outbox_oldest_seconds, metrics.reminders_overdue_seconds):
            gauge.set(nan)
        for gauge, pair in _lags(services.catalogue):
            gauge.labels(*pair).set(nan)
    else:
        metrics.backlog_read.set(1)


async def _measure(connection: Connection, catalogue: Catalogue) -> None:
    events, oldest = await (await connection.execute(_OUTBOX)).fetchone() or (0, 0)
    metrics.outbox_events.set(float(str(events)))
    metrics.outbox_oldest_seconds.set(float(str(oldest)))
    (overdue,) = await (await connection.execute(_OVERDUE)).fetchone() or (0,)
    metrics.reminders_overdue_seconds.set(float(str(overdue)))
    names, topics = zip(*consumers(catalogue), strict=True)
    for name, topic, count, age in await (await connection.execute(_LAG, (list(names), list(topics)))).fetchall():
        metrics.consumer_lag_events.labels(name, topic).set(float(str(count)))
        metrics.consumer_lag_seconds.labels(name, topic).set(float(str(age)))


def consumers(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Function and topic of all that keep an inbox; who is told by broadcast keeps none."""
    return [
        (function.name, each.topic)
        for function in catalogue.functions.values()
        for each in function.subscribes
        if not each.fanout
    ]


def _lags(catalogue: Catalogue) -> list[tuple[Gauge, tuple[str, str]]]:
    gauges = (metrics.consumer_lag_events, metrics.consumer_lag_seconds)
    return list(chain.from_iterable([(gauge, pair) for pair in consumers(catalogue)] for gauge in gauges))
