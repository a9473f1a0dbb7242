"""send-notification: reminder.triggered, email.verification_requested (reminders) → e-mail by SMTP or SES → reminder.sent, reminder.failed,
reminder.cancelled (reminders), notification.created (task-updates) → writes notification, delivery, reminder."""
