"""schedule-reminder: task-events, settings changed (audit-events) → reminder.scheduled, .cancelled (reminders) → writes reminder."""
