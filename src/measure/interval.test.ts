import { expect, test } from 'vitest';
import { binomialUpperTail, exactInterval, lowerBound } from './interval.js';

test.each([
  // 0.05^(1/149): the fewest rows that can show 0.98 when all are right.
  [149, 149, 0.9801],
  [148, 148, 0.97996],
  [9, 10, 0.60584],
  [0, 10, 0],
])('lower bound of %i of %i', (right, n, expected) => {
  expect(lowerBound(right, n)).toBeCloseTo(expected, 4);
});

test('two-sided interval of 81 of 263, as Clopper and Pearson give it', () => {
  const [low, high] = exactInterval(81, 263);
  expect(low).toBeCloseTo(0.2527, 3);
  expect(high).toBeCloseTo(0.3676, 3);
  expect(exactInterval(0, 0)).toEqual([0, 1]);
});

test('the tail equals a plain sum, and stays right for large n', () => {
  let plain = 0;
  const choose = [1, 6, 15, 20, 15, 6, 1];
  for (let k = 4; k <= 6; k++) plain += choose[k]! * 0.3 ** k * 0.7 ** (6 - k);
  expect(binomialUpperTail(4, 6, 0.3)).toBeCloseTo(plain, 12);
  expect(binomialUpperTail(5000, 10000, 0.5)).toBeCloseTo(0.504, 3);
});
