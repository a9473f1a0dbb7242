/** The tasks of this window: what the server told, with the user's own pending writes on top. */

import { ApiProblem, pages } from "./api";
import { type Known, NOTHING_KNOWN, forget, keepOnly, mergeChanges, mergeTasks } from "./known";
import { Observed } from "./observed";
import { type Write, withPending } from "./pending";
import type { Status, Task, TaskChange } from "./task";

export interface TaskListState {
  /** As the user sees them. */
  tasks: ReadonlyMap<string, Task>;
  loading: "first" | "more" | "done" | "failed";
  trashLoading: "no" | "first" | "done" | "failed";
  /** Ids of tasks that news from elsewhere just changed. */
  fresh: ReadonlySet<string>;
  /** The instant of the list that the server could only show as it was then; null when it is as it is now. */
  stale: string | null;
}

type Loading = Pick<TaskListState, "loading" | "trashLoading" | "stale">;

const PAGE = 500;
/** While a long list loads, it is drawn anew every so many tasks. */
const SHOWN_EVERY = 2_500;
const FRESH_MS = 2_500;
const AGAIN_MS = 5_000;

export class TaskList extends Observed<TaskListState> {
  private known: Known = NOTHING_KNOWN;
  private writes: readonly Write[] = [];
  private fresh: ReadonlySet<string> = new Set();
  private loads = 0;
  private touched = new Set<string>();

  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onSignedOut: () => void) {
    super({ tasks: new Map(), loading: "first", trashLoading: "no", fresh: new Set(), stale: null });
  }

  get(id: string): Task | undefined {
    return this.snapshot().tasks.get(id);
  }

  /** Loads all tasks, page by page; what is already shown stays until the end of the reload. Tries again by itself. */
  async load(): Promise<void> {
    const load = ++this.loads;
    clearTimeout(this.again);
    this.touched = new Set();
    this.show({ loading: this.known.tasks.size > 0 ? "more" : "first" });
    try {
      const active = await this.sweep("active", load);
      const completed = active && (await this.sweep("completed", load));
      if (completed) this.show({ loading: "done" });
      if (completed && this.snapshot().trashLoading !== "no") await this.loadTrash();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (load === this.loads) this.failed(error);
    }
  }

  async loadTrash(): Promise<void> {
    if (this.snapshot().trashLoading !== "done") this.show({ trashLoading: "first" });
    try {
      await this.sweep("trashed", this.loads);
      this.show({ trashLoading: "done" });
    } catch (error) {
      this.show({ trashLoading: "failed" });
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  /** Takes in tasks from an answer to this window. */
  take(tasks: readonly Task[]): void {
    for (const { id } of tasks) this.touched.add(id);
    this.known = mergeTasks(this.known, tasks);
    this.show({});
  }

  /** Takes in live changes. */
  takeChanges(changes: readonly TaskChange[]): void {
    const before = this.known.tasks;
    for (const { task } of changes) this.touched.add(task.id);
    this.known = mergeChanges(this.known, changes);
    const own = new Set(this.writes.map((write) => write.taskId));
    const news = changes
      .map(({ task }) => task.id)
      .filter((id) => !own.has(id) && before.get(id) !== this.known.tasks.get(id));
    this.fresh = new Set(news);
    this.show({});
    if (news.length > 0) setTimeout(() => this.fade(news), FRESH_MS);
  }

  drop(id: string): void {
    this.known = forget(this.known, id);
    this.show({});
  }

  /** The writes that are on their way, shown as if they had arrived. */
  setWrites(writes: readonly Write[]): void {
    this.writes = writes;
    this.show({});
  }

  /** Loads every task of a status; false when a newer load has taken over. */
  private async sweep(status: Status, load: number): Promise<boolean> {
    let stale: string | null = null;
    const met = new Set<string>();
    let shown = 0;
    for await (const { items: tasks, stale_since } of pages<Task>(`/api/tasks?status=${status}&limit=${PAGE}`)) {
      if (load !== this.loads) return false;
      stale = stale_since ?? null;
      for (const { id } of tasks) met.add(id);
      this.known = mergeTasks(this.known, tasks);
      if (shown > 0 && met.size - shown < SHOWN_EVERY) continue;
      shown = met.size;
      this.show(status === "trashed" ? {} : { loading: "more" });
    }
    this.show({ stale });
    if (stale) this.loadAgain();
    // An old list, and its first page alone, says nothing of what is not in it.
    else this.known = keepOnly(this.known, status, met, this.touched);
    return true;
  }

  private failed(problem: ApiProblem): void {
    this.show({ loading: "failed" });
    if (problem.status === 401) this.onSignedOut();
    else this.loadAgain();
  }

  private loadAgain(): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.load(), AGAIN_MS);
  }

  private fade(ids: readonly string[]): void {
    this.fresh = new Set([...this.fresh].filter((id) => !ids.includes(id)));
    this.show({});
  }

  private show(loading: Partial<Loading>): void {
    const tasks = withPending(this.known.tasks, this.writes);
    this.set({ ...this.snapshot(), ...loading, tasks, fresh: this.fresh });
  }
}
