"""Changes from the event table, in the order of their transactions, and as the messages that screens get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from shared.connection import Connection
from shared.events import TASK_UPDATES

PAGE = 500
"""Changes in one message, unless a single transaction made more."""


@dataclass(frozen=True)
class Notice:
    """A change, as JSON, for the named clients only."""

    clients: frozenset[str]
    change: bytes


@dataclass(frozen=True)
class Batch:
    """All changes (as JSON) of the transactions from `start` up to, but not including, `end` (transaction ids)."""

    start: int
    end: int
    changes: tuple[bytes, ...]
    notices: tuple[Notice, ...] = ()
    _encoded: list[bytes] = field(default_factory=list, repr=False, compare=False)

    def message(self, epoch: str, client: str) -> bytes:
        """The batch as a Server-Sent Event for this client; empty when nothing in it is for it. The common case is encoded once."""
        own = [notice.change for notice in self.notices if client in notice.clients]
        if own:
            return _message(epoch, self.end, [*self.changes, *own])
        if not self.changes:
            return b""
        if not self._encoded:
            self._encoded.append(_message(epoch, self.end, self.changes))
        return self._encoded[0]


def _message(epoch: str, end: int, changes: Sequence[bytes]) -> bytes:
    return b'id: %s-%d\nevent: changes\ndata: {"changes":[%s]}\n\n' % (epoch.encode(), end, b",".join(changes))


# Ids of rows are given before their transactions commit, so a row with a lower id can appear later. Transactions below the snapshot's
# xmin are all decided: reading by transaction id up to there misses nothing and repeats nothing.
_HORIZON = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, left(epoch::text, 8), coalesce(updates_from, 0) FROM installation
"""

# The task goes from the table to the screens as text; taking it apart and together again would cost more than all the rest.
_READ = """
    SELECT xid::text::bigint, type, (body->'data'->'task')::text, body->'data'->>'permanent' = 'true',
           CASE WHEN type = 'task.conflict' OR type LIKE 'notification.%%' THEN (body->'data') - 'task' END
    FROM event
    WHERE topic = %s AND xid >= %s::text::xid8 AND xid < %s::text::xid8
    ORDER BY xid, position LIMIT %s
"""


async def horizon(connection: Connection) -> tuple[int, str, int]:
    """The transaction id below which everything is decided, the installation's epoch, and the transaction id below which changes were purged."""
    row: Any = await (await connection.execute(_HORIZON)).fetchone()
    return int(row[0]), str(row[1]), int(row[2])


async def read(connection: Connection, start: int, end: int) -> Batch:
    """The changes of transactions from start to end; of fewer transactions when there are more than a page, never half of one."""
    limit = PAGE
    while True:
        rows: list[Any] = await (await connection.execute(_READ, (TASK_UPDATES, start, end, limit + 1))).fetchall()
        if len(rows) <= limit:
            return _batch(start, end, rows)
        last = rows[-1][0]
        whole = [row for row in rows if row[0] < last]
        if whole:
            return _batch(start, last, whole)
        limit *= 2


def _batch(start: int, end: int, rows: Sequence[Any]) -> Batch:
    changes: list[bytes] = []
    notices: list[Notice] = []
    for _, kind, task, permanent, data in rows:
        if kind == "task.conflict":
            notices.append(Notice(frozenset(data["clients"]), _conflict(kind, task, data)))
        elif data:
            changes.append(_notification(kind, task, data))
        else:
            changes.append(_change(kind, task, b',"permanent":true' if permanent else b""))
    return Batch(start, end, tuple(changes), tuple(notices))


def _change(kind: str, task: str, more: bytes) -> bytes:
    return b'{"type":"%s","task":%s%s}' % (kind.encode(), task.encode(), more)


def _notification(kind: str, task: str | None, data: dict[str, Any]) -> bytes:
    about = b',"task":' + task.encode() if task else b""
    return b'{"type":"%s",%s%s}' % (kind.encode(), orjson.dumps(data)[1:-1], about)


def _conflict(kind: str, task: str, data: dict[str, Any]) -> bytes:
    told = {name: data[name] for name in ("base_version", "fields", "changes", "actor")}
    return _change(kind, task, b"," + orjson.dumps(told)[1:-1])
