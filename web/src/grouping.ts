/** The groups of the list: overdue, today, upcoming, someday, completed. */

import { type Clock, dueDate, isOverdue, localDate } from "./dates";
import type { Task } from "./task";

export type GroupName = "overdue" | "today" | "upcoming" | "someday" | "completed";

export type Groups = Record<GroupName, Task[]>;

const PRIORITY = { high: 0, medium: 1, low: 2 } as const;

/** Sorting rank: high before medium before low. */
function rank(task: Task): number {
  return PRIORITY[task.priority];
}

interface Place {
  zone: string;
  /** The local due date. */
  date: string | null;
  /** All-day tasks of a day come before its timed ones; both compare as text. */
  key: string;
}

const places = new WeakMap<Task, Place>();

/** Where a task belongs in time. Task objects never change, and calendar arithmetic for thousands is slow: kept. */
function placeOf(task: Task, zone: string): Place {
  const kept = places.get(task);
  if (kept?.zone === zone) return kept;
  const date = dueDate(task, zone);
  const key = !date || !task.due_at ? "~" : task.all_day ? `${date} ` : `${date}T${task.due_at}`;
  const place = { zone, date, key };
  places.set(task, place);
  return place;
}

/** Which group a task is in at this moment; null for one in the trash. */
export function groupOf(task: Task, clock: Clock): GroupName | null {
  if (task.status === "trashed") return null;
  if (task.status === "completed") return "completed";
  if (!task.due_at) return "someday";
  if (isOverdue(task, clock)) return "overdue";
  return placeOf(task, clock.zone).date === localDate(clock.now, clock.zone) ? "today" : "upcoming";
}

/** Every task in its group: by due date, then priority, then age; completed ones with the latest first. */
export function group(tasks: Iterable<Task>, clock: Clock): Groups {
  const keyed: Record<GroupName, { task: Task; key: string }[]> = {
    overdue: [],
    today: [],
    upcoming: [],
    someday: [],
    completed: [],
  };
  for (const task of tasks) {
    const name = groupOf(task, clock);
    if (!name) continue;
    const key = name === "completed" ? (task.completed_at ?? "") : placeOf(task, clock.zone).key;
    keyed[name].push({ task, key });
  }
  const ordered = (name: GroupName) => {
    const direction = name === "completed" ? -1 : 1;
    keyed[name].sort(
      (a, b) =>
        direction * compare(a.key, b.key) ||
        rank(a.task) - rank(b.task) ||
        -compare(a.task.created_at, b.task.created_at) ||
        compare(a.task.id, b.task.id),
    );
    return keyed[name].map(({ task }) => task);
  };
  return {
    overdue: ordered("overdue"),
    today: ordered("today"),
    upcoming: ordered("upcoming"),
    someday: ordered("someday"),
    completed: ordered("completed"),
  };
}

/** Those of each group that match, in their order. */
export function only(groups: Groups, matches: (task: Task) => boolean): Groups {
  return {
    overdue: groups.overdue.filter(matches),
    today: groups.today.filter(matches),
    upcoming: groups.upcoming.filter(matches),
    someday: groups.someday.filter(matches),
    completed: groups.completed.filter(matches),
  };
}

/** The trash, last deleted first. */
export function trash(tasks: Iterable<Task>): Task[] {
  return [...tasks]
    .filter((task) => task.status === "trashed")
    .sort((a, b) => compare(b.deleted_at ?? "", a.deleted_at ?? "") || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
