/** When a repetition would come, asked of the server while it is edited. */

import { ApiProblem, request } from "./api";
import { Observed } from "./observed";
import type { Recurrence } from "./task";

export interface Moment {
  /** UTC instant, or a bare date when all-day. */
  due_at: string;
  /** The day or time that does not exist, and the one taken for it. */
  adjusted: { from: string; to: string } | null;
}

export interface PreviewState {
  next: readonly Moment[];
  problem: string | null;
}

export interface Asked {
  recurrence: Recurrence;
  due_at?: string;
  timezone: string;
}

const NOTHING: PreviewState = { next: [], problem: null };
const PAUSE_MS = 250;

/** Only the newest question is answered; typing does not ask at every key. */
export class Preview extends Observed<PreviewState> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private newest = 0;

  constructor() {
    super(NOTHING);
  }

  ask(asked: Asked | null): void {
    clearTimeout(this.timer);
    const number = ++this.newest;
    if (!asked) return this.set(NOTHING);
    this.timer = setTimeout(() => void this.fetch(asked, number), PAUSE_MS);
  }

  private async fetch(asked: Asked, number: number): Promise<void> {
    let found: PreviewState;
    try {
      const { next } = await request<{ next: Moment[] }>("POST", "/api/series/preview", { body: asked });
      found = { next, problem: null };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      found = { next: [], problem: error.message };
    }
    if (number === this.newest) this.set(found);
  }
}
