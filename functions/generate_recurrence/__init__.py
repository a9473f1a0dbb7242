"""generate-recurrence: task-events → makes what comes after a repeating task that is done, or withdraws it.

Emits task.created, task.deleted (task-events, task-updates), notification.created (task-updates), recurring.generated,
recurring.caught_up (audit-events).
Writes task, series, occurrence, notification.
"""
