/** The fields of a task while they are edited, and what saving them sends. */

import { instantOf, wallClock } from "./dates";
import { type Reminding, obstacleOfReminding, reminderOf, remindingOf } from "./reminding";
import { type Repetition, obstacleOfRepetition, recurrenceOf, repetitionOf } from "./repetition";
import type { Priority, Task } from "./task";
import { texts } from "./texts";

export interface Draft {
  title: string;
  /** `YYYY-MM-DD` or empty. */
  date: string;
  /** `HH:MM` or empty for all day. */
  time: string;
  priority: Priority;
  /** Separated by commas. */
  tags: string;
  description: string;
  repetition: Repetition;
  reminders: readonly Reminding[];
}

export interface Changes {
  /** The body of the PATCH: only what changed. */
  body: Record<string, unknown>;
  /** How the task looks with it. */
  effect: Partial<Task>;
}

export function draftOf(task: Task, zone: string): Draft {
  const due = task.due_at && !task.all_day ? wallClock(new Date(task.due_at), zone) : null;
  return {
    title: task.title,
    date: due?.date ?? task.due_at?.slice(0, 10) ?? "",
    time: due?.time ?? "",
    priority: task.priority,
    tags: task.tags.join(", "),
    description: task.description ?? "",
    repetition: repetitionOf(task.recurrence, zone),
    reminders: task.reminders.map((reminder) => remindingOf(reminder, zone)),
  };
}

/** What keeps the draft from being saved, in words; null when nothing does. */
export function obstacle(draft: Draft): string | null {
  if (!draft.title.trim()) return texts.editor.titleNeeded;
  if (draft.time && !draft.date) return texts.editor.dateNeeded;
  const ofReminders = draft.reminders.map(obstacleOfReminding).find(Boolean);
  return obstacleOfRepetition(draft.repetition) ?? ofReminders ?? null;
}

/** The difference between a draft and the task that it began with; null when there is none. */
export function changesOf(task: Task, draft: Draft, zone: string): Changes | null {
  const before = draftOf(task, zone);
  const body: Record<string, unknown> = {};
  const effect: Partial<Task> = {};
  const title = draft.title.trim();
  if (title !== before.title) body.title = effect.title = title;
  if (draft.description !== before.description) body.description = effect.description = draft.description || null;
  if (draft.priority !== before.priority) body.priority = effect.priority = draft.priority;
  if (draft.tags !== before.tags) body.tags = effect.tags = tagsOf(draft.tags);
  if (draft.date !== before.date || draft.time !== before.time) Object.assign(effect, dueOf(draft, zone, body));
  if (differs(draft.reminders, before.reminders)) {
    body.reminders = effect.reminders = draft.reminders.map((each) => reminderOf(each, zone));
  }
  if (differs(draft.repetition, before.repetition)) {
    body.recurrence = effect.recurrence = recurrenceOf(draft.repetition, task.recurrence);
    body.timezone = zone;
  }
  return Object.keys(body).length > 0 ? { body, effect } : null;
}

/** The body that makes a new task of the draft; `task` is the one that it began with. */
export function asNew(task: Task, draft: Draft, zone: string): Record<string, unknown> {
  const body: Record<string, unknown> = {
    title: draft.title.trim(),
    description: draft.description || null,
    priority: draft.priority,
    tags: tagsOf(draft.tags),
    reminders: draft.reminders.map((each) => reminderOf(each, zone)),
    recurrence: recurrenceOf(draft.repetition, task.recurrence),
  };
  dueOf(draft, zone, body);
  return { ...body, timezone: zone };
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

/** The tags of a comma-separated text, each once; a leading # is left out. */
export function tagsOf(text: string): string[] {
  const tags = text.split(",").map((tag) => tag.trim().replace(/^#/, "")).filter(Boolean);
  return [...new Set(tags)];
}

function dueOf(draft: Draft, zone: string, body: Record<string, unknown>): Partial<Task> {
  if (!draft.date) {
    body.due_at = null;
    return { due_at: null, due_zone: null, all_day: false };
  }
  body.timezone = zone;
  body.due_at = draft.time ? `${draft.date}T${draft.time}:00` : draft.date;
  const due_at = draft.time ? instantOf(draft.date, draft.time, zone).toISOString() : draft.date;
  return { due_at, due_zone: zone, all_day: !draft.time };
}
