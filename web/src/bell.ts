/** The bell: notifications of all devices, newest first, and how many nobody has read yet. */

import { ApiProblem, type Page, newKey, request } from "./api";
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

const PAGE = 30;
const QUIET_MS = 500;
const EMPTY: BellState = { items: [], unread: 0, next: null, state: "closed", digest: null };

type Answer = Page<Notification> & { unread: number };

export class Bell extends Observed<BellState> {
  private quiet: ReturnType<typeof setTimeout> | undefined;

  /** `onProblem` tells the user what could not be done. */
  constructor(private readonly onProblem: (problem: ApiProblem) => void) {
    super(EMPTY);
  }

  /** Fetches the count, and the list too when it is shown. */
  async load(): Promise<void> {
    const { state, digest } = this.snapshot();
    await this.fetch(state === "closed" ? 1 : PAGE, digest, (answer) => ({
      unread: answer.unread,
      ...(state === "closed" ? {} : { items: answer.items, next: answer.next }),
    }));
  }

  /** Shows the list; with a digest only what that message told of. */
  async open(digest: string | null = null): Promise<void> {
    this.set({ ...this.snapshot(), state: "loading", digest, items: [], next: null });
    await this.fetch(PAGE, digest, (answer) => ({ ...answer, state: "open" }));
  }

  close = (): void => {
    this.set({ ...EMPTY, unread: this.snapshot().unread });
  };

  async more(): Promise<void> {
    const { next, digest, items } = this.snapshot();
    if (!next) return;
    const append = (answer: Answer) => ({ ...answer, items: [...items, ...answer.items] });
    await this.fetch(PAGE, digest, append, next);
  }

  /** Takes in live news. What came in the same moment was counted side by side, so the count is asked for once it is quiet. */
  take(change: NotificationChange): void {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => void this.count(), QUIET_MS);
    const { items, state, digest } = this.snapshot();
    if (change.type === "notification.created") {
      const shown = state === "open" && digest === null ? [change.notification, ...items] : items;
      this.set({ ...this.snapshot(), items: shown, unread: change.unread });
      return;
    }
    this.set({ ...this.snapshot(), items: marked(items, change.ids), unread: change.unread });
  }

  /** Marks as read, here at once and on all devices soon; without ids all of them. */
  async read(ids: string[] | null): Promise<void> {
    const before = this.snapshot();
    const left = ids ? Math.max(0, before.unread - ids.length) : 0;
    this.set({ ...before, items: marked(before.items, ids), unread: left });
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
    if (done) this.set({ ...this.snapshot(), items: marked(this.snapshot().items, [notification.id]) });
    return done;
  }

  private async act(path: string, body?: unknown): Promise<boolean> {
    try {
      await request("POST", path, { key: newKey(), ...(body === undefined ? {} : { body }) });
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.onProblem(error);
      void this.load();
      return false;
    }
  }

  private async count(): Promise<void> {
    try {
      const { unread } = await request<Answer>("GET", "/api/notifications?limit=1");
      this.set({ ...this.snapshot(), unread });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error; // What was told stays until the next news.
    }
  }

  private async fetch(
    limit: number,
    digest: string | null,
    fields: (answer: Answer) => Partial<BellState>,
    cursor: string | null = null,
  ): Promise<void> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (digest) query.set("digest_id", digest);
    if (cursor) query.set("cursor", cursor);
    try {
      const answer = await request<Answer>("GET", `/api/notifications?${query.toString()}`);
      const { items, next, unread, state } = { ...this.snapshot(), ...fields(answer) };
      this.set({ items, next, unread, state, digest });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (this.snapshot().state === "loading") this.set({ ...this.snapshot(), state: "failed" });
    }
  }
}

function marked(items: readonly Notification[], ids: readonly string[] | null): Notification[] {
  const now = new Date().toISOString();
  return items.map((item) => (item.read_at || (ids && !ids.includes(item.id)) ? item : { ...item, read_at: now }));
}
