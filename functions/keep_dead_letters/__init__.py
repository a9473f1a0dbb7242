"""keep-dead-letters: dead-letters and /api/dead-letters → audit.event_dead, .event_replayed, .event_discarded (audit-events); a replayed
event goes to its topic once more → writes dead_letter, inbox (what is discarded), outbox."""
