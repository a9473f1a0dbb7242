/** A task that was changed in two places at once: both versions in words, and the way to the other one. Pure. */

import { type Clock, dueInFull } from "./dates";
import { reminderWords, repeatWords } from "./marks";
import type { Recurrence, Reminder, Task } from "./task";
import { texts } from "./texts";

/** By field: what was there (`from`, the other's version) and what was kept (`to`). */
export type Changes = Readonly<Record<string, { from: unknown; to: unknown }>>;

const OF_DUE = ["due_at", "due_zone", "all_day"];
const PLAIN = ["title", "description", "priority", "tags", "reminders", "recurrence"];

/** “kept” and “other” of each field that both have changed. */
export function bothVersions(task: Task, fields: readonly string[], changes: Changes, clock: Clock): string {
  const before = otherVersion(task, changes);
  return shownFields(fields, changes)
    .map((field) => texts.conflict.both(texts.conflict.fields[field] ?? field, words(field, task, clock), words(field, before, clock)))
    .join(" ");
}

/** What to send to have the other version back; null when there is nothing that could be sent. */
export function takeOther(task: Task, fields: readonly string[], changes: Changes): { body: Record<string, unknown>; effect: Partial<Task> } | null {
  const before = otherVersion(task, changes);
  const names = shownFields(fields, changes);
  if (names.length === 0) return null;
  const body: Record<string, unknown> = {};
  for (const name of names) body[name] = before[name as keyof Task];
  if (names.includes("due_at") && before.due_zone) body.timezone = before.due_zone;
  const { due_at, due_zone, all_day } = before;
  const effect = Object.fromEntries(names.map((name) => [name, before[name as keyof Task]])) as Partial<Task>;
  return { body, effect: names.includes("due_at") ? { ...effect, due_at, due_zone, all_day } : effect };
}

/** The fields of a person's words; the three of the due date are one. */
function shownFields(fields: readonly string[], changes: Changes): string[] {
  const plain = PLAIN.filter((name) => fields.includes(name) && name in changes);
  return OF_DUE.some((name) => fields.includes(name) && name in changes) ? [...plain, "due_at"] : plain;
}

function otherVersion(task: Task, changes: Changes): Task {
  const from = Object.entries(changes).map(([name, { from: value }]) => [name, value] as const);
  return { ...task, ...(Object.fromEntries(from) as Partial<Task>) };
}

function words(field: string, task: Task, clock: Clock): string {
  const said = {
    title: () => task.title,
    description: () => task.description ?? "",
    priority: () => texts.priority[task.priority],
    tags: () => task.tags.join(", "),
    due_at: () => (task.due_at ? dueInFull(task, clock, false) : ""),
    recurrence: () => recurrenceWords(task.recurrence, clock),
    reminders: () => task.reminders.map((each: Reminder) => reminderWords(each, clock)).join(", "),
  }[field];
  return said?.() || texts.conflict.nothing;
}

function recurrenceWords(recurrence: Recurrence | null, clock: Clock): string {
  return recurrence ? repeatWords(recurrence, clock.locale) : "";
}
