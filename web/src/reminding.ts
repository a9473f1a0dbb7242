/** The reminders of a task, as the fields of the editor hold them. Pure. */

import { instantOf, wallClock } from "./dates";
import type { Reminder } from "./task";
import { texts } from "./texts";

export const SPANS = ["due", "minutes", "hours", "days", "weeks", "moment"] as const;

export interface Reminding {
  /** `due`: when the task is due; `moment`: at a date and time of its own; the rest: so many before. */
  span: (typeof SPANS)[number];
  /** Digits. */
  amount: string;
  /** `YYYY-MM-DD` and `HH:MM`, or empty. */
  date: string;
  time: string;
  method: string | null;
}

export const MOST = 20;
const MINUTES = { minutes: 1, hours: 60, days: 1_440, weeks: 10_080 } as const;
const YEAR = 366 * 1_440;

export function remindingOf({ lead_minutes, at, method = null }: Reminder, zone: string): Reminding {
  if (at) return { span: "moment", amount: "", ...wallClock(new Date(at), zone), method };
  const lead = lead_minutes ?? 0;
  if (lead === 0) return { span: "due", amount: "", date: "", time: "", method };
  const span = (["weeks", "days", "hours"] as const).find((each) => lead % MINUTES[each] === 0) ?? "minutes";
  return { span, amount: String(lead / MINUTES[span]), date: "", time: "", method };
}

/** A further reminder, as it begins. */
export function anotherReminding(): Reminding {
  return { span: "minutes", amount: "15", date: "", time: "", method: null };
}

export function reminderOf({ span, amount, date, time, method }: Reminding, zone: string): Reminder {
  const kept = method ? { method } : {};
  if (span === "moment") return { at: instantOf(date, time, zone).toISOString(), ...kept };
  return { lead_minutes: span === "due" ? 0 : Number(amount) * MINUTES[span], ...kept };
}

/** What keeps it from being saved, in words; null when nothing does. */
export function obstacleOfReminding({ span, amount, date, time }: Reminding): string | null {
  if (span === "moment") return date && time ? null : texts.editor.momentNeeded;
  if (span === "due") return null;
  return /^\d+$/.test(amount) && Number(amount) >= 1 && Number(amount) * MINUTES[span] <= YEAR ? null : texts.editor.leadNeeded;
}
