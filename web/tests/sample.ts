import type { Task } from "../src/task";

/** A task with the given fields; the rest is plain. */
export function task(fields: Partial<Task> & { id: string }): Task {
  return {
    title: `Task ${fields.id}`,
    description: null,
    due_at: null,
    due_zone: null,
    all_day: false,
    priority: "medium",
    tags: [],
    status: "active",
    completed_at: null,
    deleted_at: null,
    created_at: "2026-11-20T08:00:00Z",
    updated_at: "2026-11-20T08:00:00Z",
    version: 1,
    reminders: [],
    recurrence: null,
    series_id: null,
    ...fields,
  };
}
