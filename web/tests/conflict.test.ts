import assert from "node:assert/strict";
import { test } from "node:test";

import { bothVersions, takeOther } from "../src/conflict";
import { task as sample } from "./sample";

const CLOCK = { now: new Date("2026-11-24T09:00:00Z"), zone: "Europe/Berlin", locale: "en-GB" };

test("both versions of a text are told, and the other one can be had back", () => {
  const task = sample({ id: "1", title: "Meeting at night" });
  const changes = { title: { from: "Meeting at noon", to: "Meeting at night" }, priority: { from: "low", to: "high" } };
  assert.equal(bothVersions(task, ["title"], changes, CLOCK), "Title: now “Meeting at night”, the other was “Meeting at noon”.");
  assert.deepEqual(takeOther(task, ["title"], changes), { body: { title: "Meeting at noon" }, effect: { title: "Meeting at noon" } });
});

test("a date is one thing, however many fields it has", () => {
  const task = sample({ id: "1", due_at: "2026-11-25", all_day: true, due_zone: "Europe/Berlin" });
  const changes = {
    due_at: { from: "2026-11-26T08:00:00Z", to: "2026-11-25" },
    all_day: { from: false, to: true },
  };
  const told = bothVersions(task, ["all_day", "due_at"], changes, CLOCK);
  assert.match(told, /^Date: now “Wednesday,? 25 November 2026, all day”, the other was “Thursday,? 26 November 2026, 0?9:00”\.$/);
  assert.deepEqual(takeOther(task, ["all_day", "due_at"], changes)?.body, { due_at: "2026-11-26T08:00:00Z", timezone: "Europe/Berlin" });
});

test("what was taken away is told as nothing, long words are cut", () => {
  const task = sample({ id: "1", description: null, tags: ["home"] });
  const changes = { description: { from: "x".repeat(500), to: null } };
  const told = bothVersions(task, ["description"], changes, CLOCK);
  assert.match(told, /^Notes: now “none”, the other was “x{59}…”\.$/);
});

test("changes that do not touch each other leave nothing to choose", () => {
  assert.equal(bothVersions(sample({ id: "1" }), [], {}, CLOCK), "");
  assert.equal(takeOther(sample({ id: "1" }), ["status"], { status: { from: "active", to: "completed" } }), null);
});
