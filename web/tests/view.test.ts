import assert from "node:assert/strict";
import { test } from "node:test";

import { isNarrowed, matcher, readView, writeView } from "../src/filter";
import { reminderWords, repeatWords } from "../src/marks";
import { edges, span } from "../src/windowing";
import { task } from "./sample";

const everything = { words: "", tag: null, priority: null, task: null };

test("a view survives the way through the address", () => {
  const view = { page: "trash" as const, words: "milk & honey", tag: "50% off", priority: "high" as const, task: "1" };
  assert.deepEqual(readView(writeView(view)), view);
  assert.equal(writeView({ ...everything, page: "tasks" }), "");
  assert.deepEqual(readView("?priority=urgent&x=1"), { ...everything, page: "tasks" });
});

test("every word must be found, in title, notes or tags, whatever its case and accents", () => {
  const crepes = task({ id: "a", title: "Crêpes for Zoë", description: "with Sugar", tags: ["kitchen"] });
  const finds = (words: string) => matcher({ ...everything, words })(crepes);
  assert.equal(finds("CREPES sugar"), true);
  assert.equal(finds("zoe kitch"), true);
  assert.equal(finds("crepes salt"), false);
  assert.equal(finds("  "), true);
});

test("tag and priority narrow the list", () => {
  const home = task({ id: "a", tags: ["home"], priority: "low" });
  assert.equal(matcher({ ...everything, tag: "home" })(home), true);
  assert.equal(matcher({ ...everything, tag: "hom" })(home), false);
  assert.equal(matcher({ ...everything, priority: "high" })(home), false);
  assert.equal(isNarrowed(everything), false);
  assert.equal(isNarrowed({ ...everything, words: "x" }), true);
});

test("repeats are told in words", () => {
  assert.equal(repeatWords({ pattern: "daily", interval: 1 }, "en-US"), "every day");
  assert.equal(repeatWords({ pattern: "weekly", interval: 2, rrule: "FREQ=WEEKLY;BYDAY=MO,TH" }, "en-US"), "every 2 weeks on Mon, Thu");
  assert.equal(repeatWords({ pattern: "weekdays", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }, "en-US"), "every weekday");
  assert.equal(repeatWords({ pattern: "custom", rrule: "FREQ=MONTHLY;INTERVAL=3" }, "en-US"), "every 3 months");
  assert.equal(repeatWords({ pattern: "custom", rrule: "FREQ=MONTHLY;BYDAY=2TU" }, "en-US"), "every month");
  assert.equal(repeatWords({ pattern: "yearly", count: 3 }, "en-US"), "every year, 3 times");
  assert.equal(repeatWords({ pattern: "daily", until: "2026-12-01" }, "en-US"), "every day until Tuesday, December 1");
});

test("reminders are told in words", () => {
  const clock = { now: new Date("2026-11-24T11:00:00Z"), zone: "UTC", locale: "en-US" };
  assert.equal(reminderWords({ lead_minutes: 60 }, clock), "1 hour before");
  assert.equal(reminderWords({ lead_minutes: 45 }, clock), "45 minutes before");
  assert.equal(reminderWords({ lead_minutes: 2880 }, clock), "2 days before");
  assert.equal(reminderWords({ lead_minutes: 0 }, clock), "when it is due");
  assert.match(reminderWords({ at: "2026-11-25T09:00:00Z" }, clock), /^at Tomorrow, 9:00\sAM$/);
});

test("only the rows in sight are drawn, and the space of the others is kept", () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `${index}`);
  const tops = edges(keys, new Map([["0", 100]]), 50);
  assert.deepEqual(span(tops, 0, 120), { start: 0, end: 2, above: 0, below: 499_900 });
  const middle = span(tops, 5_000, 5_200);
  assert.ok(middle.start === 99 && middle.end === 104, JSON.stringify(middle));
  assert.equal(middle.above + middle.below + (middle.end - middle.start) * 50, 500_050);
  assert.deepEqual(span(tops, -900, -400), { start: 0, end: 0, above: 0, below: 500_050 });
  assert.equal(span(tops, 600_000, 700_000).below, 0);
});

test("an empty list has nothing to draw", () => {
  assert.deepEqual(span(edges([], new Map(), 50), 0, 500), { start: 0, end: 0, above: 0, below: 0 });
});
