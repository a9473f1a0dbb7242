import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiProblem } from "../src/api";
import { Bell, type BellPage } from "../src/bell";
import type { Notification } from "../src/notification";

function notification(id: string, fields: Partial<Notification> = {}): Notification {
  const nothing = { task_id: null, reminder_id: null, digest_id: null, late: false, read_at: null };
  return { id, time: "2026-11-24T11:00:00Z", kind: "reminder", title: id, text: "", ...nothing, ...fields };
}

const page = (unread: number, items: Notification[] = [], next: string | null = null): BellPage => ({ items, next, unread });
const away = () => new ApiProblem("away", 0, "unreachable");
const made = (id: string, unread: number) => ({ type: "notification.created", notification: notification(id), unread }) as const;
const turn = () => new Promise((done) => setImmediate(done));

/** A bell whose questions are answered when the test says so, in any order. */
function ringing() {
  const asked: { path: string; answer: (page: BellPage) => Promise<unknown>; fail: (problem: ApiProblem) => Promise<unknown> }[] = [];
  const acted: { path: string; body: unknown; done: () => Promise<unknown>; fail: (problem: ApiProblem) => Promise<unknown> }[] = [];
  const timers: { callback: () => void; wait: number }[] = [];
  const problems: string[] = [];
  const bell = new Bell({
    ask: (path) =>
      new Promise((resolve, reject) => {
        const answer = (given: BellPage) => (resolve(given), turn());
        asked.push({ path, answer, fail: (problem) => (reject(problem), turn()) });
      }),
    act: (path, body) =>
      new Promise<void>((resolve, reject) => {
        acted.push({ path, body, done: () => (resolve(), turn()), fail: (problem) => (reject(problem), turn()) });
      }),
    later: (callback, wait) => {
      const timer = { callback, wait };
      timers.push(timer);
      return () => void timers.splice(0, timers.length, ...timers.filter((each) => each !== timer));
    },
    onProblem: (problem) => problems.push(problem.message),
  });
  const last = <T>(list: T[]): T => list.at(-1) as T;
  return {
    bell,
    asked,
    acted,
    timers,
    problems,
    question: () => last(asked),
    act: () => last(acted),
    /** Time passes until what waits is asked. */
    quiet: () => timers.splice(0).forEach(({ callback }) => callback()),
    unread: () => bell.snapshot().unread,
    titles: () => bell.snapshot().items.map((item) => item.title),
  };
}

test("two devices that read at the same moment are counted side by side: the server has the last word", async () => {
  const { bell, question, quiet, unread, timers } = ringing();
  bell.take(made("a", 2));
  bell.take({ type: "notification.read", ids: ["a"], unread: 1 });
  bell.take({ type: "notification.read", ids: ["b"], unread: 1 });
  assert.equal(timers.length, 1, "asked once, when it is quiet");
  quiet();
  await question().answer(page(0));
  assert.equal(unread(), 0);
  assert.equal(timers.length, 0);
});

test("an answer that news overtook is not believed", async () => {
  const { bell, asked, question, quiet, unread } = ringing();
  void bell.load();
  bell.take(made("a", 1));
  await asked[0]?.answer(page(0));
  assert.equal(unread(), 1);
  quiet();
  await question().answer(page(1));
  assert.equal(unread(), 1);
});

test("answers that come in another order end with the latest question's", async () => {
  const { bell, asked, unread } = ringing();
  void bell.load();
  void bell.load();
  await asked[1]?.answer(page(3));
  await asked[0]?.answer(page(7));
  assert.equal(unread(), 3);
});

test("what is read here counts at once, and stays read when an older answer comes in between", async () => {
  const { bell, asked, act, question, quiet, unread } = ringing();
  bell.take(made("a", 1));
  quiet();
  void bell.read(["a"]);
  assert.equal(unread(), 0);
  await asked[0]?.answer(page(1));
  assert.equal(unread(), 0);
  await act().done();
  quiet();
  await question().answer(page(0));
  assert.equal(unread(), 0);
});

test("something that arrives while all are being marked is counted in the end, with and without live news", async () => {
  const { bell, act, question, quiet, unread } = ringing();
  bell.take(made("a", 1));
  void bell.read(null);
  await act().done();
  quiet();
  await question().answer(page(1));
  assert.equal(unread(), 1);
});

test("a count that cannot be asked for is asked for again", async () => {
  const { bell, question, quiet, unread, timers } = ringing();
  bell.take(made("a", 5));
  quiet();
  await question().fail(away());
  assert.equal(timers.length, 1);
  quiet();
  await question().answer(page(1));
  assert.equal(unread(), 1);
});

test("a refused question is not repeated", async () => {
  const { bell, question, timers } = ringing();
  void bell.load();
  await question().fail(new ApiProblem("Please sign in", 401, "sign_in_required"));
  assert.equal(timers.length, 0);
});

test("what could not be marked is told, and shown again as it is", async () => {
  const { bell, act, question, quiet, unread, problems } = ringing();
  bell.take(made("a", 1));
  void bell.read(["a"]);
  await act().fail(away());
  assert.deepEqual(problems, ["away"]);
  quiet();
  await question().answer(page(1));
  assert.equal(unread(), 1);
});

test("a list that was closed while it was on its way stays closed, and its count counts", async () => {
  const { bell, question, unread } = ringing();
  void bell.open();
  bell.close();
  await question().answer(page(2, [notification("a"), notification("b")]));
  assert.equal(bell.snapshot().state, "closed");
  assert.equal(unread(), 2);
});

test("what comes while the list is being loaded is on it in the end", async () => {
  const { bell, asked, question, quiet, titles, unread } = ringing();
  void bell.open();
  bell.take(made("new", 2));
  await asked[0]?.answer(page(1, [notification("old")]));
  quiet();
  await question().answer(page(2, [notification("new"), notification("old")]));
  assert.deepEqual(titles(), ["new", "old"]);
  assert.equal(unread(), 2);
});

test("asking again keeps the older pages that were loaded", async () => {
  const { bell, question, quiet, titles } = ringing();
  void bell.open();
  await question().answer(page(0, [notification("c"), notification("b")], "after b"));
  void bell.more();
  assert.match(question().path, /cursor=after\+b/);
  await question().answer(page(0, [notification("a")], null));
  bell.take(made("d", 1));
  quiet();
  await question().answer(page(1, [notification("d"), notification("c")], "after c"));
  assert.deepEqual(titles(), ["d", "c", "b", "a"]);
  assert.equal(bell.snapshot().next, null);
});
