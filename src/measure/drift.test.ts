import { expect, test } from 'vitest';
import { driftOf } from './drift.js';

const trained = {
  support: new Map([
    ['水', 500],
    ['电', 500],
  ]),
  unknownShare: 0.1,
};
const rows = (water: number, power: number) => [
  ...Array.from({ length: water }, () => ({ label: '水' })),
  ...Array.from({ length: power }, () => ({ label: '电' })),
];

test.each([
  ['the same mix holds', 500, 500, 0.1, true],
  ['a shift of chance holds', 52, 48, 0.12, true],
  ['another mix does not', 900, 100, 0.1, false],
  ['new words do not', 500, 500, 0.3, false],
])('%s', (_, water, power, unknown, holds) => {
  expect(driftOf(trained, rows(water, power), unknown).holds).toBe(holds);
});

test('a label that training never saw counts as a shift', () => {
  const other = Array.from({ length: 100 }, () => ({ label: '气' }));
  expect(driftOf(trained, other, 0.1)).toMatchObject({ labelShift: 1, holds: false });
});
