"""act-on-reminder: snooze, complete, mark read, and the one-time links of messages → reminder.scheduled (reminders), notification.read
(task-updates), audit.settings_changed (audit-events) → writes reminder, notification, used_link, settings."""
