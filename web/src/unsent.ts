/** Writes that wait for their answer, kept in this browser: neither a reload nor a closed window loses one. */

import type { Write } from "./pending";

const PREFIX = "nudge.unsent.";

/** The part of `localStorage` that is used. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** The part of the Web Locks API that is used: a lock that a window holds is free once the window is gone. */
export interface Locks {
  request(name: string, hold: () => Promise<unknown>): Promise<unknown>;
  request(name: string, options: { ifAvailable: true }, take: (lock: unknown) => void): Promise<unknown>;
}

/**
 * Each window keeps its own writes under its own name, and takes over those of windows that are gone. Where there are no locks
 * (plain http from another machine), it takes those of living windows too: the same Idempotency-Key does nothing twice.
 */
export class Unsent {
  private readonly name: string;

  constructor(
    window: string,
    private readonly shelf: Shelf,
    private readonly locks: Locks | undefined,
  ) {
    this.name = PREFIX + window;
    void locks?.request(this.name, () => new Promise(() => undefined));
  }

  keep(writes: readonly Write[]): void {
    try {
      if (writes.length === 0) this.shelf.removeItem(this.name);
      else this.shelf.setItem(this.name, JSON.stringify(writes));
    } catch {
      // Storage that is full or switched off: the writes live as long as the window.
    }
  }

  /** The writes of windows that are gone, in the order in which they were made. They are kept until `forget`. */
  async left(): Promise<{ writes: Write[]; forget: () => void }> {
    const free: string[] = [];
    for (const name of this.others()) {
      if (!this.locks) free.push(name);
      await this.locks?.request(name, { ifAvailable: true }, (lock) => {
        if (lock) free.push(name);
      });
    }
    const writes = free.flatMap((name) => read(this.shelf.getItem(name)));
    return { writes, forget: () => free.forEach((name) => this.shelf.removeItem(name)) };
  }

  private others(): string[] {
    const names = Array.from({ length: this.shelf.length }, (_, index) => this.shelf.key(index) ?? "");
    return names.filter((name) => name.startsWith(PREFIX) && name !== this.name);
  }
}

function read(text: string | null): Write[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter(isWrite) : [];
  } catch {
    return [];
  }
}

function isWrite(found: Partial<Write> | null): found is Write {
  return typeof found?.key === "string" && typeof found.taskId === "string" && String(found.path).startsWith("/api/tasks/");
}
