/** Due times: hours as they run, working days by the pack's calendar. */

import type { Duration } from '../decision.js';
import type { CalendarYear } from './types.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Local date and clock of an ISO 8601 time with offset; null when it is none. */
export function localTime(iso: string): { date: string; time: string; offset: string } | null {
  const match = ISO.exec(iso);
  if (match === null || Number.isNaN(Date.parse(iso))) return null;
  return { date: match[1]!, time: match[2]!, offset: match[3] === 'Z' ? '+00:00' : match[3]! };
}

const offsetMinutes = (offset: string): number => {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
};

function isWorkday(day: string, calendar: Readonly<Record<string, CalendarYear>>): boolean | null {
  const year = calendar[day.slice(0, 4)];
  if (year === undefined) return null;
  if (year.holidays.includes(day)) return false;
  if (year.workdays.includes(day)) return true;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * When a duration that begins at `receivedAt` is over.
 * @returns ISO 8601 in the offset of `receivedAt`; null when the calendar lacks a year that it needs,
 *          or `receivedAt` is no time. A working day ends at the clock time at which it began.
 */
export function dueAt(
  receivedAt: string,
  duration: Duration,
  calendar: Readonly<Record<string, CalendarYear>>,
): string | null {
  const local = localTime(receivedAt);
  if (local === null) return null;
  const shift = offsetMinutes(local.offset) * MINUTE;
  // Local wall time as if it were UTC, so that days are counted where the citizen lives.
  let wall = Date.parse(receivedAt) + shift;
  if (duration.unit === 'minute') wall += duration.amount * MINUTE;
  else if (duration.unit === 'hour') wall += duration.amount * 60 * MINUTE;
  else if (duration.unit === 'day') wall += duration.amount * DAY;
  else {
    for (let left = Math.ceil(duration.amount); left > 0; ) {
      wall += DAY;
      const worked = isWorkday(new Date(wall).toISOString().slice(0, 10), calendar);
      if (worked === null) return null;
      if (worked) left--;
    }
  }
  return `${new Date(wall).toISOString().slice(0, 19)}${local.offset}`;
}
