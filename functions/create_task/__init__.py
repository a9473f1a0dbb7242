"""create-task: POST /api/tasks → task.created (task-events, task-updates) → writes task, series, occurrence."""
