/** Sends the user's writes: for each task one after the other, again after a passing failure, never twice in effect. */

import { ApiProblem, type ChangedTask, newKey, request } from "./api";
import { Observed } from "./observed";
import { type Write, counted, heads, madeOn, withoutArrived } from "./pending";
import type { Task } from "./task";

export interface Outcome {
  onDone(write: Write, task: ChangedTask | undefined): void;
  onRefused(write: Write, problem: ApiProblem): void;
}

const RETRY_MS = 5_000;

export class Outbox extends Observed<readonly Write[]> {
  private readonly underway = new Set<string>();
  private readonly made = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly outcome: Outcome) {
    super([]);
  }

  /** Takes a write; it shows in the list at once. */
  add(write: Omit<Write, "key" | "state">): void {
    const version = counted(write.taskId, write.version, this.made);
    this.set([...this.snapshot(), { ...write, ...(version === undefined ? {} : { version }), key: newKey(), state: "sending" }]);
    this.send();
  }

  /** Takes writes that an earlier window could not send; `retry` sends them. */
  adopt(writes: readonly Write[]): void {
    const known = new Set(this.snapshot().map((write) => write.key));
    const fresh = writes.filter((write) => !known.has(write.key)).map((write) => ({ ...write, state: "waiting" as const }));
    if (fresh.length > 0) this.set([...fresh, ...this.snapshot()]);
  }

  /** Sends everything that waits, now: the connection is back, or the user asks for it. */
  retry = (): void => {
    clearTimeout(this.timer);
    this.set(this.snapshot().map((write) => ({ ...write, state: "sending" as const })));
    this.send();
  };

  private send(): void {
    for (const write of heads(this.snapshot())) {
      if (write.state === "sending" && !this.underway.has(write.key)) void this.attempt(write);
    }
  }

  private async attempt(write: Write): Promise<void> {
    this.underway.add(write.key);
    try {
      const body = write.version === undefined ? write.body : { ...write.body, version: write.version };
      const task = await request<Task | undefined>(write.method, write.path, { body, key: write.key });
      if (task && write.version === task.version - 1) this.made.set(madeOn(task.id, write.version), task.version);
      this.outcome.onDone(write, task);
      this.set(withoutArrived(this.snapshot(), write, task));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.passing) return this.wait(write);
      // Whoever has to sign in again finds the change still there.
      if (error.status === 401) this.hold(write);
      else this.remove(write);
      this.outcome.onRefused(write, error);
    } finally {
      this.underway.delete(write.key);
      this.send();
    }
  }

  private hold(write: Write): void {
    this.set(this.snapshot().map((other) => (other.key === write.key ? { ...other, state: "waiting" } : other)));
  }

  private wait(write: Write): void {
    this.hold(write);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.retry, RETRY_MS);
  }

  private remove(write: Write): void {
    this.set(this.snapshot().filter((other) => other.key !== write.key));
  }
}
