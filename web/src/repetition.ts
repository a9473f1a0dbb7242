/** How a task repeats, as the fields of the editor hold it. Pure. */

import { wallClock } from "./dates";
import { ruleParts } from "./marks";
import type { Recurrence } from "./task";
import { texts } from "./texts";

export const UNITS = ["daily", "weekly", "weekdays", "monthly", "yearly"] as const;
/** As RFC 5545 §3.3.10 names them, from Monday on. */
export const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
/** As a day of the month: the last one. */
export const LAST_DAY = "-1";

type Unit = (typeof UNITS)[number];

export interface Repetition {
  /** `other`: a rule that these fields cannot show; it is kept as it is. */
  unit: "never" | Unit | "other";
  /** How many units lie between two; digits. */
  interval: string;
  /** Of a weekly rule; none for the day of the date. */
  days: readonly string[];
  /** Of a monthly rule: 1 to 31, or the last; empty for the day of the date. */
  monthDay: string;
  end: "never" | "until" | "count";
  /** `YYYY-MM-DD` or empty. */
  until: string;
  count: string;
}

const NONE: Repetition = { unit: "never", interval: "1", days: [], monthDay: "", end: "never", until: "", count: "" };
const SHOWN = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", ""];
const FREQUENCY = { daily: "DAILY", weekly: "WEEKLY", weekdays: "WEEKLY", monthly: "MONTHLY", yearly: "YEARLY" } as const;

export function repetitionOf(recurrence: Recurrence | null, zone: string): Repetition {
  if (!recurrence) return NONE;
  const rule = ruleParts(recurrence.rrule);
  const days = rule.get("BYDAY")?.split(",") ?? [];
  const monthDay = rule.get("BYMONTHDAY") ?? "";
  const unit = unitOf(recurrence, rule);
  const until = recurrence.until ?? "";
  return {
    unit: [...rule.keys()].every((part) => SHOWN.includes(part)) && fits(unit, days, monthDay) ? unit : "other",
    interval: String(recurrence.interval ?? rule.get("INTERVAL") ?? 1),
    days: unit === "weekly" ? days : [],
    monthDay,
    end: recurrence.count ? "count" : until ? "until" : "never",
    until: until.length > 10 ? wallClock(new Date(until), zone).date : until,
    count: recurrence.count ? String(recurrence.count) : "",
  };
}

/** What is sent; `before` is the rule that the task has, for what these fields cannot show. */
export function recurrenceOf(repetition: Repetition, before: Recurrence | null): Recurrence | null {
  const { unit, end } = repetition;
  if (unit === "never") return null;
  if (unit === "other") return before;
  const interval = unit === "weekdays" ? 1 : Number(repetition.interval);
  const rrule = rruleOf(repetition, unit, interval);
  return {
    pattern: unit,
    interval,
    ...(rrule ? { rrule } : {}),
    ...(end === "until" ? { until: repetition.until } : {}),
    ...(end === "count" ? { count: Number(repetition.count) } : {}),
  };
}

/** What keeps it from being saved, in words; null when nothing does. */
export function obstacleOfRepetition({ unit, interval, end, until, count }: Repetition): string | null {
  if (unit === "never" || unit === "other") return null;
  if (unit !== "weekdays" && !within(interval, 999)) return texts.editor.intervalNeeded;
  if (end === "until" && !until) return texts.editor.untilNeeded;
  if (end === "count" && !within(count, 9_999)) return texts.editor.countNeeded;
  return null;
}

function within(digits: string, most: number): boolean {
  return /^\d+$/.test(digits) && Number(digits) >= 1 && Number(digits) <= most;
}

function unitOf(recurrence: Recurrence, rule: Map<string, string>): Repetition["unit"] {
  if (recurrence.pattern !== "custom") return recurrence.pattern;
  return UNITS.find((unit) => FREQUENCY[unit] === rule.get("FREQ")) ?? "other";
}

function fits(unit: Repetition["unit"], days: readonly string[], monthDay: string): boolean {
  if (days.some((day) => !(DAYS as readonly string[]).includes(day))) return false;
  if (monthDay && (unit !== "monthly" || !/^(-1|\d+)$/.test(monthDay))) return false;
  return days.length === 0 || unit === "weekly" || unit === "weekdays";
}

function rruleOf({ days, monthDay }: Repetition, unit: Unit, interval: number): string | null {
  const chosen = DAYS.filter((day) => days.includes(day));
  const on =
    unit === "weekly" && chosen.length > 0 ? `BYDAY=${chosen.join(",")}` : unit === "monthly" && monthDay ? `BYMONTHDAY=${monthDay}` : "";
  if (!on) return null;
  return [`FREQ=${FREQUENCY[unit]}`, ...(interval > 1 ? [`INTERVAL=${interval}`] : []), on].join(";");
}
