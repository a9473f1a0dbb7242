"""update-task: PATCH /api/tasks/{id} → task.updated (task-events, task-updates), task.conflict, audit.task_conflict → writes task."""
