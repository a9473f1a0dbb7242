"""list-tasks: GET /api/tasks and /api/tasks/{id} → reads task."""
