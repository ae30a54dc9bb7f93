import { expect, test } from 'vitest';
import { copiedRuns } from './copied-runs.js';

const real = ['前面是别的话。这一整句话来自真实工单一个字都没有改动过。后面也是'];

test('a run of 16 characters is found, wherever it stands', () => {
  const ours = new Map([['a.json', '{"text":"这一整句话来自真实工单一个字都没有改动过"}']]);
  const found = copiedRuns(ours, real);
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]?.file).toBe('a.json');
});

test('15 characters are chance, and a broken run is none', () => {
  const ours = new Map([
    ['a', '这一整句话来自真实工单一个字都'],
    ['b', '这一整句话来自,真实工单一个字都没有改动过'],
  ]);
  expect(copiedRuns(ours, real)).toEqual([]);
});

test('a name of a unit is no sentence', () => {
  const ours = new Map([['a', '这一整句话来自真实工单一个字都没有改动过']]);
  expect(copiedRuns(ours, real, ['这一整句话来自真实工单一个字都没有改动过'])).toEqual([]);
});
