"""settings: GET and PUT /api/settings → audit.settings_changed (audit-events), email.verification_requested (reminders) → writes settings."""
