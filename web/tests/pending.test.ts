import assert from "node:assert/strict";
import { test } from "node:test";

import { type Write, counted, heads, madeOn, withPending, withoutArrived } from "../src/pending";
import { task } from "./sample";

function write(key: string, taskId: string, effect: Write["effect"]): Write {
  return { key, taskId, method: "PATCH", path: "/", effect, state: "sending" };
}

const tasks = new Map([["a", task({ id: "a" })], ["b", task({ id: "b" })]]);

test("the list shows pending writes in the order in which they were made", () => {
  const seen = withPending(tasks, [
    write("1", "a", { title: "One" }),
    write("2", "a", { title: "Two", priority: "high" }),
    write("3", "b", "gone"),
    write("4", "missing", { title: "Nobody" }),
  ]);
  assert.equal(seen.get("a")?.title, "Two");
  assert.equal(seen.get("a")?.priority, "high");
  assert.deepEqual([...seen.keys()], ["a"]);
  assert.equal(tasks.get("a")?.title, "Task a");
});

test("without pending writes the list is the very same", () => {
  assert.equal(withPending(tasks, []), tasks);
});

test("one write per task is sent at a time", () => {
  const writes = [write("1", "a", {}), write("2", "a", {}), write("3", "b", {})];
  assert.deepEqual(heads(writes).map(({ key }) => key), ["1", "3"]);
});

test("later writes build on an earlier one of the same user, and are no conflict with it", () => {
  const first = { ...write("1", "a", {}), version: 1 };
  const second = { ...write("2", "a", {}), version: 1 };
  const other = { ...write("3", "b", {}), version: 1 };
  const left = withoutArrived([first, second, other], first, task({ id: "a", version: 2 }));
  assert.deepEqual(left.map(({ key, version }) => [key, version]), [["2", 2], ["3", 1]]);
});

test("a change from elsewhere in between stays a conflict", () => {
  const first = { ...write("1", "a", {}), version: 1 };
  const second = { ...write("2", "a", {}), version: 1 };
  const left = withoutArrived([first, second], first, task({ id: "a", version: 3 }));
  assert.deepEqual(left.map(({ version }) => version), [1]);
});

test("an editor opened before an own write arrived counts from what that made, and a change from elsewhere stays one", () => {
  const made = new Map([[madeOn("a", 1), 2], [madeOn("a", 2), 3], [madeOn("b", 1), 2]]);
  assert.equal(counted("a", 1, made), 3);
  assert.equal(counted("a", 4, made), 4);
  assert.equal(counted("c", 1, made), 1);
  assert.equal(counted("a", undefined, made), undefined);
});
