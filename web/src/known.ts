/** What this window knows of the tasks, and how news is merged into it. Pure: every function returns a new state. */

import type { Status, Task, TaskChange } from "./task";

export interface Known {
  readonly tasks: ReadonlyMap<string, Task>;
  /** Tasks deleted for good: late news of them is dropped. */
  readonly gone: ReadonlySet<string>;
}

export const NOTHING_KNOWN: Known = { tasks: new Map(), gone: new Set() };

/** Takes in tasks from a list or an answer; a version that is already known, or older, changes nothing. */
export function mergeTasks(known: Known, tasks: readonly Task[]): Known {
  const fresh = tasks.filter((task) => isNews(known, task));
  if (fresh.length === 0) return known;
  const merged = new Map(known.tasks);
  for (const task of fresh) {
    const present = merged.get(task.id);
    if (!present || task.version > present.version) merged.set(task.id, task);
  }
  return { ...known, tasks: merged };
}

/** Takes in live changes, in the order in which they came. */
export function mergeChanges(known: Known, changes: readonly TaskChange[]): Known {
  let state = mergeTasks(known, changes.filter((change) => !change.permanent).map((change) => change.task));
  for (const change of changes) {
    if (change.permanent) state = forget(state, change.task.id);
  }
  return state;
}

/** Removes a task that was deleted for good. */
export function forget(known: Known, id: string): Known {
  if (known.gone.has(id)) return known;
  const tasks = new Map(known.tasks);
  tasks.delete(id);
  return { tasks, gone: new Set(known.gone).add(id) };
}

/**
 * After a complete reload of a status: drops the tasks that the reload did not meet, except those that
 * news arrived for while it ran (a page boundary may have moved under it).
 */
export function keepOnly(
  known: Known,
  status: Status,
  met: ReadonlySet<string>,
  touched: ReadonlySet<string>,
): Known {
  const tasks = new Map(known.tasks);
  for (const task of known.tasks.values()) {
    if (task.status === status && !met.has(task.id) && !touched.has(task.id)) tasks.delete(task.id);
  }
  return tasks.size === known.tasks.size ? known : { ...known, tasks };
}

function isNews(known: Known, task: Task): boolean {
  if (known.gone.has(task.id)) return false;
  const present = known.tasks.get(task.id);
  return !present || task.version > present.version;
}
