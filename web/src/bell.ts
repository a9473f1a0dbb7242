/** The bell: notifications of all devices, newest first, and how many nobody has read yet. */

import { ApiProblem, type Page } from "./api";
import type { Notification, NotificationChange } from "./notification";
import { Observed } from "./observed";

export interface BellState {
  items: readonly Notification[];
  unread: number;
  /** The page that follows; null when all are here. */
  next: string | null;
  state: "closed" | "loading" | "open" | "failed";
  /** Only what one message told of; null for all. */
  digest: string | null;
}

export type BellPage = Page<Notification> & { unread: number };

export interface BellSurroundings {
  ask(path: string): Promise<BellPage>;
  act(path: string, body?: unknown): Promise<unknown>;
  /** Calls back after the given milliseconds; returns how to cancel. */
  later(callback: () => void, milliseconds: number): () => void;
  /** Tells the user what could not be done. */
  onProblem(problem: ApiProblem): void;
}

const PAGE = 30;
const QUIET_MS = 500;
const AGAIN_MS = 5_000;
const EMPTY: BellState = { items: [], unread: 0, next: null, state: "closed", digest: null };

/**
 * News tell a count as their own transaction saw it: two that commit side by side do not know of each other, and what the user
 * does here shows before the server has it. So after anything that touches the count the server is asked once it is quiet, and
 * again until it answers; an answer that something overtook on its way is not believed. The last word is always the server's.
 */
export class Bell extends Observed<BellState> {
  /** Counts questions, news and acts: an answer to a question that is not the latest of them tells of the past. */
  private moment = 0;
  private cancel: (() => void) | null = null;

  constructor(private readonly around: BellSurroundings) {
    super(EMPTY);
  }

  /** Fetches the count, and the first page of the list too while it is shown. */
  load = async (): Promise<void> => {
    this.settled();
    const { digest, state } = this.snapshot();
    const asked = ++this.moment;
    try {
      const answer = await this.around.ask(pathOf(state === "closed" ? 1 : PAGE, digest));
      if (asked !== this.moment) return; // Whatever overtook it asks again.
      this.show({ unread: answer.unread });
      if (this.snapshot().state !== "closed") this.show({ state: "open", ...refreshed(this.snapshot(), answer) });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (asked === this.moment && error.passing) this.settle(AGAIN_MS);
    }
  };

  /** Shows the list; with a digest only what that message told of. */
  async open(digest: string | null = null): Promise<void> {
    this.show({ state: "loading", digest, items: [], next: null });
    await this.fetch(null);
  }

  close = (): void => {
    this.set({ ...EMPTY, unread: this.snapshot().unread });
  };

  /** Ends what waits to be asked. */
  stop(): void {
    this.settled();
  }

  async more(): Promise<void> {
    const { next } = this.snapshot();
    if (next) await this.fetch(next);
  }

  /** Takes in live news. */
  take(change: NotificationChange): void {
    this.moment += 1;
    this.settle(QUIET_MS);
    const { items, state, digest } = this.snapshot();
    if (change.type === "notification.read") return this.show({ items: marked(items, change.ids), unread: change.unread });
    const shown = state === "open" && digest === null;
    const known = items.some((item) => item.id === change.notification.id);
    this.show({ unread: change.unread, ...(shown && !known ? { items: [change.notification, ...items] } : {}) });
  }

  /** Marks as read, here at once and on all devices soon; without ids all of them. */
  async read(ids: readonly string[] | null): Promise<void> {
    const { items, unread } = this.snapshot();
    this.show({ items: marked(items, ids), unread: ids ? Math.max(0, unread - ids.length) : 0 });
    await this.act("/api/notifications/read", ids ? { ids } : {});
  }

  async snooze(notification: Notification, minutes: number): Promise<boolean> {
    return this.ofReminder(notification, "snooze", { minutes });
  }

  async complete(notification: Notification): Promise<boolean> {
    return this.ofReminder(notification, "complete");
  }

  private async ofReminder(notification: Notification, action: string, body?: unknown): Promise<boolean> {
    if (!notification.reminder_id) return false;
    const done = await this.act(`/api/reminders/${encodeURIComponent(notification.reminder_id)}/${action}`, body);
    if (done) this.show({ items: marked(this.snapshot().items, [notification.id]) });
    return done;
  }

  /** Whether it was done; if not, the user is told why. Either way the server is asked how things stand, also where no news come. */
  private async act(path: string, body?: unknown): Promise<boolean> {
    this.moment += 1;
    try {
      await this.around.act(path, body);
      this.settle(QUIET_MS);
      return true;
    } catch (error) {
      this.settle(0);
      if (!(error instanceof ApiProblem)) throw error;
      this.around.onProblem(error);
      return false;
    } finally {
      this.moment += 1;
    }
  }

  /** The first page, or the one that follows; the list may be closed, or opened for something else, while it is on its way. */
  private async fetch(cursor: string | null): Promise<void> {
    const before = this.snapshot();
    const asked = ++this.moment;
    const same = () => this.snapshot().state !== "closed" && this.snapshot().digest === before.digest;
    try {
      const answer = await this.around.ask(pathOf(PAGE, before.digest, cursor));
      if (asked === this.moment) this.show({ unread: answer.unread });
      else this.settle(QUIET_MS);
      if (same()) this.show({ state: "open", items: joined(this.snapshot().items, answer.items), next: answer.next });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (same() && this.snapshot().state === "loading") this.show({ state: "failed" });
      if (error.passing) this.settle(AGAIN_MS);
    }
  }

  private settle(milliseconds: number): void {
    this.settled();
    this.cancel = this.around.later(() => void this.load(), milliseconds);
  }

  private settled(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private show(fields: Partial<BellState>): void {
    this.set({ ...this.snapshot(), ...fields });
  }
}

function pathOf(limit: number, digest: string | null, cursor: string | null = null): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (digest) query.set("digest_id", digest);
  if (cursor) query.set("cursor", cursor);
  return `/api/notifications?${query.toString()}`;
}

/** The first page as it is now, and what was loaded of the older ones. */
function refreshed({ items, next }: BellState, answer: BellPage): Pick<BellState, "items" | "next"> {
  const last = answer.items.at(-1);
  const older = answer.next && last ? items.slice(items.findIndex((item) => item.id === last.id) + 1 || items.length) : [];
  return { items: joined(answer.items, older), next: older.length > 0 ? next : answer.next };
}

function joined(first: readonly Notification[], more: readonly Notification[]): Notification[] {
  const known = new Set(first.map((item) => item.id));
  return [...first, ...more.filter((item) => !known.has(item.id))];
}

function marked(items: readonly Notification[], ids: readonly string[] | null): Notification[] {
  const now = new Date().toISOString();
  return items.map((item) => (item.read_at || (ids && !ids.includes(item.id)) ? item : { ...item, read_at: now }));
}
