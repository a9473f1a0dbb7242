import assert from "node:assert/strict";
import { test } from "node:test";

import { changesOf, draftOf, obstacle, tagsOf } from "../src/draft";
import { task } from "./sample";

const zone = "Europe/Berlin";
const call = task({ id: "a", title: "Call mom", due_at: "2026-11-29T14:00:00Z", tags: ["family"], description: "Ask" });

test("a draft shows the wall clock of the user's zone", () => {
  const draft = draftOf(call, zone);
  assert.equal(draft.date, "2026-11-29");
  assert.equal(draft.time, "15:00");
  assert.equal(draftOf(task({ id: "b", due_at: "2026-11-29", all_day: true }), zone).time, "");
});

test("an untouched draft sends nothing", () => {
  assert.equal(changesOf(call, draftOf(call, zone), zone), null);
});

test("only what changed is sent", () => {
  const changes = changesOf(call, { ...draftOf(call, zone), title: " Call dad ", tags: "family, #phone" }, zone);
  assert.deepEqual(changes?.body, { title: "Call dad", tags: ["family", "phone"] });
});

test("a new time is sent as wall clock with its zone, and shown as instant", () => {
  const changes = changesOf(call, { ...draftOf(call, zone), time: "16:30" }, zone);
  assert.deepEqual(changes?.body, { due_at: "2026-11-29T16:30:00", timezone: zone });
  assert.equal(changes.effect.due_at, "2026-11-29T15:30:00.000Z");
});

test("without a time the task is for the day, without a date it has none", () => {
  assert.deepEqual(changesOf(call, { ...draftOf(call, zone), time: "" }, zone)?.effect, {
    due_at: "2026-11-29",
    due_zone: zone,
    all_day: true,
  });
  assert.deepEqual(changesOf(call, { ...draftOf(call, zone), date: "", time: "" }, zone)?.body, { due_at: null });
});

test("emptied fields are sent as null", () => {
  const body = changesOf(call, { ...draftOf(call, zone), description: "", tags: "" }, zone)?.body;
  assert.deepEqual(body, { description: null, tags: [] });
});

test("a title is needed, and a date for a time", () => {
  const draft = draftOf(call, zone);
  assert.equal(obstacle(draft), null);
  assert.match(obstacle({ ...draft, title: "  " }) ?? "", /title/);
  assert.match(obstacle({ ...draft, date: "" }) ?? "", /date/);
});

test("tags are trimmed and unique", () => {
  assert.deepEqual(tagsOf(" home , #home,, garden"), ["home", "garden"]);
});
