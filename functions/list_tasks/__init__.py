"""list-tasks: GET /api/tasks and /api/tasks/{id} → reads task; keeps its last lists in task-cache for when the database is down."""
