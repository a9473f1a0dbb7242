"""settings: /api/settings, /api/settings/email/verification, /api/settings/push → audit.settings_changed (audit-events).

Also emits email.verification_requested (reminders), and task.updated (task-events, task-updates) when times move to another zone;
writes settings, push_subscription, and then task and series.
"""
