import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf } from "../src/push";

test("a key in base64url becomes its bytes", () => {
  assert.deepEqual([...bytesOf("-_8A")], [251, 255, 0]);
  assert.equal(bytesOf(`B${"A".repeat(86)}`).length, 65);
});
