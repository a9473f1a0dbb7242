"""read-history: GET /api/audit, /api/notifications and /api/conversations/{id} → reads audit and the state store."""
