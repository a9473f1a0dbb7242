"""fire-reminders: on its own clock → reminder.triggered (reminders) for all that is due → writes reminder.

While the mail provider is away and somebody waits for it: email.probe_requested (reminders), twice a minute → writes installation.
"""
