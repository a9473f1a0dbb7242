/** The stream of live changes (Server-Sent Events) and the state of its connection. */

import type { Change } from "./task";

export type Connection = "connecting" | "live" | "reconnecting" | "offline" | "paused";

/** The part of EventSource that is used here. */
export interface Source {
  readyState: number;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  addEventListener(type: string, listener: (event: { data: string; lastEventId: string }) => void): void;
  close(): void;
}

export interface Surroundings {
  open(url: string): Source;
  /** Calls back after the given milliseconds; returns how to cancel. */
  later(callback: () => void, milliseconds: number): () => void;
  online(): boolean;
}

export interface Listener {
  onState(state: Connection): void;
  onChanges(changes: Change[]): void;
  /** News may have been missed: the list is to be loaded again. */
  onResync(): void;
  /** The server refused the stream (not a matter of the network): the session may have ended. */
  onRefused(): void;
}

const CLOSED = 2;
const BATCH_MS = 16;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

/**
 * Keeps one stream open. The browser resumes a broken stream by itself with Last-Event-ID; this class adds what it
 * leaves out: a stream that was refused is tried again, pause and resume, and changes in bursts come as one batch.
 */
export class Updates {
  private source: Source | null = null;
  private lastEventId = "";
  private opened = false;
  private failures = 0;
  private paused = false;
  private batch: Change[] = [];
  private cancelBatch: (() => void) | null = null;
  private cancelRetry: (() => void) | null = null;

  constructor(
    private readonly listener: Listener,
    private readonly surroundings: Surroundings,
  ) {}

  /** Opens the stream, or opens it anew: where it left off, when that is known. */
  open(): void {
    this.close();
    if (this.paused) return this.listener.onState("paused");
    if (!this.surroundings.online()) return this.listener.onState("offline");
    this.listener.onState(this.opened ? "reconnecting" : "connecting");
    const query = this.lastEventId ? `?last_event_id=${encodeURIComponent(this.lastEventId)}` : "";
    const source = this.surroundings.open(`/api/updates${query}`);
    this.source = source;
    source.onopen = () => this.onOpen();
    source.onerror = () => this.onError(source);
    source.addEventListener("changes", (event) => this.onChanges(event));
    source.addEventListener("resync", (event) => {
      this.remember(event.lastEventId);
      this.listener.onResync();
    });
  }

  /** Ends the stream without a word; `open` takes it up again. */
  close(): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.source?.close();
    this.source = null;
  }

  pause(): void {
    this.paused = true;
    this.close();
    this.listener.onState("paused");
  }

  resume(): void {
    this.paused = false;
    this.open();
  }

  /** The network went away or came back. */
  networkChanged(): void {
    if (!this.paused) this.open();
  }

  private onOpen(): void {
    const again = this.opened;
    this.opened = true;
    this.failures = 0;
    this.listener.onState("live");
    // Without a position the server cannot know what was missed in between.
    if (again && !this.lastEventId) this.listener.onResync();
  }

  private onError(source: Source): void {
    if (source !== this.source) return;
    this.listener.onState(this.surroundings.online() ? "reconnecting" : "offline");
    if (source.readyState !== CLOSED) return;
    this.close();
    this.listener.onRefused();
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures++);
    this.cancelRetry = this.surroundings.later(() => this.open(), wait);
  }

  private onChanges(event: { data: string; lastEventId: string }): void {
    this.remember(event.lastEventId);
    this.batch.push(...(JSON.parse(event.data) as { changes: Change[] }).changes);
    this.cancelBatch ??= this.surroundings.later(() => this.deliver(), BATCH_MS);
  }

  private deliver(): void {
    const changes = this.batch;
    this.batch = [];
    this.cancelBatch = null;
    this.listener.onChanges(changes);
  }

  private remember(id: string): void {
    if (id) this.lastEventId = id;
  }
}
