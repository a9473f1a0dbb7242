"""send-notification: reminder.triggered, email.verification_requested, email.probe_requested (reminders) → e-mail by SMTP or SES,
Web Push

Emits reminder.sent, reminder.failed, reminder.cancelled (reminders), notification.created (task-updates),
audit.push_failed (audit-events).
Writes notification, delivery, reminder, installation, push_message, push_subscription.
"""
