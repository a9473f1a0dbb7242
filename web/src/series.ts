/** What can be done with a whole series, from one of its tasks (`/api/series`). */

import { newKey, request } from "./api";
import type { Task } from "./task";

/** Fields that a series hands on to what comes. */
const HANDED_ON = ["title", "description", "priority", "tags", "reminders", "due_at", "timezone"];

/** True for a task that others follow. */
export function repeats(task: Task): boolean {
  return task.recurrence !== null && task.series_id !== null && task.status === "active";
}

/** The part of a change to one task that its series can take over; null when there is none. */
export function handedOn(body: Record<string, unknown>): Record<string, unknown> | null {
  const kept = Object.entries(body).filter(([name, value]) => HANDED_ON.includes(name) && !(name === "due_at" && value === null));
  return kept.some(([name]) => name !== "timezone") ? Object.fromEntries(kept) : null;
}

/** Changes this task and all that follow. */
export function changeFollowing(task: Task, fields: Record<string, unknown>): Promise<unknown> {
  return request("PATCH", pathOf(task), { body: { scope: "following", from_task: task.id, ...fields }, key: newKey() });
}

/** Ends the series; its open tasks go to the trash. */
export function end(task: Task): Promise<unknown> {
  return request("DELETE", `${pathOf(task)}?scope=all`, { key: newKey() });
}

/** Puts the tasks that were missed into the trash, all but the one that is up now. */
export function dismissExtras(task: Task): Promise<unknown> {
  return request("POST", `${pathOf(task)}/dismiss-extras`, { key: newKey() });
}

function pathOf(task: Task): string {
  return `/api/series/${encodeURIComponent(task.series_id ?? "")}`;
}
