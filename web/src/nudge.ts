/** Puts the parts of the page together, and says what the user can do. One per window. */

import { ApiProblem, type ChangedTask, type ConflictNotice, newKey, request } from "./api";
import { Bell, type BellPage } from "./bell";
import { Chat } from "./chat";
import { Condition, type Status } from "./condition";
import { bothVersions, takeOther } from "./conflict";
import { type Clock, UNKNOWN_CLOCK } from "./dates";
import { type Draft, draftOf } from "./draft";
import { Notices } from "./notices";
import type { Notification, NotificationChange } from "./notification";
import { Observed } from "./observed";
import { Outbox } from "./outbox";
import type { Write } from "./pending";
import { type Move, moveTo, settle } from "./place";
import { changeFollowing, dismissExtras, end, handedOn, repeats } from "./series";
import { Session } from "./session";
import type { Change, Task, TaskChange } from "./task";
import { TaskList } from "./task-list";
import { texts } from "./texts";
import { Unsent } from "./unsent";
import { type Connection, type Source, Updates } from "./updates";

const CONVERSATION = "nudge.conversation";
/** The move between zones after which the user wanted to keep the moments. */
const STAYED = "nudge.stayed";
const CHECK_AGAIN_MS = 3_000;
const HIDDEN_MS = 15_000;
const CLOCK_MS = 15_000;
/** Dates in words need what a browser takes a while to get ready; the page answers to keys before. At the latest after this time. */
const IDLE_MS = 250;
const ASLEEP_MS = 30_000;
/** Reminders that come at once and are still told each by itself. */
const TOLD_ONE_BY_ONE = 2;

/** The place of an edit whose task was deleted meanwhile. */
export const LOST = "lost";

/** How far a change of a repeating task goes: what each answer does. */
export interface SeriesQuestion {
  kind: "change" | "delete";
  task: Task;
  one: () => void;
  series: () => void;
  cancel: () => void;
}

/** A task under edit: where on the page, how it was at the beginning, and how the fields stand. */
export interface Editing {
  place: string;
  task: Task;
  draft: Draft;
}

export class Nudge {
  readonly notices = new Notices();
  readonly session = new Session();
  readonly bell = new Bell({
    ask: (path) => request<BellPage>("GET", path),
    act: (path, body) => request("POST", path, { key: newKey(), ...(body === undefined ? {} : { body }) }),
    later,
    onProblem: (problem) => this.problem(problem),
  });
  readonly list = new TaskList(() => void this.session.check());
  readonly connection = new Observed<Connection>("connecting");
  readonly condition = new Condition({
    ask: () => request<Status>("GET", "/api/status"),
    later,
    seen: () => !document.hidden && this.session.snapshot().stage === "signed-in",
  });
  readonly outbox = new Outbox({
    onDone: (write, task) => this.arrived(write, task),
    onRefused: (write, problem) => this.refused(write, problem),
  });
  readonly chat = new Chat({
    memory: { read: () => remembered(CONVERSATION), write: (id) => remember(CONVERSATION, id) },
    zone,
    locale: () => navigator.language,
    now: () => new Date(),
    onTasks: ({ tasks }) => this.list.take(tasks),
    onSignedOut: () => void this.session.check(),
  });
  /** What is written in the chat's field, and the task that is being edited, wherever on the page. */
  readonly composer = new Observed("");
  private readonly early = writtenEarly();
  readonly editing = new Observed<Editing | null>(null);
  readonly clock = new Observed<Clock>(UNKNOWN_CLOCK);
  readonly asking = new Observed<SeriesQuestion | null>(null);
  private readonly unsent = shelf();
  private readonly updates = new Updates(
    {
      onState: (state) => this.connected(state),
      onChanges: (changes) => this.changed(changes),
      onResync: () => {
        void this.list.load();
        void this.bell.load();
      },
      onRefused: () => void this.session.check(),
    },
    {
      open: (url) => new EventSource(url) as unknown as Source,
      later,
      online: () => navigator.onLine,
    },
  );

