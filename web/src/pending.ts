/** Writes on their way to the server, and what the list looks like while they are. Pure. */

import type { Task } from "./task";

/** What a write does to its task: fields that change, or its end. */
export type Effect = Partial<Task> | "gone";

export interface Write {
  /** The Idempotency-Key: the same for every attempt, so that a repeated one does nothing twice. */
  readonly key: string;
  readonly taskId: string;
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly effect: Effect;
  /** `waiting`: an attempt failed for a passing reason; it is sent again when the connection is back. */
  readonly state: "sending" | "waiting";
}

/** The tasks as they will be when every pending write has arrived. */
export function withPending(tasks: ReadonlyMap<string, Task>, writes: readonly Write[]): ReadonlyMap<string, Task> {
  if (writes.length === 0) return tasks;
  const seen = new Map(tasks);
  for (const write of writes) {
    const task = seen.get(write.taskId);
    if (!task) continue;
    if (write.effect === "gone") seen.delete(write.taskId);
    else seen.set(write.taskId, { ...task, ...write.effect });
  }
  return seen;
}

/** The write to send next for each task: one at a time, in the order in which the user made them. */
export function heads(writes: readonly Write[]): Write[] {
  const first = new Map<string, Write>();
  for (const write of writes) if (!first.has(write.taskId)) first.set(write.taskId, write);
  return [...first.values()];
}
