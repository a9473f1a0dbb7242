/** The task as the interface gives it (`/api/tasks`, live updates, chat answers). */

import type { ConflictNotice } from "./api";
import type { NotificationChange } from "./notification";

export type Priority = "low" | "medium" | "high";
export type Status = "active" | "completed" | "trashed";

export interface Reminder {
  lead_minutes?: number | null;
  at?: string | null;
  method?: string | null;
}

export interface Recurrence {
  pattern: "daily" | "weekly" | "weekdays" | "monthly" | "yearly" | "custom";
  interval?: number | null;
  rrule?: string | null;
  until?: string | null;
  count?: number | null;
}

export interface Task {
  id: string;
  title: string;
  description: string | null;
  /** UTC instant (RFC 3339, Z), a bare date when `all_day`, null without a date. */
  due_at: string | null;
  due_zone: string | null;
  all_day: boolean;
  /** Medium unless somebody says otherwise. */
  priority: Priority;
  tags: string[];
  status: Status;
  completed_at: string | null;
  deleted_at: string | null;
  created_at: string;
  updated_at: string;
  /** Counts the changes of this task; a smaller one is older news. */
  version: number;
  reminders: Reminder[];
  recurrence: Recurrence | null;
  series_id: string | null;
}

/** One change of a task as it travels in live updates. */
export type TaskChange =
  | {
      type: "task.created" | "task.updated" | "task.completed" | "task.deleted" | "task.restored";
      task: Task;
      /** Set on `task.deleted` when the task is gone for good. */
      permanent?: boolean;
    }
  | ({ type: "task.conflict"; task: Task; permanent?: never } & ConflictNotice);

/** Anything that travels in live updates. */
export type Change = TaskChange | NotificationChange;
