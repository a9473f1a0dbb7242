import assert from "node:assert/strict";
import { test } from "node:test";

import { obstacleOfReminding, reminderOf, remindingOf } from "../src/reminding";
import { obstacleOfRepetition, recurrenceOf, repetitionOf } from "../src/repetition";
import type { Recurrence, Reminder } from "../src/task";

const zone = "Europe/Berlin";

test("a rule that the fields show comes back as it was", () => {
  const rules: Recurrence[] = [
    { pattern: "daily", interval: 3 },
    { pattern: "weekdays", interval: 1 },
    { pattern: "yearly", interval: 1, count: 4 },
    { pattern: "weekly", interval: 2, rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", until: "2031-05-04" },
    { pattern: "monthly", interval: 1, rrule: "FREQ=MONTHLY;BYMONTHDAY=-1" },
  ];
  for (const rule of rules) assert.deepEqual(recurrenceOf(repetitionOf(rule, zone), rule), rule);
});

test("a custom rule is shown by what it means", () => {
  const { unit, interval, days } = repetitionOf({ pattern: "custom", rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR" }, zone);
  assert.deepEqual([unit, interval, days], ["weekly", "2", ["FR"]]);
});

test("a rule that the fields cannot show is kept", () => {
  for (const rrule of ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;WKST=SU"]) {
    const rule: Recurrence = { pattern: "custom", rrule };
    const repetition = repetitionOf(rule, zone);
    assert.equal(repetition.unit, "other");
    assert.equal(recurrenceOf(repetition, rule), rule);
  }
});

test("the last day is that of the user's zone", () => {
  assert.equal(repetitionOf({ pattern: "daily", until: "2031-05-04T22:30:00Z" }, zone).until, "2031-05-05");
});

test("a repetition needs numbers and its end", () => {
  const weekly = repetitionOf({ pattern: "weekly" }, zone);
  assert.equal(obstacleOfRepetition(weekly), null);
  assert.ok(obstacleOfRepetition({ ...weekly, interval: "0" }));
  assert.ok(obstacleOfRepetition({ ...weekly, interval: "a" }));
  assert.ok(obstacleOfRepetition({ ...weekly, end: "until" }));
  assert.ok(obstacleOfRepetition({ ...weekly, end: "count", count: "" }));
});

test("reminders come back as they were, in the largest unit", () => {
  const reminders: Reminder[] = [
    { lead_minutes: 0 },
    { lead_minutes: 90 },
    { lead_minutes: 2_880, method: "in-app" },
    { at: "2031-05-04T07:30:00.000Z" },
  ];
  for (const reminder of reminders) assert.deepEqual(reminderOf(remindingOf(reminder, zone), zone), reminder);
  assert.deepEqual(
    reminders.map((reminder) => remindingOf(reminder, zone).span),
    ["due", "minutes", "days", "moment"],
  );
});

test("a reminder needs its time", () => {
  const day = remindingOf({ lead_minutes: 1_440 }, zone);
  assert.equal(obstacleOfReminding(day), null);
  assert.ok(obstacleOfReminding({ ...day, amount: "" }));
  assert.ok(obstacleOfReminding({ ...day, amount: "367" }));
  assert.ok(obstacleOfReminding({ ...day, span: "moment" }));
});
