/** Repeat and reminder settings in words. */

import { type Clock, longDate, momentWords } from "./dates";
import type { Recurrence, Reminder } from "./task";
import { texts } from "./texts";

/** `every 2 weeks on Mon, Thu until Sunday, 1 March`. */
export function repeatWords(recurrence: Recurrence, locale: string): string {
  const rule = ruleParts(recurrence.rrule);
  return every(recurrence, rule) + weekdays(recurrence, rule) + limit(recurrence, locale);
}

const PATTERN_OF: Record<string, string> = { DAILY: "daily", WEEKLY: "weekly", MONTHLY: "monthly", YEARLY: "yearly" };

/** The parts of an RRULE (RFC 5545 §3.3.10) by name. */
export function ruleParts(rrule: string | null | undefined): Map<string, string> {
  return new Map((rrule ?? "").split(";").filter(Boolean).map((part) => part.split("=", 2) as [string, string]));
}

function every(recurrence: Recurrence, rule: Map<string, string>): string {
  if (recurrence.pattern === "weekdays") return texts.repeat.weekdays;
  const pattern = recurrence.pattern === "custom" ? PATTERN_OF[rule.get("FREQ") ?? ""] : recurrence.pattern;
  const units = pattern && texts.repeat.units[pattern];
  if (!units) return texts.repeat.custom;
  const interval = recurrence.interval ?? Number(rule.get("INTERVAL") ?? 1);
  return interval > 1 ? texts.repeat.every(interval, units[1]) : units[0];
}

function weekdays(recurrence: Recurrence, rule: Map<string, string>): string {
  if (recurrence.pattern === "weekdays") return "";
  const days = (rule.get("BYDAY") ?? "").split(",").map((day) => texts.repeat.days[day]);
  return days.length > 0 && days.every(Boolean) ? texts.repeat.on(days.join(", ")) : "";
}

function limit(recurrence: Recurrence, locale: string): string {
  if (recurrence.count) return texts.repeat.times(recurrence.count);
  if (recurrence.until) return texts.repeat.until(longDate(recurrence.until.slice(0, 10), locale));
  return "";
}

/** `1 hour before`, `when it is due`, `at Tomorrow, 9:00 AM`. */
export function reminderWords(reminder: Reminder, clock: Clock): string {
  if (reminder.at) return texts.reminder.at(momentWords(reminder.at, clock));
  const minutes = reminder.lead_minutes ?? 0;
  if (minutes === 0) return texts.reminder.atDue;
  return texts.reminder.before(lead(minutes));
}

function lead(minutes: number): string {
  if (minutes % 10_080 === 0) return texts.reminder.weeks(minutes / 10_080);
  if (minutes % 1_440 === 0) return texts.reminder.days(minutes / 1_440);
  if (minutes % 60 === 0) return texts.reminder.hours(minutes / 60);
  return texts.reminder.minutes(minutes);
}
