import assert from "node:assert/strict";
import { test } from "node:test";

import type { Change, TaskChange } from "../src/task";
import { type Source, Updates } from "../src/updates";
import { task } from "./sample";

class FakeSource implements Source {
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  private readonly listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>();

  constructor(readonly url: string) {}

  addEventListener(type: string, listener: (event: { data: string; lastEventId: string }) => void): void {
    this.listeners.set(type, listener);
  }

  emit(type: string, data: unknown, lastEventId: string): void {
    this.listeners.get(type)?.({ data: JSON.stringify(data), lastEventId });
  }

  refuse(): void {
    this.readyState = 2;
    this.onerror?.();
  }

  close(): void {
    this.closed = true;
  }
}

function stream() {
  const sources: FakeSource[] = [];
  const timers: { callback: () => void; wait: number; cancelled: boolean }[] = [];
  const told: string[] = [];
  const batches: Change[][] = [];
  const network = { online: true };
  const updates = new Updates(
    {
      onState: (state) => told.push(state),
      onChanges: (changes) => batches.push(changes),
      onResync: () => told.push("resync"),
      onRefused: () => told.push("refused"),
    },
    {
      open: (url) => {
        const source = new FakeSource(url);
        sources.push(source);
        return source;
      },
      later: (callback, wait) => {
        const timer = { callback, wait, cancelled: false };
        timers.push(timer);
        return () => (timer.cancelled = true);
      },
      online: () => network.online,
    },
  );
  const elapse = () => {
    for (const timer of timers.splice(0)) if (!timer.cancelled) timer.callback();
  };
  return { updates, sources, timers, told, batches, network, elapse, last: () => sources.at(-1) as FakeSource };
}

const change = (id: string): Change => ({ type: "task.created", task: task({ id }) });

test("a burst of messages is delivered as one batch", () => {
  const { updates, batches, elapse, last } = stream();
  updates.open();
  last().onopen?.();
  last().emit("changes", { changes: [change("a"), change("b")] }, "1");
  last().emit("changes", { changes: [change("c")] }, "2");
  assert.equal(batches.length, 0);
  elapse();
  assert.deepEqual(batches.map((batch) => batch.map((each) => (each as TaskChange).task.id)), [["a", "b", "c"]]);
});

test("resume after a pause continues after the last event", () => {
  const { updates, told, sources, last } = stream();
  updates.open();
  last().onopen?.();
  last().emit("changes", { changes: [] }, "id 7");
  updates.pause();
  assert.equal(last().closed, true);
  updates.resume();
  assert.equal(last().url, "/api/updates?last_event_id=id%207");
  last().onopen?.();
  assert.deepEqual(told, ["connecting", "live", "paused", "reconnecting", "live"]);
  assert.equal(sources.length, 2);
});

test("a stream that comes back without a position asks for a reload", () => {
  const { updates, told, last } = stream();
  updates.open();
  last().onopen?.();
  last().onerror?.();
  last().onopen?.();
  assert.deepEqual(told, ["connecting", "live", "reconnecting", "live", "resync"]);
});

test("the server's resync is passed on, with its position", () => {
  const { updates, told, last } = stream();
  updates.open();
  last().emit("resync", {}, "9");
  updates.networkChanged();
  assert.ok(told.includes("resync"));
  assert.match(last().url, /last_event_id=9/);
});

test("a refused stream is told and tried again, each time later", () => {
  const { updates, told, timers, elapse, sources, last } = stream();
  updates.open();
  last().refuse();
  assert.ok(told.includes("refused"));
  const waits = [timers[0]?.wait];
  elapse();
  last().refuse();
  waits.push(timers[0]?.wait);
  assert.deepEqual(waits, [1000, 2000]);
  elapse();
  assert.equal(sources.length, 3);
});

test("offline, no stream is opened until the network is back", () => {
  const { updates, told, network, sources } = stream();
  network.online = false;
  updates.open();
  assert.deepEqual(told, ["offline"]);
  assert.equal(sources.length, 0);
  network.online = true;
  updates.networkChanged();
  assert.equal(sources.length, 1);
});

test("a paused stream stays closed when the network changes", () => {
  const { updates, sources } = stream();
  updates.open();
  updates.pause();
  updates.networkChanged();
  assert.equal(sources.length, 1);
});
