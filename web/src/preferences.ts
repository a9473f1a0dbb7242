/** The installation's settings as the page shows and changes them (`/api/settings`). */

import { ApiProblem, newKey, request } from "./api";
import { Observed } from "./observed";

export interface Preferences {
  timezone: string;
  locale: string;
  email: string | null;
  email_verified: boolean;
  default_lead_minutes: number[];
  all_day_hour: number;
  delivery_methods: string[];
  /** Whether e-mail can be sent: not at all, to this machine's mailbox, or by a provider. */
  mail: "none" | "mailbox" | "provider";
  /** The key that browsers subscribe to pushes with; null when that is not set up. */
  push_key: string | null;
  /** Whether reminders are pushed to this browser. */
  push_here: boolean;
  version: number;
}

export type PreferencesState =
  | { stage: "loading" | "failed" }
  | { stage: "ready"; saved: Preferences; problem: string | null; done: string | null };

/** What can be set in one go; what is left out stays. */
export type PreferencesChange = Partial<
  Pick<Preferences, "timezone" | "email" | "default_lead_minutes" | "all_day_hour" | "delivery_methods">
> & { move_times?: boolean };

export class PreferencesPage extends Observed<PreferencesState> {
  constructor() {
    super({ stage: "loading" });
  }

  async load(): Promise<void> {
    try {
      this.set({ stage: "ready", saved: await request("GET", "/api/settings"), problem: null, done: null });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.set({ stage: "failed" });
    }
  }

  /** Stores a change, shown at once and taken back when it is refused; `done` is said when it is stored. */
  async save(change: PreferencesChange, done: string): Promise<void> {
    const before = this.snapshot();
    // An address is taken as it is only when the server has found it to be one.
    if (before.stage === "ready" && !("email" in change)) this.set({ ...before, saved: { ...before.saved, ...change } });
    await this.ask(() => request("PUT", "/api/settings", { body: change, key: newKey() }), done, before);
  }

  /** Sends the message with the link again. */
  async verify(done: string): Promise<void> {
    await this.ask(() => request("POST", "/api/settings/email/verification", { key: newKey() }), done, this.snapshot());
  }

  /** Shows settings that were stored otherwise. */
  show(saved: Preferences, done: string): void {
    this.set({ stage: "ready", saved, problem: null, done });
  }

  /** Says why something was not done. */
  refuse(problem: string): void {
    const before = this.snapshot();
    if (before.stage === "ready") this.set({ ...before, problem, done: null });
  }

  private async ask(send: () => Promise<Preferences>, done: string, before: PreferencesState): Promise<void> {
    try {
      this.set({ stage: "ready", saved: await send(), problem: null, done });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (before.stage === "ready") this.set({ ...before, problem: error.message, done: null });
    }
  }
}
