/** What whoever runs this Nudge looks at: functions, dead letters and reminders that were not delivered. */

import { ApiProblem, type Page, newKey, request } from "./api";
import { type Backlog, backlogOf } from "./figures";
import type { AuditEntry } from "./history";
import { Observed } from "./observed";

export interface DeadLetter {
  id: string;
  consumer: string | null;
  type: string | null;
  subject: string | null;
  reason: string;
  attempts: number;
  replays: number;
  status: "open" | "replaying" | "processed" | "discarded";
  last_at: string;
}

type Word = "ok" | "down";

export interface Health {
  status: "ok" | "degraded";
  checks: Record<string, Word>;
  functions?: Record<string, Word>;
}

export type FailedReminder = AuditEntry & { detail: { title?: string } };

export interface OperationsState {
  stage: "loading" | "ready" | "failed";
  health: Health | null;
  /** Null when the database could not be asked. */
  backlog: Backlog | null;
  letters: readonly DeadLetter[];
  moreLetters: boolean;
  failures: readonly FailedReminder[];
  done: "replay" | "discard" | null;
  problem: string;
}

const SHOWN = 50;

export class Operations extends Observed<OperationsState> {
  constructor() {
    super({ stage: "loading", health: null, backlog: null, letters: [], moreLetters: false, failures: [], done: null, problem: "" });
  }

  load = async (): Promise<void> => {
    try {
      const [health, backlog, letters, failures] = await Promise.all([
        healthNow(),
        backlogNow(),
        request<Page<DeadLetter>>("GET", `/api/dead-letters?limit=${SHOWN}`),
        request<Page<FailedReminder>>("GET", `/api/audit?event_type=reminder.failed&limit=${SHOWN}`),
      ]);
      const found = { letters: letters.items, moreLetters: letters.next !== null, failures: failures.items };
      this.set({ ...this.snapshot(), stage: "ready", problem: "", health, backlog, ...found });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.set({ ...this.snapshot(), stage: "failed", problem: error.message });
    }
  };

  /** Hands the event to its function once more, or gives it up. */
  async decide(letter: DeadLetter, action: "replay" | "discard"): Promise<void> {
    this.set({ ...this.snapshot(), done: null, problem: "" });
    try {
      await request("POST", `/api/dead-letters/${encodeURIComponent(letter.id)}/${action}`, { key: newKey() });
      this.set({ ...this.snapshot(), done: action });
      await this.load();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.set({ ...this.snapshot(), problem: error.message });
    }
  }
}

async function backlogNow(): Promise<Backlog | null> {
  try {
    const answer = await fetch("/metrics", { credentials: "same-origin" });
    return answer.ok ? backlogOf(await answer.text()) : null;
  } catch {
    return null;
  }
}

/** The report comes with status 503 as soon as something is down. */
async function healthNow(): Promise<Health | null> {
  try {
    const answer = await fetch("/health", { credentials: "same-origin" });
    return (await answer.json()) as Health;
  } catch {
    return null;
  }
}
