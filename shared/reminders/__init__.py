"""Reminders: when each is due (`plan`), how one lives (`reminder`), its rows (`rows`) and the events that tell of it (`events`)."""
