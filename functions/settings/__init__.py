"""settings: GET and PUT /api/settings → audit.settings_changed (audit-events) → writes settings."""
