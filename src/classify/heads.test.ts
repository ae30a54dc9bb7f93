import { expect, test } from 'vitest';
import {
  createHead,
  fitHead,
  isHeadLabel,
  outputName,
  situationOf,
  situationShares,
} from './heads.js';

const outputs = ['01', '010101', 'situation:emergency', 'situation:normal', 'request:投诉'];

test('a head reads its own outputs alone, and its shares sum to one', () => {
  const head = createHead('situation', outputs, { situation: 2 })!;
  const shares = head.shares(Float32Array.from([9, 9, 1, 0, 9]));
  expect(head.labels).toEqual(['emergency', 'normal']);
  expect(shares[0]! + shares[1]!).toBeCloseTo(1);
  expect(shares[0]).toBeGreaterThan(shares[1]!);
  expect(situationShares(head, Float32Array.from([0, 0, 1, 0, 0])).followUp).toBe(0);
});

test('a model that never learned a head has none', () => {
  expect(createHead('situation', ['01', '0101'], { situation: 2 })).toBeNull();
  expect(createHead('situation', outputs, {})).toBeNull();
  expect(fitHead('situation', [], outputs)).toBeUndefined();
});

test('a head’s label is no code, whatever its length', () => {
  expect(isHeadLabel(outputName('situation', 'normal'))).toBe(true);
  expect(isHeadLabel('010101')).toBe(false);
});

test('categories tell their situation', () => {
  expect(['130103', '130604', '130706', '130708', '130501', '050101'].map(situationOf)).toEqual([
    'emergency',
    'invalid',
    'followUp',
    'normal',
    'outOfScope',
    'normal',
  ]);
});
