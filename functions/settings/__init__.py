"""settings: GET and PUT /api/settings, POST /api/settings/email/verification → audit.settings_changed (audit-events).

Also emits email.verification_requested (reminders), and task.updated (task-events, task-updates) when times move to another zone;
writes settings, and then task and series.
"""
