"""Questions about the tasks themselves: "what's due this week?", "is milk on my list?", "read my reminders"."""
