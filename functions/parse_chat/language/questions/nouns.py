"""What a question can be about."""

from __future__ import annotations

from functions.parse_chat.language.vocabulary import vocabulary

TASKS = vocabulary(
    "alarm alarms task tasks todo todos reminder reminders list lists chore chores errand errands to-do calendar schedule"
    " agenda appointment appointments event events deadline deadlines overdue due todolist checklist"
    " assignments itinerary"
)


LOOSE = vocabulary(
    "item items meeting meetings plans plan note notes things stuff anything something planned scheduled errand entries"
)


OTHER = vocabulary(
    "weather playlist playlists song songs music email emails message messages voicemail news movie movies"
    " restaurant restaurants recipe recipes flight flights stock stocks bank balance contacts grocery_store"
    " vacation pto calories podcast podcasts order orders package traffic"
)
