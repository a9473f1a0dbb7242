"""update-task: PATCH /api/tasks/{id} → task.updated (task-events, task-updates), task.conflict, audit.task_conflict → writes task.

With another rule of repetition, or none: also task.updated and task.deleted of other tasks of the series → writes series, occurrence.
"""