  /** Begins; returns how to end. */
  start(): () => void {
    const ends = [
      this.session.subscribe(() => this.sessionChanged()),
      this.outbox.subscribe(() => this.outboxChanged()),
      this.list.subscribe(() => this.listChanged()),
      this.list.subscribe(() => this.saveEdit()),
      this.bell.subscribe(() => this.bellChanged()),
      this.watchNetwork(),
      this.watchSleep(),
      this.watchClock(),
    ];
    if (this.early) this.composer.set(this.early);
    void this.session.check();
    return () => {
      for (const end of ends) end();
      this.condition.stop();
      this.bell.stop();
      this.updates.close();
    };
  }

  complete(task: Task): void {
    this.write(task, "complete", { status: "completed", completed_at: new Date().toISOString() });
    this.done(task, texts.notices.completed(task.title), () => this.reopen(task, false));
  }

  reopen(task: Task, tell = true): void {
    this.write(task, "reopen", { status: "active", completed_at: null });
    if (tell) this.done(task, texts.notices.reopened(task.title), () => this.complete(task));
    else this.notices.dismiss(task.id);
  }

  /** Moves it to the trash; of a repeating one the user says whether the others go with it. */
  trash(task: Task): void {
    const told = repeats(task) ? texts.notices.deletedOne : texts.notices.deleted;
    const one = () => {
      const effect = { status: "trashed" as const, deleted_at: new Date().toISOString() };
      this.outbox.add({ taskId: task.id, method: "DELETE", path: pathOf(task), effect });
      this.done(task, told(task.title), () => this.restore(task, false));
    };
    if (!repeats(task)) return one();
    const series = () => void this.ofSeries(task, () => end(task), texts.notices.stopped(task.title));
    this.asking.set({ kind: "delete", task, one, series, cancel: () => undefined });
  }

  restore(task: Task, tell = true): void {
    const status = task.completed_at ? ("completed" as const) : ("active" as const);
    this.write(task, "restore", { status, deleted_at: null });
    if (tell) this.done(task, texts.notices.restored(task.title), () => this.trash(task));
    else this.notices.dismiss(task.id);
  }

  deleteForGood(task: Task): void {
    this.outbox.add({ taskId: task.id, method: "DELETE", path: `${pathOf(task)}?permanent=true`, effect: "gone" });
    this.notices.show({ id: task.id, tone: "done", text: texts.notices.deletedForGood(task.title) });
  }

  /**
   * Sends changed fields, and how the task looks with them until the answer is there. What a series could take over is asked
   * about first; until the answer has arrived, and when the series cannot be changed, the edit is kept.
   */
  edit(task: Task, body: Record<string, unknown>, effect: Partial<Task>): void {
    const { id: taskId, version } = task;
    const one = () => this.outbox.add({ taskId, method: "PATCH", path: pathOf(task), body, version, effect });
    if (!repeats(task) || !handedOn(body)) return one();
    const before = this.editing.snapshot();
    const cancel = () => this.editing.set(before);
    const series = () =>
      void this.ofSeries(task, () => changeFollowing(task, body), texts.notices.changedFollowing(task.title)).then((done) => {
        if (!done) cancel();
      });
    this.asking.set({ kind: "change", task, one, series, cancel });
  }

  /** Completes the task that a notification reminds of. */
  async completeFrom(notification: Notification): Promise<void> {
    if (!(await this.bell.complete(notification))) return;
    this.notices.dismiss(notification.id);
    const task = this.list.get(notification.task_id ?? "");
    if (task) this.done(task, texts.notices.completed(task.title), () => this.reopen(task, false));
  }

  /** Puts a reminder off by so many minutes. */
  async snooze(notification: Notification, minutes: number): Promise<void> {
    if (!(await this.bell.snooze(notification, minutes))) return;
    this.notices.dismiss(notification.id);
    this.notices.show({ id: `snoozed ${notification.id}`, tone: "done", text: texts.notices.snoozed(notification.title) });
  }

