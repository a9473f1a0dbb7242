import assert from "node:assert/strict";
import { test } from "node:test";

import type { Clock } from "../src/dates";
import { group, trash } from "../src/grouping";
import { task } from "./sample";

const clock: Clock = { now: new Date("2026-11-24T11:00:00Z"), zone: "Europe/Berlin", locale: "en-GB" };
const ids = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id);

test("every task is in the group of its date and status", () => {
  const groups = group(
    [
      task({ id: "late", due_at: "2026-11-24T10:00:00Z" }),
      task({ id: "yesterday", due_at: "2026-11-23", all_day: true }),
      task({ id: "today", due_at: "2026-11-24", all_day: true }),
      task({ id: "tonight", due_at: "2026-11-24T22:59:00Z" }),
      task({ id: "after midnight", due_at: "2026-11-24T23:01:00Z" }),
      task({ id: "dateless" }),
      task({ id: "done", status: "completed", due_at: "2026-11-23", all_day: true }),
      task({ id: "trashed", status: "trashed" }),
    ],
    clock,
  );
  assert.deepEqual(ids(groups.overdue), ["yesterday", "late"]);
  assert.deepEqual(ids(groups.today), ["today", "tonight"]);
  assert.deepEqual(ids(groups.upcoming), ["after midnight"]);
  assert.deepEqual(ids(groups.someday), ["dateless"]);
  assert.deepEqual(ids(groups.completed), ["done"]);
});

test("within a group the date decides, then priority, then the newest", () => {
  const groups = group(
    [
      task({ id: "plain", created_at: "2026-11-01T00:00:00Z" }),
      task({ id: "newer", created_at: "2026-11-02T00:00:00Z" }),
      task({ id: "low", priority: "low" }),
      task({ id: "high", priority: "high" }),
    ],
    clock,
  );
  assert.deepEqual(ids(groups.someday), ["high", "newer", "plain", "low"]);
});

test("completed and trashed tasks begin with the last", () => {
  const done = [
    task({ id: "first", status: "completed", completed_at: "2026-11-22T00:00:00Z" }),
    task({ id: "last", status: "completed", completed_at: "2026-11-23T00:00:00Z" }),
  ];
  assert.deepEqual(ids(group(done, clock).completed), ["last", "first"]);
  const deleted = [
    task({ id: "first", status: "trashed", deleted_at: "2026-11-22T00:00:00Z" }),
    task({ id: "last", status: "trashed", deleted_at: "2026-11-23T00:00:00Z" }),
    task({ id: "active" }),
  ];
  assert.deepEqual(ids(trash(deleted)), ["last", "first"]);
});
