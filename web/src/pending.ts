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
  readonly body?: Readonly<Record<string, unknown>>;
  /** The version that the user saw; sent with the body, so that a change from elsewhere in between is noticed. */
  readonly version?: number;
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

/**
 * The writes that are left when one has arrived. The user made the later ones of the same task on top of it: where
 * nothing else came in between, they count from the version that it made, or they would look like conflicts.
 */
export function withoutArrived(writes: readonly Write[], arrived: Write, task: Task | undefined): Write[] {
  const left = writes.filter((write) => write.key !== arrived.key);
  if (!task) return left;
  return left.map((write) =>
    write.taskId === task.id && write.version === task.version - 1 ? { ...write, version: task.version } : write,
  );
}

/** Versions that writes of this window made, by task and the version that they were made on. */
export type Made = ReadonlyMap<string, number>;

export const madeOn = (taskId: string, version: number): string => `${taskId} ${version}`;

/**
 * The version that a write counts from. An editor may have been opened on a version on which a write of this window was still
 * on its way; what that one made is no change from elsewhere.
 */
export function counted(taskId: string, version: number | undefined, made: Made): number | undefined {
  if (version === undefined) return undefined;
  const next = made.get(madeOn(taskId, version));
  return next === undefined ? version : counted(taskId, next, made);
}

/** The write to send next for each task: one at a time, in the order in which the user made them. */
export function heads(writes: readonly Write[]): Write[] {
  const first = new Map<string, Write>();
  for (const write of writes) if (!first.has(write.taskId)) first.set(write.taskId, write);
  return [...first.values()];
}
