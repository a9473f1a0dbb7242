import assert from "node:assert/strict";
import { test } from "node:test";

import { bundles } from "../src/bundles";
import type { Notification } from "../src/notification";

function told(id: string, fields: Partial<Notification> = {}): Notification {
  const usual = { kind: "reminder", task_id: "t", reminder_id: "r", digest_id: null, title: id, text: "", late: false, read_at: null } as const;
  return { id, time: `2026-11-24T09:00:0${id.length}Z`, ...usual, ...fields };
}

const names = (items: readonly Notification[]) => bundles(items).map((bundle) => bundle.items.map((item) => item.id));

test("reminders of one message stand together, in the place of the newest", () => {
  const items = [told("a", { digest_id: "d" }), told("bb"), told("ccc", { digest_id: "d" })];
  assert.deepEqual(names(items), [["a", "ccc"], ["bb"]]);
});

test("reminders of one moment stand together before any message tells of them", () => {
  assert.deepEqual(names([told("a"), told("b"), told("cc")]), [["a", "b"], ["cc"]]);
});

test("what is no reminder stands alone", () => {
  assert.deepEqual(names([told("a", { kind: "conflict" }), told("b", { kind: "conflict" })]), [["a"], ["b"]]);
});
