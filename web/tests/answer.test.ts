import assert from "node:assert/strict";
import { test } from "node:test";

import { headOf } from "../src/answer";

test("an answer that lists tasks has a head", () => {
  assert.equal(headOf("You have 2 active tasks:\n1. Buy milk.\n2. Call mom, due tomorrow."), "You have 2 active tasks:");
  assert.equal(headOf("You have 30 tasks:\n1. Buy milk.\n… and 29 more."), "You have 30 tasks:");
});

test("an answer that says more than its list is told in full", () => {
  assert.equal(headOf("You have 2 tasks."), null);
  assert.equal(headOf("Which one do you mean?"), null);
  assert.equal(headOf("Found two:\n1. Buy milk.\nWhich one do you mean?"), null);
  assert.equal(headOf("Yes: Buy milk."), null);
  assert.equal(headOf(""), null);
});
