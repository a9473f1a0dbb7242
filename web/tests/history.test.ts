import assert from "node:assert/strict";
import { test } from "node:test";

import { type AuditEntry, actorWords, historyWords } from "../src/history";

function entry(event_type: string, detail: AuditEntry["detail"] = {}, name = ""): AuditEntry {
  return { id: event_type, time: "2026-11-20T08:00:00Z", event_type, actor: { name }, detail };
}

test("a change names each field once", () => {
  const changes = { title: { to: "B" }, due_at: { to: null }, all_day: { to: false } };
  assert.equal(historyWords(entry("task.updated", { changes })), "Changed the title, the date");
  assert.equal(historyWords(entry("task.updated", { changes: { status: { to: "active" } } })), "Reopened");
  assert.equal(historyWords(entry("task.updated", { changes: { unheard_of: {} } })), "Changed");
});

test("the trash and the end are told apart", () => {
  assert.equal(historyWords(entry("task.deleted")), "Moved to the trash");
  assert.equal(historyWords(entry("task.deleted", { permanent: true })), "Deleted for good");
});

test("a reminder says what it was set for, and why it failed", () => {
  const detail = { asked_for: "1 hour before", reason: "no address" };
  assert.equal(historyWords(entry("reminder.sent", detail)), "Reminder sent, 1 hour before");
  assert.equal(historyWords(entry("reminder.failed", detail)), "Reminder not delivered, 1 hour before: no address");
});

test("a named person is named, and what tells nothing is left out", () => {
  assert.equal(actorWords(entry("task.created", {}, "Zoë")), " by Zoë");
  assert.equal(actorWords(entry("task.created")), "");
  assert.equal(historyWords(entry("audit.event_repeated")), null);
});
