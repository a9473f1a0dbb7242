"""What functions count and time, for Prometheus. One process may hold several functions; each figure names its own."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests = Counter("nudge_requests_total", "Requests answered", ["function", "operation", "status"])
request_seconds = Histogram(
    "nudge_request_seconds", "Time to answer a request", ["function", "operation"], buckets=_SECONDS
)
requests_in_progress = Gauge("nudge_requests_in_progress", "Requests being worked on", ["function"])
events_published = Counter("nudge_events_published_total", "Events acknowledged by the broker", ["topic"])
events_handled = Counter("nudge_events_handled_total", "Events handled, by outcome", ["function", "topic", "outcome"])
event_lag_seconds = Gauge("nudge_event_lag_seconds", "Age of the event handled last", ["function", "topic"])
event_seconds = Histogram("nudge_event_batch_seconds", "Time to handle one delivery", ["function"], buckets=_SECONDS)
outbox_relayed = Counter(
    "nudge_outbox_relayed_total", "Events published by relay-outbox in place of their own process", []
)
dead_letters = Counter("nudge_dead_letters_total", "Events that a consumer has given up", ["consumer", "topic"])
dead_letters_open = Gauge(
    "nudge_dead_letters_open", "Events given up that wait to be replayed or discarded", ["consumer"]
)
lists_kept = Counter("nudge_lists_kept_total", "Lists written to the cache, for when the database is down")
stream_connections = Gauge("nudge_stream_connections", "Open update streams", [])
stream_messages = Counter("nudge_stream_messages_total", "Messages written to update streams", [])

_LATENESS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 1_800, 7_200, 86_400)
reminders_fired = Counter("nudge_reminders_fired_total", "Reminders fired for the first time", ["late"])
reminder_lateness_seconds = Histogram(
    "nudge_reminder_lateness_seconds", "Time between a reminder's moment and its first firing", buckets=_LATENESS
)
reminder_retries = Counter("nudge_reminder_retries_total", "Reminders fired again because delivery had failed", [])
reminder_alarm_heard = Gauge("nudge_reminder_alarm_heard", "1 while LISTEN works; 0 while due reminders are polled for")
notifications = Counter("nudge_notifications_total", "Messages handed to a provider, by outcome", ["method", "outcome"])
reminders_sent = Counter("nudge_reminders_sent_total", "Reminders that reached their person", ["method"])
reminders_failed = Counter("nudge_reminders_failed_total", "Reminders given up after their last retry", [])

model_requests = Counter("nudge_model_requests_total", "Messages for the language model, by outcome", ["outcome"])
model_seconds = Histogram("nudge_model_seconds", "Time until the language model answered or failed", buckets=_SECONDS)
model_tokens = Counter("nudge_model_tokens_total", "Tokens that the language model was paid for", ["kind"])
model_breaker_open = Gauge("nudge_model_breaker_open", "1 while the language model is left alone after failures")

answers = Counter("nudge_answers_total", "Requests from outside answered under /api", ["function", "status"])
answer_seconds = Histogram(
    "nudge_answer_seconds", "Time until an answer to a request from outside began", ["function"], buckets=_SECONDS
)
first_tasks = Counter(
    "nudge_chat_first_tasks_total", "First tasks of conversations, by whether help was asked for before", ["helped"]
)

backlog_read = Gauge("nudge_backlog_read", "1 while the database tells what waits; 0 while it cannot be asked")
outbox_events = Gauge("nudge_outbox_events", "Committed events that the broker has not acknowledged")
outbox_oldest_seconds = Gauge("nudge_outbox_oldest_seconds", "How long the oldest of them has waited")
consumer_lag_events = Gauge(
    "nudge_consumer_lag_events",
    "Events of the last day that a consumer has not seen, 5,000 at most",
    ["function", "topic"],
)
consumer_lag_seconds = Gauge("nudge_consumer_lag_seconds", "Age of the oldest of them", ["function", "topic"])
reminders_overdue_seconds = Gauge("nudge_reminders_overdue_seconds", "How long the oldest due reminder has waited")

# What alerts count begins at zero: the step from nothing to one is no increase to Prometheus.
for _late in ("true", "false"):
    reminders_fired.labels(_late)
for _method in ("email", "in-app"):
    reminders_sent.labels(_method)
for _method in ("email", "push"):
    notifications.labels(_method, "sent")
for _helped in ("yes", "no"):
    first_tasks.labels(_helped)


def begin(function: str, topics: Sequence[str]) -> None:
    """The same for a consumer's events, by topic and outcome."""
    for topic in topics:
        for outcome in ("success", "retry", "drop", "malformed"):
            events_handled.labels(function, topic, outcome)
