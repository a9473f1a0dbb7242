"""purge-expired: at its start and daily → deletes what is past its retention; task.deleted (task-events, task-updates), audit.expired_purged.

Writes task, idempotency, inbox, event (task-updates alone), reminder, delivery, notification, push_message, used_link, dead_letter.
"""
