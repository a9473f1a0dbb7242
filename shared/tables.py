"""The tables, as SQLAlchemy Core metadata that the migrations are checked against; the statements are plain SQL elsewhere."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.types import UserDefinedType

metadata = MetaData()


class Xid8(UserDefinedType[int]):
    """Postgres' 64-bit transaction id."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "XID8"


def _instant(name: str, *, nullable: bool = False, now: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=func.now() if now else None)


installation = Table(
    "installation",
    metadata,
    Column("single", Boolean, primary_key=True, server_default=text("true")),
    Column("epoch", UUID, nullable=False, server_default=text("gen_random_uuid()")),
    Column(
        "reminders_since",
        DateTime(timezone=True),
        comment="When the reminders of all tasks were planned for the first time; null until then",
    ),
    Column(
        "updates_from",
        BigInteger,
        comment="Task-updates of transactions before this id may have been purged; null while none has been",
    ),
    Column(
        "mail_away_since",
        DateTime(timezone=True),
        comment="Since when the mail provider cannot be reached; null when it can",
    ),
    Column("mail_probe_at", DateTime(timezone=True), comment="When to look whether it is back"),
    CheckConstraint("single", name="installation_has_one_row"),
    comment="One row. A new epoch after a restore tells clients that their place in the update stream is void.",
)

task = Table(
    "task",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("title", Text, nullable=False),
    Column("description", Text),
    _instant("due_at", nullable=True),
    Column("due_date", Date, comment="Set for all-day tasks; due_at is then the start of that day in due_zone"),
    Column("due_zone", Text),
    Column("priority", Text, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    _instant("completed_at", nullable=True),
    _instant("created_at"),
    _instant("updated_at"),
    _instant("deleted_at", nullable=True),
    Column("version", Integer, nullable=False),
    Column("updates", Integer, nullable=False, comment="Last sequence of this task on task-updates"),
    Column("reminders", JSONB, nullable=False),
    Column("recurrence", JSONB),
    Column("series_id", UUID),
    CheckConstraint("priority IN ('low', 'medium', 'high')", name="task_priority"),
    CheckConstraint("status IN ('active', 'completed')", name="task_status"),
    CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name="task_completed_at"),
    CheckConstraint("due_date IS NULL OR due_at IS NOT NULL", name="task_due"),
    Index(
        "task_by_due",
        text("COALESCE(due_at, 'infinity'::timestamptz)"),
        "id",
        postgresql_where=text("deleted_at IS NULL"),
    ),
    Index("task_by_creation", "created_at", "id"),
    Index("task_trash", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
)

event = Table(
    "event",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False, comment="Order within a transaction"),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sequence", Integer, comment="Without gaps per (topic, key); null on topics without order"),
    Column("type", Text, nullable=False),
    _instant("time"),
    Column("body", JSONB, nullable=False, comment="The CloudEvent, structured"),
    Column("xid", Xid8(), nullable=False, server_default=text("pg_current_xact_id()")),
    Index("event_in_order", "topic", "key", "sequence", unique=True, postgresql_where=text("sequence IS NOT NULL")),
    Index("event_updates", "xid", "position", postgresql_where=text("topic = 'task-updates'")),
    comment="Append-only: what happened, in the words that went to the broker",
)

outbox = Table(
    "outbox",
    metadata,
    Column("event_id", UUID, primary_key=True),
    _instant("created_at", now=True),
    comment="Events not yet handed to the broker; the row goes when the broker has acknowledged",
)

inbox = Table(
    "inbox",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("event_id", UUID, primary_key=True),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),
    _instant("updated_at", now=True),
    CheckConstraint("status IN ('processed', 'failed', 'discarded')", name="inbox_status"),
    Index("inbox_by_age", "updated_at", postgresql_using="brin"),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("event_id", UUID, nullable=False, comment="The event's, or a fingerprint of what is no event"),
    Column("consumer", Text, nullable=False, comment="Who could not process it; empty when nobody knows"),
    Column("topic", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False, comment="Failures that the consumer has counted"),
    Column("replays", Integer, nullable=False, server_default=text("0")),
    Column("status", Text, nullable=False),
    Column("raw", LargeBinary, comment="The beginning of what is not in the event table"),
    Column("size", Integer, nullable=False, comment="Bytes of the whole"),
    _instant("first_at"),
    _instant("last_at"),
    _instant("settled_at", nullable=True),
    CheckConstraint("status IN ('open', 'replaying', 'processed', 'discarded')", name="dead_letter_status"),
    CheckConstraint("(settled_at IS NOT NULL) = (status IN ('processed', 'discarded'))", name="dead_letter_settled"),
    Index("dead_letter_once", "event_id", "consumer", unique=True),
    Index("dead_letter_unsettled", "id", postgresql_where=text("status IN ('open', 'replaying')")),
)

