import assert from "node:assert/strict";
import { test } from "node:test";

import type { Write } from "../src/pending";
import { type Locks, type Shelf, Unsent } from "../src/unsent";

class Storage implements Shelf {
  private readonly items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (name: string) => this.items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.items.set(name, value);
  removeItem = (name: string) => void this.items.delete(name);
}

/** Locks of windows; `held` are those of windows that live. */
function locks(held: Set<string>): Locks {
  return {
    request: (name: string, options: unknown, take?: (lock: unknown) => void) => {
      if (!take) held.add(name);
      else take(held.has(name) ? null : { name });
      return Promise.resolve();
    },
  };
}

function write(key: string): Write {
  return { key, taskId: "a", method: "POST", path: "/api/tasks/a/complete", effect: {}, state: "sending" };
}

test("a window takes over what windows that are gone left, not what living ones hold", async () => {
  const shelf = new Storage();
  const held = new Set<string>();
  new Unsent("gone", shelf, locks(held)).keep([write("1"), write("2")]);
  held.clear();
  new Unsent("living", shelf, locks(held)).keep([write("3")]);
  const third = new Unsent("third", shelf, locks(held));
  const { writes, forget } = await third.left();
  assert.deepEqual(writes.map(({ key }) => key), ["1", "2"]);
  assert.equal(shelf.length, 2);
  forget();
  assert.equal(shelf.length, 1);
  assert.deepEqual((await third.left()).writes, []);
});

test("without locks every kept write is taken: its key keeps it from taking effect twice", async () => {
  const shelf = new Storage();
  new Unsent("other", shelf, undefined).keep([write("1")]);
  assert.deepEqual((await new Unsent("this", shelf, undefined).left()).writes, [write("1")]);
});

test("what was answered is not kept, and what is no write is left out", async () => {
  const shelf = new Storage();
  const window = new Unsent("a", shelf, undefined);
  window.keep([write("1")]);
  window.keep([]);
  assert.equal(shelf.length, 0);
  shelf.setItem("nudge.unsent.b", "no JSON");
  shelf.setItem("nudge.unsent.c", JSON.stringify([null, 3, { key: "k", taskId: "t", path: "//elsewhere" }]));
  assert.deepEqual((await window.left()).writes, []);
});
