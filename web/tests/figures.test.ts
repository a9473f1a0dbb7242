import assert from "node:assert/strict";
import { test } from "node:test";

import { backlogOf } from "../src/figures";

const TEXT = `# HELP nudge_backlog_read 1 while the database tells what waits
# TYPE nudge_backlog_read gauge
nudge_backlog_read 1.0
nudge_outbox_events 3.0
nudge_outbox_oldest_seconds 1.5
nudge_consumer_lag_events{function="write-audit",topic="task-events"} 12.0
nudge_consumer_lag_events{function="write-audit",topic="reminders"} 0.0
nudge_consumer_lag_seconds{function="write-audit",topic="task-events"} 4.25
nudge_consumer_lag_seconds{function="write-audit",topic="reminders"} 0.0
nudge_reminders_overdue_seconds 1e+02
`;

test("what waits is read from the figures for monitoring", () => {
  const backlog = backlogOf(TEXT);
  assert.deepEqual(backlog?.lags, [
    { consumer: "write-audit", topic: "task-events", events: 12, seconds: 4.25 },
    { consumer: "write-audit", topic: "reminders", events: 0, seconds: 0 },
  ]);
  assert.deepEqual(backlog.outbox, { events: 3, seconds: 1.5 });
  assert.equal(backlog.overdueSeconds, 100);
});

test("figures that the database could not give are none", () => {
  assert.equal(backlogOf(TEXT.replace("nudge_backlog_read 1.0", "nudge_backlog_read 0.0")), null);
  assert.equal(backlogOf(""), null);
});
