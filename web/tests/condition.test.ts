import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiProblem } from "../src/api";
import { Condition, type Status } from "../src/condition";

const DOWN: Status = { status: "degraded", message: "Changes have to wait." };
const WELL: Status = { status: "ok", message: "Everything works." };

class World {
  readonly answers: (Status | ApiProblem)[] = [];
  readonly waits: number[] = [];
  visible = true;
  private next: (() => void) | null = null;
  readonly condition = new Condition({
    ask: () => {
      const answer = this.answers.shift();
      if (answer === undefined) throw new Error("asked too often");
      return answer instanceof ApiProblem ? Promise.reject(answer) : Promise.resolve(answer);
    },
    later: (callback, milliseconds) => {
      this.waits.push(milliseconds);
      this.next = callback;
      return () => (this.next = null);
    },
    seen: () => this.visible,
  });

  async pass(): Promise<void> {
    this.next?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a sentence is shown while something does not work and goes by itself when it does", async () => {
  const world = new World();
  world.answers.push(DOWN, WELL);
  await world.condition.look();
  assert.equal(world.condition.snapshot(), DOWN.message);
  await world.pass();
  assert.equal(world.condition.snapshot(), "");
});

test("it is asked more often while something is wrong", async () => {
  const world = new World();
  world.answers.push(DOWN, WELL);
  await world.condition.look();
  await world.pass();
  const [wrong, well] = world.waits;
  assert.ok(wrong !== undefined && well !== undefined && wrong < well);
});

test("a server that does not answer changes nothing and is asked again", async () => {
  const world = new World();
  world.answers.push(DOWN, new ApiProblem("No answer.", 0, "unreachable"), WELL);
  await world.condition.look();
  await world.pass();
  assert.equal(world.condition.snapshot(), DOWN.message);
  await world.pass();
  assert.equal(world.condition.snapshot(), "");
});

test("a window that nobody sees does not ask", async () => {
  const world = new World();
  world.visible = false;
  await world.condition.look();
  world.visible = true;
  world.answers.push(DOWN);
  await world.pass();
  assert.equal(world.condition.snapshot(), DOWN.message);
});
