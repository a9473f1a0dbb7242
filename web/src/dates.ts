/** Dates in words. All functions take the clock, the zone (IANA) and the locale; none reads them by itself. */

import { texts } from "./texts";

export interface Clock {
  now: Date;
  zone: string;
  locale: string;
}

/** Before the time is read: no date can be told. */
export const UNKNOWN_CLOCK: Clock = { now: new Date(0), zone: "UTC", locale: "en" };

/** What a task's date needs to be told: `due_at` and `all_day` of the task. */
export interface Due {
  due_at: string | null;
  all_day: boolean;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter is slow (a list of 10,000 needs the same few), so each is made once. */
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, options)));
  return made;
}

const localDates = new WeakMap<Date, { zone: string; date: string }>();

/** The local calendar date `YYYY-MM-DD` of an instant. */
export function localDate(instant: Date, zone: string): string {
  const kept = localDates.get(instant);
  if (kept?.zone === zone) return kept.date;
  const { date } = wallClock(instant, zone);
  localDates.set(instant, { zone, date });
  return date;
}

/** Local date `YYYY-MM-DD` and time `HH:MM` of an instant, as date and time inputs take them. */
export function wallClock(instant: Date, zone: string): { date: string; time: string } {
  const parts: Record<string, string> = {};
  const numeric = format("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  for (const { type, value } of numeric.formatToParts(instant)) parts[type] = value;
  const year = (parts.year ?? "").padStart(4, "0");
  return { date: `${year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The local date on which a task is due, null without one. */
export function dueDate(due: Due, zone: string): string | null {
  if (!due.due_at) return null;
  return due.all_day ? due.due_at.slice(0, 10) : localDate(new Date(due.due_at), zone);
}

/** Whole days from one calendar date to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
}

/** True once the instant is past, or, for an all-day task, once its local day is over. */
export function isOverdue(due: Due, clock: Clock): boolean {
  if (!due.due_at) return false;
  if (due.all_day) return due.due_at.slice(0, 10) < localDate(clock.now, clock.zone);
  return Date.parse(due.due_at) < clock.now.getTime();
}

function asNoon(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

/** `3:00 PM`, in the user's zone. */
export function timeOfDay(instant: Date, clock: Clock): string {
  return format(clock.locale, { timeZone: clock.zone, hour: "numeric", minute: "2-digit" }).format(instant);
}

/** `Sun, 29 Nov` within a year, else with the year. */
function shortDate(date: string, clock: Clock): string {
  const sameYear = date.slice(0, 4) === localDate(clock.now, clock.zone).slice(0, 4);
  return format(clock.locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(asNoon(date));
}

function dayWords(date: string, clock: Clock): string {
  const days = daysBetween(localDate(clock.now, clock.zone), date);
  if (days === 0) return texts.due.today;
  if (days === 1) return texts.due.tomorrow;
  if (days === -1) return texts.due.yesterday;
  if (days > 1 && days < 7) {
    return format(clock.locale, { timeZone: "UTC", weekday: "long" }).format(asNoon(date));
  }
  if (days < -1 && days > -14) return texts.due.daysAgo(-days);
  return shortDate(date, clock);
}

/** Relative words for a list: `Tomorrow, 5:00 PM`, `3 days ago`, `in 20 min`; empty without a date. */
export function dueWords(due: Due, clock: Clock): string {
  const date = dueDate(due, clock.zone);
  if (!date || !due.due_at) return "";
  if (due.all_day) return dayWords(date, clock);
  const instant = new Date(due.due_at);
  const minutes = Math.round((instant.getTime() - clock.now.getTime()) / 60_000);
  if (minutes === 0) return texts.due.now;
  if (minutes > 0 && minutes < 60) return texts.due.inMinutes(minutes);
  if (minutes < 0 && minutes > -60) return texts.due.minutesAgo(-minutes);
  const time = timeOfDay(instant, clock);
  return date === localDate(clock.now, clock.zone) ? time : `${dayWords(date, clock)}, ${time}`;
}

/** The date in full: `Sunday, 29 November 2026, 3:00 PM`, followed by the zone's name unless that is left out. */
export function dueInFull(due: Due, clock: Clock, withZone = true): string {
  const date = dueDate(due, clock.zone);
  if (!date || !due.due_at) return "";
  const day = longDate(date, clock.locale, true);
  if (due.all_day) return `${day}, ${texts.due.allDay}`;
  const time = format(clock.locale, {
    timeZone: clock.zone,
    hour: "numeric",
    minute: "2-digit",
    ...(withZone ? { timeZoneName: "short" } : {}),
  }).format(new Date(due.due_at));
  return `${day}, ${time}`;
}

/** `Tuesday, 24 November`, with the year on request. */
export function longDate(date: string, locale: string, withYear = false): string {
  return format(locale, {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(withYear ? { year: "numeric" } : {}),
  }).format(asNoon(date));
}

/** An instant as `24 Nov, 3:05 PM`: when something was completed, deleted or said. */
export function momentWords(at: string, clock: Clock): string {
  const instant = new Date(at);
  const time = timeOfDay(instant, clock);
  const date = localDate(instant, clock.zone);
  return date === localDate(clock.now, clock.zone) ? time : `${dayWords(date, clock)}, ${time}`;
}

/**
 * The UTC instant of a wall-clock time in a zone. A time that the clocks skip moves forward, one that they show
 * twice is the first.
 */
export function instantOf(date: string, time: string, zone: string): Date {
  const asUtc = Date.parse(`${date}T${time}Z`);
  const candidates = [-1, 1]
    .map((day) => asUtc - offsetAt(new Date(asUtc + day * 86_400_000), zone))
    .sort((a, b) => a - b);
  const exact = candidates.find((instant) => instant + offsetAt(new Date(instant), zone) === asUtc);
  return new Date(exact ?? (candidates.at(-1) as number));
}

/** Milliseconds by which the zone's clocks are ahead of UTC at an instant. */
function offsetAt(instant: Date, zone: string): number {
  const { date, time } = wallClock(instant, zone);
  const toMinute = Math.floor(instant.getTime() / 60_000) * 60_000;
  return Date.parse(`${date}T${time}Z`) - toMinute;
}
