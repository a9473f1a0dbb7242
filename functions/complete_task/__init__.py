"""complete-task: POST /api/tasks/{id}/complete and /reopen → task.completed | task.updated (task-events, task-updates) → writes task."""
