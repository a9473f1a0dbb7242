"""delete-task: DELETE /api/tasks/{id} and POST …/restore → task.deleted | task.restored (task-events, task-updates) → writes task."""
