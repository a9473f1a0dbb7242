"""stream-updates: task-updates (every replica) and GET /api/updates → Server-Sent Events → writes stream_connection."""
