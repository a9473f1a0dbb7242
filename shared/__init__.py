"""What functions share: contracts, the edges to HTTP and events, the database, outbox and inbox, and the task domain."""
