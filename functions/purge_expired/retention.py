"""How long things are kept. The task-events of the event log, the audit trail and what repeats of old events are told by stay for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.events import TASK_UPDATES
from shared.links import LIFETIME

TRASH = timedelta(days=30)
UPDATES = timedelta(days=7)
"""A screen that was away for longer loads everything anew."""


@dataclass(frozen=True)
class Retention:
    """Rows of a table that are deleted when `since` is longer ago than `kept`."""

    table: str
    since: str
    kept: timedelta
    condition: str = "true"

    @property
    def statement(self) -> str:
        """Deletes the oldest ones before a moment, as many as a batch takes (both are its parameters)."""
        return f"""
            DELETE FROM {self.table} WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM {self.table} WHERE {self.since} < %s AND {self.condition} LIMIT %s FOR UPDATE SKIP LOCKED))
        """


RETENTIONS = (
    Retention("idempotency", "created_at", timedelta(days=7)),
    Retention("inbox", "updated_at", timedelta(days=30), "status = 'processed'"),
    Retention("reminder", "updated_at", timedelta(days=365), "status IN ('sent', 'failed', 'cancelled')"),
    Retention("delivery", "updated_at", timedelta(days=365), "status IN ('sent', 'failed')"),
    Retention("notification", "read_at", timedelta(days=90)),
    Retention("push_message", "created_at", timedelta(days=1)),
    Retention("used_link", "used_at", LIFETIME + timedelta(days=1)),
    Retention("dead_letter", "settled_at", timedelta(days=90), "status IN ('processed', 'discarded')"),
)

# Streams begin at a transaction id; those that begin before what is gone must load everything again.
PURGE_UPDATES = f"""
    WITH old AS (
        SELECT id FROM event
        WHERE topic = '{TASK_UPDATES}' AND time < %s AND NOT EXISTS (SELECT FROM outbox WHERE event_id = event.id)
        ORDER BY xid, position LIMIT %s),
    gone AS (DELETE FROM event USING old WHERE event.id = old.id RETURNING event.xid::text::bigint AS xid),
    told AS (
        UPDATE installation SET updates_from = greatest(updates_from, (SELECT max(xid) + 1 FROM gone))
        WHERE EXISTS (SELECT FROM gone))
    SELECT count(*) FROM gone
"""
