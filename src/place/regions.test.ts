import { expect, test } from 'vitest';
import { buildRegions } from './regions.js';

const regions = buildRegions([
  { id: 'c', name: '临澜市', kind: 'city' },
  { id: 'd1', name: '澜东区', kind: 'district', parent: 'c', aliases: ['澜东'] },
  { id: 'd2', name: '青屿区', kind: 'district', parent: 'c' },
  { id: 's1', name: '南塘街道', kind: 'street', parent: 'd1' },
  { id: 's2', name: '南塘街道', kind: 'street', parent: 'd2' },
  { id: 'z', name: '临澜高新区', kind: 'zone', parent: 'c', aliases: ['高新区'] },
  { id: 'g50', name: 'G50高速', kind: 'road', parent: 'c', aliases: ['G50'] },
]);

test.each([
  ['澜东区南塘街道路灯不亮', 's1'],
  ['南塘街道（青屿区）路灯不亮', 's2'],
  ['临澜高新区工地噪音', 'z'],
  ['g50高速临澜市出口附近', 'g50'],
  ['澜东的公园', 'd1'],
])('%s is in %s', (text, id) => {
  expect(regions.find(text).chain[0]).toBe(id);
});

test('a shared name leaves what is sure, and names what it may be', () => {
  const found = regions.find('南塘街道路灯不亮');
  expect(found.chain).toEqual(['c']);
  expect(found.ambiguous).toEqual(['s1', 's2']);
});

test('the field wins; the text may only say more exactly where', () => {
  expect(regions.find('南塘街道', '青屿区').contradicts).toBeNull();
  expect(regions.find('澜东区南塘街道', '澜东区').chain[0]).toBe('s1');
  expect(regions.find('澜东区', '青屿区')).toMatchObject({ chain: ['d2', 'c'], contradicts: 'd1' });
  expect(regions.find('没有地名', 'd1').chain).toEqual(['d1', 'c']);
  expect(regions.find('没有地名').chain).toEqual([]);
});