  /** Puts what a series has missed into the trash. */
  dismissMissed(notification: Notification): void {
    const task = this.list.get(notification.task_id ?? "");
    if (!task) return;
    void this.ofSeries(task, () => dismissExtras(task), texts.notices.dismissedMissed(task.title));
    void this.bell.read([notification.id]);
  }

  beginEdit(place: string, task: Task): void {
    this.editing.set({ place, task, draft: draftOf(task, zone()) });
  }

  endEdit(): void {
    this.editing.set(null);
  }

  /** An open edit outlives its task. */
  private saveEdit(): void {
    const editing = this.editing.snapshot();
    const { loading, stale } = this.list.snapshot();
    // A list that is not whole, or as it was earlier, says nothing of what is gone.
    if (!editing || editing.place === LOST || loading !== "done" || stale) return;
    const task = this.list.get(editing.task.id);
    if (!task || task.status === "trashed") this.editing.set({ ...editing, place: LOST });
  }

  /** Puts words into the chat's field, for the user to send or to change. */
  suggest(words: string): void {
    this.composer.set(words);
    document.getElementById("message")?.focus();
  }

  /** Loads all again, after a failure. */
  retry = (): void => {
    if (this.session.snapshot().stage !== "signed-in") void this.session.check();
    else void this.list.load();
    this.outbox.retry();
    this.updates.networkChanged();
  };

  pauseOrResume = (): void => {
    if (this.connection.snapshot() === "paused") this.updates.resume();
    else this.updates.pause();
  };

  private write(task: Task, action: "complete" | "reopen" | "restore", effect: Partial<Task>): void {
    this.outbox.add({ taskId: task.id, method: "POST", path: `${pathOf(task)}/${action}`, effect });
  }

  /** Whether it was done; if not, the user is told why. */
  private async ofSeries(task: Task, act: () => Promise<unknown>, done: string): Promise<boolean> {
    this.notices.dismiss(task.id);
    try {
      await act();
      this.notices.show({ id: task.id, tone: "done", text: done });
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem(error);
      return false;
    }
  }

  private done(task: Task, text: string, undo: () => void): void {
    this.notices.show({ id: task.id, tone: "done", text, action: { label: texts.notices.undo, run: undo } });
  }

  private arrived(write: Write, task: ChangedTask | undefined): void {
    if (write.effect === "gone") this.list.drop(write.taskId);
    if (!task) return;
    this.list.take([task]);
    if (task.conflict) this.conflict(task, task.conflict, texts.conflict.won(task.title));
  }

  private refused(write: Write, problem: ApiProblem): void {
    if (problem.status === 401) return void this.session.check();
    if (problem.status === 404) this.list.drop(write.taskId);
    this.notices.show({ id: write.taskId, tone: "problem", text: problem.message });
  }

  private changed(changes: readonly Change[]): void {
    const ofTasks = changes.filter((change): change is TaskChange => change.type.startsWith("task."));
    if (ofTasks.length > 0) this.list.takeChanges(ofTasks);
    for (const change of ofTasks) {
      if (change.type === "task.conflict") this.conflict(change.task, change, texts.conflict.told(change.task.title));
    }
    const ofBell = changes.filter((change): change is NotificationChange => !change.type.startsWith("task."));
    for (const change of ofBell) this.bell.take(change);
    this.remind(ofBell);
  }

  /** Reminders show beside the list too, with what can be done about them; many at once as one. */
  private remind(changes: readonly NotificationChange[]): void {
    const made: Notification[] = [];
    for (const change of changes) {
      if (change.type === "notification.created") made.push(change.notification);
      else for (const id of change.ids ?? this.reminding()) this.notices.dismiss(id);
    }
    if (made.length <= TOLD_ONE_BY_ONE) return made.forEach((notification) => this.told(notification));
    const action = { label: texts.bell.show, run: () => void this.bell.open() };
    this.notices.show({ id: "reminders", tone: "reminder", text: texts.bell.several(made.length), action });
  }