consumer_position = Table(
    "consumer_position",
    metadata,
    Column("key", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("consumer", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    postgresql_with={"fillfactor": 70},
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False, comment="SHA-256 of operation, path and body"),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    _instant("created_at", now=True),
    Index("idempotency_by_age", "created_at", postgresql_using="brin"),
)

audit = Table(
    "audit",
    metadata,
    Column("event_id", UUID, primary_key=True),
    _instant("time"),
    Column("event_type", Text, nullable=False),
    Column("entity_type", Text, nullable=False),
    Column("entity_id", Text),
    Column("actor", JSONB, nullable=False),
    Column("source", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    _instant("recorded_at", now=True),
    Index("audit_by_time", "time", "event_id"),
    Index("audit_by_entity", "entity_id", "time", "event_id"),
)

settings = Table(
    "settings",
    metadata,
    Column("single", Boolean, primary_key=True, server_default=text("true")),
    Column("value", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    _instant("updated_at", now=True),
    CheckConstraint("single", name="settings_has_one_row"),
)

stream_connection = Table(
    "stream_connection",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("replica", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    _instant("connected_at", now=True),
    _instant("lease_until"),
    Index("stream_connection_lease", "lease_until"),
)

series = Table(
    "series",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("recurrence", JSONB, nullable=False, comment="As given: pattern, interval, rrule, and until or count"),
    Column("anchor", DateTime, nullable=False, comment="The first occurrence on the wall clock of `zone`"),
    Column("all_day", Boolean, nullable=False),
    Column("zone", Text, nullable=False),
    Column("template", JSONB, nullable=False, comment="Title, description, priority, tags and reminders of what comes"),
    _instant("ended_at", nullable=True),
    _instant("created_at"),
    _instant("updated_at"),
    Column("version", Integer, nullable=False),
)

occurrence = Table(
    "occurrence",
    metadata,
    Column("series_id", UUID, primary_key=True),
    Column("planned", DateTime, primary_key=True, comment="By the rule, on the wall clock of the series"),
    Column("task_id", UUID, nullable=False),
    Column("source_task_id", UUID, comment="The task whose completion made it; null for the first"),
    _instant("made_at"),
    Index("occurrence_by_task", "task_id"),
    comment="What was made of a series: one task per planned moment, also when that task is long gone",
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("task_id", UUID, nullable=False),
    Column("entry", Text, nullable=False, comment="What asked for it: lead:<minutes>, at:<instant> or snooze:<id>"),
    _instant("trigger_time"),
    Column("status", Text, nullable=False),
    Column("delivery_method", Text, nullable=False),
    Column("retry_count", Integer, nullable=False, server_default=text("0")),
    Column(
        "attempt_at",
        DateTime(timezone=True),
        comment="When it is next worked on: the trigger, a retry, or the end of a sender's lease; null when over",
    ),
    Column("late", Boolean, nullable=False, server_default=text("false")),
    Column("digest_id", UUID, comment="The message it went out with"),
    Column("reason", Text, comment="Why it failed or was cancelled"),
    Column("sequence", Integer, nullable=False, comment="Last sequence of this reminder on the topic reminders"),
    _instant("created_at"),
    _instant("updated_at"),
    CheckConstraint("status IN ('pending', 'triggered', 'sent', 'failed', 'cancelled')", name="reminder_status"),
    CheckConstraint("delivery_method IN ('email', 'push', 'in-app')", name="reminder_delivery_method"),
    CheckConstraint("(attempt_at IS NOT NULL) = (status IN ('pending', 'triggered'))", name="reminder_attempt"),
    Index("reminder_once", "task_id", "entry", "trigger_time", unique=True),
    Index("reminder_due", "attempt_at", postgresql_where=text("attempt_at IS NOT NULL")),
    Index("reminder_by_digest", "digest_id", postgresql_where=text("digest_id IS NOT NULL")),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", UUID, primary_key=True, comment="Also names the message: its Message-ID is made of it"),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("lease_until", DateTime(timezone=True), comment="Until then its sender is at work; null when over"),
    Column("reason", Text),
    _instant("created_at"),
    _instant("updated_at"),
    CheckConstraint("kind IN ('reminder', 'verification')", name="delivery_kind"),
    CheckConstraint("status IN ('sending', 'sent', 'failed')", name="delivery_status"),
    Index("delivery_lease", "lease_until", postgresql_where=text("lease_until IS NOT NULL")),
    comment="Messages to the outside, one row each; a digest is one message",
)

notification = Table(
    "notification",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("task_id", UUID),
    Column("reminder_id", UUID),
    Column("digest_id", UUID),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("late", Boolean, nullable=False, server_default=text("false")),
    Column("clients", ARRAY(Text), comment="For these browsers alone; null for all"),
    _instant("created_at"),
    _instant("read_at", nullable=True),
    Index("notification_by_time", "created_at", "id"),
    Index("notification_unread", "id", postgresql_where=text("read_at IS NULL")),
    Index("notification_of_reminder", "reminder_id", postgresql_where=text("reminder_id IS NOT NULL")),
)

push_subscription = Table(
    "push_subscription",
    metadata,
    Column(
        "client_id",
        Text,
        primary_key=True,
        comment="The browser; one that subscribes again replaces what it gave before",
    ),
    Column(
        "endpoint", Text, nullable=False, comment="Its address at its push service: whoever knows it can send there"
    ),
    Column("p256dh", Text, nullable=False, comment="Its public key, base64url (RFC 8291)"),
    Column("auth", Text, nullable=False, comment="Its authentication secret, base64url (RFC 8291)"),
    _instant("created_at"),
    Index("push_subscription_once", "endpoint", unique=True),
)

push_message = Table(
    "push_message",
    metadata,
    Column("notification_id", UUID, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    _instant("attempt_at"),
    _instant("created_at"),
    Index("push_message_by_attempt", "attempt_at"),
    comment="Notifications on their way to a browser; the row goes when its push service has taken it, or never will",
)

used_link = Table(
    "used_link",
    metadata,
    Column("id", UUID, primary_key=True),
    _instant("used_at", now=True),
    comment="One-time links from messages that have been followed",
)
