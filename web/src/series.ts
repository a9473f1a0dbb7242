/** What can be done with a whole series, from one of its tasks (`/api/series`). */

import { newKey, request } from "./api";
import type { Task } from "./task";

/** Fields that a series hands on to what comes. */
const HANDED_ON = ["title", "description", "priority", "tags", "reminders", "due_at", "timezone"];

/** True for a task that others follow. */
export function repeats(task: Task): boolean {
  return task.recurrence !== null && task.series_id !== null && task.status === "active";
}

/** Whether a series can take over a change to one of its tasks, with all that it holds. */
export function handedOn(body: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(body).every(([name, value]) => HANDED_ON.includes(name) && !(name === "due_at" && value === null));
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
