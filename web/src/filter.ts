/** What the list is narrowed to. It lives in the address, so that a view can be kept as a bookmark. */

import type { Priority, Task } from "./task";

export interface Filter {
  words: string;
  tag: string | null;
  priority: Priority | null;
  /** One task alone, by its id: where links in messages lead. */
  task: string | null;
}

export type Page = "tasks" | "trash" | "settings" | "operations";

const PAGES: readonly string[] = ["trash", "settings", "operations"];

export interface View extends Filter {
  page: Page;
}

const PRIORITIES: readonly string[] = ["low", "medium", "high"];

/** Reads the view from a query string such as `?q=milk&tag=home`; what it does not know is ignored. */
export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const priority = query.get("priority");
  const page = query.get("view") ?? "";
  return {
    page: PAGES.includes(page) ? (page as Page) : "tasks",
    words: query.get("q") ?? "",
    tag: query.get("tag") || null,
    priority: priority && PRIORITIES.includes(priority) ? (priority as Priority) : null,
    task: query.get("task") || null,
  };
}

/** The query string of a view; empty for the plain list. */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.page !== "tasks") query.set("view", view.page);
  if (view.words) query.set("q", view.words);
  if (view.tag) query.set("tag", view.tag);
  if (view.priority) query.set("priority", view.priority);
  if (view.task) query.set("task", view.task);
  const text = query.toString();
  return text && `?${text}`;
}

/** True when the view shows only a part of the list. */
export function isNarrowed(filter: Filter): boolean {
  return filter.words.trim() !== "" || filter.tag !== null || filter.priority !== null || filter.task !== null;
}

/** A test for tasks: every word must stand in title, description or a tag; case and accents do not matter. */
export function matcher(filter: Filter): (task: Task) => boolean {
  const words = fold(filter.words).split(/\s+/).filter(Boolean);
  return (task) => {
    if (filter.task !== null && task.id !== filter.task) return false;
    if (filter.tag !== null && !task.tags.includes(filter.tag)) return false;
    if (filter.priority !== null && task.priority !== filter.priority) return false;
    if (words.length === 0) return true;
    const text = folded(task);
    return words.every((word) => text.includes(word));
  };
}

/** Most text needs no more than this; taking accents away is slow. */
const ASCII = /^[\x20-\x7e\n]*$/;

const foldedTasks = new WeakMap<Task, string>();

/** Folding 10,000 tasks at every keystroke would be felt; a task object never changes, so its text is kept. */
function folded(task: Task): string {
  let text = foldedTasks.get(task);
  if (text === undefined) {
    text = fold([task.title, task.description ?? "", ...task.tags].join("\n"));
    foldedTasks.set(task, text);
  }
  return text;
}

function fold(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
