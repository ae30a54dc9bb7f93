import { expect, test } from 'vitest';
import { dueAt, localTime } from './calendar.js';

const calendar = {
  '2026': {
    holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
    workdays: ['2026-10-10'],
  },
};

test.each([
  [
    'minutes',
    '2026-03-02T23:50:00+08:00',
    { amount: 15, unit: 'minute' },
    '2026-03-03T00:05:00+08:00',
  ],
  ['hours', '2026-03-02T23:00:00+08:00', { amount: 2, unit: 'hour' }, '2026-03-03T01:00:00+08:00'],
  [
    'days run through a weekend',
    '2026-03-06T09:00:00+08:00',
    { amount: 3, unit: 'day' },
    '2026-03-09T09:00:00+08:00',
  ],
  [
    'working days skip a weekend',
    '2026-03-06T09:00:00+08:00',
    { amount: 1, unit: 'workingDay' },
    '2026-03-09T09:00:00+08:00',
  ],
  [
    'and the holidays',
    '2026-09-30T09:00:00+08:00',
    { amount: 1, unit: 'workingDay' },
    '2026-10-08T09:00:00+08:00',
  ],
  [
    'and count a worked Saturday',
    '2026-10-09T09:00:00+08:00',
    { amount: 1, unit: 'workingDay' },
    '2026-10-10T09:00:00+08:00',
  ],
  [
    'another offset counts its own days',
    '2026-03-06T23:30:00Z',
    { amount: 1, unit: 'workingDay' },
    '2026-03-09T23:30:00+00:00',
  ],
] as const)('%s', (_, receivedAt, duration, expected) => {
  expect(dueAt(receivedAt, duration, calendar)).toBe(expected);
});

test('no guess outside the calendar, nor of a time that is none', () => {
  expect(
    dueAt('2027-03-06T09:00:00+08:00', { amount: 1, unit: 'workingDay' }, calendar),
  ).toBeNull();
  expect(
    dueAt('2026-12-31T09:00:00+08:00', { amount: 1, unit: 'workingDay' }, calendar),
  ).toBeNull();
  expect(dueAt('yesterday', { amount: 1, unit: 'hour' }, calendar)).toBeNull();
  expect(localTime('2026-13-01T00:00:00+08:00')).toBeNull();
});
