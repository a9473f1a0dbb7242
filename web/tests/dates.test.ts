import assert from "node:assert/strict";
import { test } from "node:test";

import * as dates from "../src/dates";

const { instantOf, isOverdue, wallClock } = dates;

// Tuesday, 24 November 2026, noon in Berlin.
const clock: dates.Clock = { now: new Date("2026-11-24T11:00:00Z"), zone: "Europe/Berlin", locale: "en-US" };
/** ICU's releases differ in the kind of space before AM and PM. */
const plain = (words: string) => words.replaceAll(/\s/g, " ");
const dueWords = (due: dates.Due, clock: dates.Clock) => plain(dates.dueWords(due, clock));
const dueInFull = (due: dates.Due, clock: dates.Clock, zone = true) => plain(dates.dueInFull(due, clock, zone));
const momentWords = (at: string, clock: dates.Clock) => plain(dates.momentWords(at, clock));
const at = (due_at: string) => ({ due_at, all_day: false });
const on = (due_at: string) => ({ due_at, all_day: true });

test("a time today is told by the clock", () => {
  assert.equal(dueWords(at("2026-11-24T16:00:00Z"), clock), "5:00 PM");
});

test("the next hour and the last one are told in minutes", () => {
  assert.equal(dueWords(at("2026-11-24T11:20:00Z"), clock), "in 20 min");
  assert.equal(dueWords(at("2026-11-24T10:55:00Z"), clock), "5 min ago");
  assert.equal(dueWords(at("2026-11-24T11:00:10Z"), clock), "Now");
});

test("near days have names, far ones dates, other years their year", () => {
  assert.equal(dueWords(on("2026-11-24"), clock), "Today");
  assert.equal(dueWords(on("2026-11-25"), clock), "Tomorrow");
  assert.equal(dueWords(at("2026-11-29T14:00:00Z"), clock), "Sunday, 3:00 PM");
  assert.equal(dueWords(on("2026-11-23"), clock), "Yesterday");
  assert.equal(dueWords(on("2026-11-20"), clock), "4 days ago");
  assert.equal(dueWords(on("2026-12-01"), clock), "Tue, Dec 1");
  assert.equal(dueWords(on("2027-01-02"), clock), "Sat, Jan 2, 2027");
  assert.equal(dueWords({ due_at: null, all_day: false }, clock), "");
});

test("the day is the one of the user's zone", () => {
  const late = at("2026-11-24T23:30:00Z");
  assert.equal(dueWords(late, clock), "Tomorrow, 12:30 AM");
  assert.equal(dueWords(late, { ...clock, zone: "America/New_York" }), "6:30 PM");
});

test("in full, a date has weekday, year and zone", () => {
  assert.equal(dueInFull(at("2026-11-29T14:00:00Z"), clock), "Sunday, November 29, 2026, 3:00 PM GMT+1");
  assert.equal(dueInFull(at("2026-11-29T14:00:00Z"), clock, false), "Sunday, November 29, 2026, 3:00 PM");
  assert.equal(dueInFull(on("2026-11-29"), clock), "Sunday, November 29, 2026, all day");
});

test("an all-day task is overdue after its day, a timed one after its moment", () => {
  assert.equal(isOverdue(on("2026-11-24"), clock), false);
  assert.equal(isOverdue(on("2026-11-23"), clock), true);
  assert.equal(isOverdue(at("2026-11-24T10:59:59Z"), clock), true);
  assert.equal(isOverdue(at("2026-11-24T11:00:01Z"), clock), false);
});

test("midnight is 00:00, also where locales write 24:00", () => {
  assert.deepEqual(wallClock(new Date("2026-11-23T23:00:00Z"), "Europe/Berlin"), { date: "2026-11-24", time: "00:00" });
});

test("a wall-clock time becomes the instant of its zone", () => {
  assert.equal(instantOf("2026-07-01", "15:00", "Europe/Berlin").toISOString(), "2026-07-01T13:00:00.000Z");
  assert.equal(instantOf("2026-11-29", "15:00", "Asia/Kathmandu").toISOString(), "2026-11-29T09:15:00.000Z");
});

test("a skipped time moves forward, a repeated one is the first", () => {
  assert.equal(instantOf("2027-03-28", "02:30", "Europe/Berlin").toISOString(), "2027-03-28T01:30:00.000Z");
  assert.equal(instantOf("2026-10-25", "02:30", "Europe/Berlin").toISOString(), "2026-10-25T00:30:00.000Z");
});

test("a moment of today is told by the clock alone", () => {
  assert.equal(momentWords("2026-11-24T08:05:00Z", clock), "9:05 AM");
  assert.equal(momentWords("2026-11-23T08:05:00Z", clock), "Yesterday, 9:05 AM");
});
