/** What waits, read from the figures that Nudge gives to monitoring (Prometheus' text format at /metrics). Pure. */

export interface Lag {
  consumer: string;
  topic: string;
  events: number;
  seconds: number;
}

export interface Backlog {
  lags: readonly Lag[];
  outbox: { events: number; seconds: number };
  /** How long the oldest reminder that is due has waited. */
  overdueSeconds: number;
}

const LINE = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Null when the database could not be asked. */
export function backlogOf(text: string): Backlog | null {
  const samples = text.split("\n").flatMap(sampleOf);
  const one = (name: string) => samples.find((sample) => sample.name === name)?.value ?? 0;
  if (one("nudge_backlog_read") !== 1) return null;
  const lags = samples
    .filter(({ name }) => name === "nudge_consumer_lag_events")
    .map(({ labels, value }) => {
      const [consumer, topic] = [labels.get("function") ?? "", labels.get("topic") ?? ""];
      const age = samples.find(
        (other) => other.name === "nudge_consumer_lag_seconds" && other.labels.get("function") === consumer && other.labels.get("topic") === topic,
      );
      return { consumer, topic, events: value, seconds: age?.value ?? 0 };
    });
  const outbox = { events: one("nudge_outbox_events"), seconds: one("nudge_outbox_oldest_seconds") };
  return { lags, outbox, overdueSeconds: one("nudge_reminders_overdue_seconds") };
}

interface Sample {
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
}

function sampleOf(line: string): Sample[] {
  const found = LINE.exec(line);
  if (!found) return [];
  const [, name = "", labels = "", value] = found;
  return [{ name, labels: new Map([...labels.matchAll(LABEL)].map(([, label = "", text = ""]) => [label, text])), value: Number(value) }];
}
