"""send-notification: reminder.triggered, email.verification_requested, email.probe_requested (reminders) → e-mail by SMTP or SES

Emits reminder.sent, reminder.failed, reminder.cancelled (reminders), notification.created (task-updates).
Writes notification, delivery, reminder, installation.
"""
