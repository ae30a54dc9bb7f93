import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracy, macroF1, weightedF1 } from './accuracy.js';
import { ece, reliabilityBins } from './calibration-error.js';
import { mcNemar } from './paired.js';
import {
  areaUnderRiskCoverage,
  autoReport,
  coverageAt,
  type Judged,
  thresholdFor,
} from './selective.js';

const judged = (confidence: number, right: boolean, prediction = 'a'): Judged => ({
  confidence,
  right,
  prediction,
});
const rowsOf = fc.array(
  fc.record({
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    right: fc.boolean(),
    prediction: fc.constantFrom('a', 'b'),
  }),
  { maxLength: 300 },
);

test('accuracy and F1 by hand', () => {
  const rows = [
    { label: 'a', prediction: 'a' },
    { label: 'a', prediction: 'b' },
    { label: 'b', prediction: 'b' },
    { label: 'c', prediction: 'b' },
  ];
  expect(accuracy(rows)).toBe(0.5);
  // a: 2·1/(2+1), b: 2·1/(1+3), c: 0
  expect(macroF1(rows)).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3);
  expect(weightedF1(rows)).toBeCloseTo((2 * (2 / 3) + 1 / 2) / 4);
});

test('a threshold needs 149 right of 149 to show 0.98', () => {
  const sure = (n: number) => Array.from({ length: n }, () => judged(0.9, true));
  expect(thresholdFor(sure(149), 0.98)).toBe(0.9);
  expect(thresholdFor(sure(148), 0.98)).toBeNull();
  expect(thresholdFor([...sure(149), judged(0.5, false)], 0.98)).toBe(0.9);
  expect(() => thresholdFor([], 1)).toThrow(
    expect.objectContaining({ code: 'TARGET_OUT_OF_RANGE' }),
  );
});

test('a higher target never widens what is sent', () => {
  fc.assert(
    fc.property(rowsOf, (rows) => {
      const low = thresholdFor(rows, 0.6) ?? Number.POSITIVE_INFINITY;
      const high = thresholdFor(rows, 0.8) ?? Number.POSITIVE_INFINITY;
      expect(high).toBeGreaterThanOrEqual(low);
      expect(coverageAt(rows, 0.8)).toBeLessThanOrEqual(coverageAt(rows, 0.6));
    }),
  );
});

test('equal confidences are sent together or not at all', () => {
  const rows = [judged(0.8, true), judged(0.8, false)];
  expect(coverageAt(rows, 0.9)).toBe(0);
  expect(areaUnderRiskCoverage(rows)).toBeLessThanOrEqual(0.5);
});

test('what was sent is told with and without the largest class', () => {
  const rows = [
    judged(0.9, true, 'a'),
    judged(0.9, true, 'a'),
    judged(0.9, false, 'b'),
    judged(0.1, true, 'c'),
  ];
  const report = autoReport(rows, (row) => row.confidence >= 0.5);
  expect(report).toMatchObject({
    coverage: 0.75,
    classes: 2,
    withoutLargestClass: { coverage: 0.25, accuracy: 0 },
  });
  expect(autoReport(rows, () => false)).toMatchObject({ coverage: 0, accuracy: null, classes: 0 });
});

test('calibration error is 0 for an honest coin and 0.4 for a boaster', () => {
  const coin = Array.from({ length: 100 }, (_, i) => judged(0.5, i % 2 === 0));
  const boaster = Array.from({ length: 100 }, (_, i) => judged(0.9, i % 2 === 0));
  expect(ece(coin)).toBeCloseTo(0);
  expect(ece(boaster)).toBeCloseTo(0.4);
  expect(reliabilityBins(boaster)).toHaveLength(1);
});

test('McNemar: 8 against 2 is no proof, 20 against 4 is', () => {
  const pairs = (first: number, second: number) => [
    ...Array.from({ length: first }, () => [true, false] as const),
    ...Array.from({ length: second }, () => [false, true] as const),
    [true, true] as const,
  ];
  expect(mcNemar(pairs(8, 2)).p).toBeCloseTo(0.109375);
  expect(mcNemar(pairs(20, 4)).p).toBeLessThan(0.01);
  expect(mcNemar([]).p).toBe(1);
});
