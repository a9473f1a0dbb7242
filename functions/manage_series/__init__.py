"""manage-series: /api/series → task.updated, task.deleted (task-events, task-updates), audit.series_changed (audit-events).

Writes series, occurrence, task.
"""
