"""fire-reminders: on its own clock → reminder.triggered (reminders) for all that is due → writes reminder."""
