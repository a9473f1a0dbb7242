import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTHING_KNOWN, keepOnly, mergeChanges, mergeTasks } from "../src/known";
import { task } from "./sample";

const milk = task({ id: "a", title: "Milk" });
const newer = { ...milk, title: "Oat milk", version: 2 };

test("a newer version replaces an older one, in whichever order they come", () => {
  assert.equal(mergeTasks(mergeTasks(NOTHING_KNOWN, [milk]), [newer]).tasks.get("a")?.title, "Oat milk");
  assert.equal(mergeTasks(mergeTasks(NOTHING_KNOWN, [newer]), [milk]).tasks.get("a")?.title, "Oat milk");
  assert.equal(mergeTasks(NOTHING_KNOWN, [newer, milk]).tasks.get("a")?.title, "Oat milk");
});

test("a version that is known changes nothing, so that nothing is drawn again", () => {
  const known = mergeTasks(NOTHING_KNOWN, [newer]);
  assert.equal(mergeChanges(known, [{ type: "task.created", task: milk }, { type: "task.updated", task: newer }]), known);
});

test("a task deleted for good leaves, and late news does not bring it back", () => {
  const known = mergeTasks(NOTHING_KNOWN, [milk]);
  const after = mergeChanges(known, [
    { type: "task.deleted", task: newer, permanent: true },
    { type: "task.updated", task: newer },
  ]);
  assert.equal(after.tasks.size, 0);
  assert.equal(mergeTasks(after, [{ ...newer, version: 9 }]).tasks.size, 0);
});

test("a trashed task stays known, for the trash", () => {
  const trashed = { ...milk, status: "trashed" as const, version: 2 };
  const known = mergeChanges(mergeTasks(NOTHING_KNOWN, [milk]), [{ type: "task.deleted", task: trashed }]);
  assert.equal(known.tasks.get("a")?.status, "trashed");
});

test("a reload drops what it did not meet, except what news came for and other statuses", () => {
  const known = mergeTasks(NOTHING_KNOWN, [
    milk,
    task({ id: "b" }),
    task({ id: "c" }),
    task({ id: "d", status: "completed" }),
  ]);
  const kept = keepOnly(known, "active", new Set(["a"]), new Set(["b"]));
  assert.deepEqual([...kept.tasks.keys()], ["a", "b", "d"]);
});