  /** The ids of the reminders that are shown beside the list. */
  private reminding(): string[] {
    return this.notices.snapshot().flatMap((notice) => (notice.tone === "reminder" ? [notice.id] : []));
  }

  private told(notification: Notification): void {
    const action =
      notification.kind === "catch-up"
        ? { label: texts.bell.dismissMissed, run: () => this.dismissMissed(notification) }
        : { label: texts.bell.done, run: () => void this.completeFrom(notification) };
    const text = `${notification.title}: ${notification.text}`;
    this.notices.show({
      id: notification.id,
      tone: "reminder",
      text,
      ...(notification.reminder_id || notification.kind === "catch-up" ? { action } : {}),
    });
  }

  /** Whoever sees the list, or has read all of it, needs no word of it beside the tasks. */
  private bellChanged(): void {
    const { unread, state } = this.bell.snapshot();
    if (unread === 0 || state !== "closed") this.notices.dismiss("reminders");
  }

  private problem(problem: ApiProblem): void {
    if (problem.status === 401) return void this.session.check();
    this.notices.show({ id: "problem", tone: "problem", text: problem.message });
  }

  /** The answer to the own write and the live change tell of the same conflict: the first to come is shown, with both versions. */
  private conflict(task: Task, { fields, changes }: ConflictNotice, what: string): void {
    const id = `conflict ${task.id} ${task.version}`;
    if (this.notices.snapshot().some((notice) => notice.id === id)) return;
    const text = `${what} ${bothVersions(task, fields, changes, this.clock.snapshot()) || texts.conflict.different}`;
    const other = takeOther(task, fields, changes);
    const run = () => {
      this.notices.dismiss(id);
      const present = this.list.get(task.id) ?? task;
      if (other) this.outbox.add({ taskId: task.id, method: "PATCH", path: pathOf(task), version: present.version, ...other });
    };
    this.notices.show({ id, tone: "problem", text, ...(other ? { action: { label: texts.conflict.takeOther, run } } : {}) });
  }

  private connected(state: Connection): void {
    const before = this.connection.snapshot();
    this.connection.set(state);
    if (before === "live") void this.condition.look();
    if (state !== "live" || before === "live") return;
    this.outbox.retry();
    if (this.list.snapshot().loading === "failed") void this.list.load();
  }

  private sessionChanged(): void {
    const { stage } = this.session.snapshot();
    if (stage === "unreachable") setTimeout(() => void this.session.check(), CHECK_AGAIN_MS);
    if (stage === "sign-in") this.updates.close();
    if (stage !== "signed-in") return;
    this.updates.open();
    void this.condition.look();
    void this.list.load();
    void this.resend();
    void this.chat.load();
    this.followLink();
    void settle(zone(), navigator.language).then((move) => move && this.askAboutMove(move));
  }

  /** Goes on with what earlier windows, or this one before its session ended, could not send. */
  private async resend(): Promise<void> {
    const left = await this.unsent?.left();
    if (left) {
      this.outbox.adopt(left.writes);
      left.forget();
    }
    this.outbox.retry();
  }

  /** Links in messages lead to a task, or to all that one message told of. */
  private followLink(): void {
    const query = new URLSearchParams(location.search);
    const digest = query.get("digest");
    if (digest || query.has("bell")) void this.bell.open(digest);
    else void this.bell.load();
  }

  private askAboutMove({ from, to }: Move): void {
    if (remembered(STAYED) === `${from} ${to}`) return;
    this.notices.show({
      id: "moved",
      tone: "problem",
      text: texts.notices.moved(from, to),
      action: { label: texts.notices.moveAlong, run: () => void this.move(to, true) },
      other: { label: texts.notices.keepMoments, run: () => this.stay(from, to) },
    });
  }

  private async move(zone: string, moveTimes: boolean): Promise<void> {
    this.notices.dismiss("moved");
    try {
      await moveTo(zone, moveTimes);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem(error);
    }
  }

  private stay(from: string, to: string): void {
    remember(STAYED, `${from} ${to}`);
    this.notices.dismiss("moved");
  }

