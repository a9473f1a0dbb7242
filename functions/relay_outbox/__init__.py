"""relay-outbox: on its own clock → publishes events that their own process left behind → deletes from outbox."""
