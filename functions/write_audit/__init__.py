"""write-audit: every event of task-events, reminders and audit-events → one row of the audit trail → writes audit."""