  private listChanged(): void {
    const { loading, stale } = this.list.snapshot();
    if ((loading === "failed" || stale) && !this.condition.snapshot()) void this.condition.look();
  }

  private outboxChanged(): void {
    const writes = this.outbox.snapshot();
    this.list.setWrites(writes);
    this.unsent?.keep(writes);
    const waiting = writes.filter((write) => write.state === "waiting").length;
    if (waiting === 0) return this.notices.dismiss("waiting");
    void this.condition.look();
    const action = { label: texts.notices.retry, run: this.outbox.retry };
    this.notices.show({ id: "waiting", tone: "problem", text: texts.notices.waiting(waiting), action });
  }

  private watchClock(): () => void {
    const tick = () => this.clock.set(readClock());
    const begin = whenIdle(tick, IDLE_MS);
    const timer = setInterval(tick, CLOCK_MS);
    return () => {
      begin();
      clearInterval(timer);
    };
  }

  private watchNetwork(): () => void {
    const changed = () => {
      this.updates.networkChanged();
      if (navigator.onLine) this.outbox.retry();
    };
    window.addEventListener("online", changed);
    window.addEventListener("offline", changed);
    return () => {
      window.removeEventListener("online", changed);
      window.removeEventListener("offline", changed);
    };
  }

  /**
   * A hidden window gives its stream back after a while: browsers allow only six connections to one server, and a
   * person with many windows would otherwise lock themselves out. A machine that slept holds a dead stream.
   */
  private watchSleep(): () => void {
    let hide: ReturnType<typeof setTimeout> | undefined;
    let closed = false;
    let lastBeat = Date.now();
    const seen = () => {
      clearTimeout(hide);
      if (document.hidden) {
        hide = setTimeout(() => {
          closed = true;
          this.updates.close();
        }, HIDDEN_MS);
      } else if (closed) {
        closed = false;
        this.updates.networkChanged();
      }
    };
    const beat = setInterval(() => {
      if (Date.now() - lastBeat > ASLEEP_MS && !document.hidden) this.updates.networkChanged();
      lastBeat = Date.now();
    }, 5_000);
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(hide);
      clearInterval(beat);
      document.removeEventListener("visibilitychange", seen);
    };
  }
}

function later(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

/** Calls back when the browser has nothing else to do, at the latest after the given milliseconds; returns how to cancel. */
function whenIdle(callback: () => void, milliseconds: number): () => void {
  if (typeof requestIdleCallback === "undefined") return later(callback, 0); // Safari
  const number = requestIdleCallback(callback, { timeout: milliseconds });
  return () => cancelIdleCallback(number);
}

/** The page stands there before its script runs, and people begin to write. */
function writtenEarly(): string {
  const field = typeof window === "undefined" ? null : document.getElementById("message");
  return (field as HTMLTextAreaElement | null)?.value ?? "";
}

/** Where unsent writes are kept; null where storage is switched off. */
function shelf(): Unsent | null {
  try {
    return typeof localStorage === "undefined" ? null : new Unsent(newKey(), localStorage, navigator.locks);
  } catch {
    return null;
  }
}

function pathOf(task: Task): string {
  return `/api/tasks/${encodeURIComponent(task.id)}`;
}

/** The texts are English: of the browser's locale only an English one is used, for its order of day and month. */
export function readClock(): Clock {
  const language = typeof navigator === "undefined" ? "en" : navigator.language;
  return { now: new Date(), zone: zone(), locale: language.startsWith("en") ? language : "en-GB" };
}

/** The user's zone, as the browser knows it. Temporal tells at once; getting Intl ready takes tens of milliseconds the first time. */
export function zone(): string {
  const { Temporal } = globalThis as { Temporal?: { Now: { timeZoneId(): string } } };
  if (Temporal) return Temporal.Now.timeZoneId();
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** Reads a small thing kept in this browser; null when storage is switched off. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Private windows may refuse to store; the page works without.
  }
}
