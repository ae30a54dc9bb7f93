import { expect, test } from 'vitest';
import { buildTaxonomy, type CategoryData } from './taxonomy.js';
import { createMigration, diffTaxonomies } from './versions.js';

const tree = (version: string, leaves: [code: string, name: string, definition: string][]) => {
  const children: CategoryData[] = leaves.map(([code, name, definition]) => ({
    code,
    name,
    definition,
    includes: ['例'],
    excludes: [],
  }));
  const branches = [
    {
      code: '05',
      name: '环境保护',
      definition: '污染',
      children: [{ code: '0501', name: '噪声', definition: '声音', children }],
    },
  ];
  return buildTaxonomy({ version, branches, lexicon: [] });
};

const v1 = tree('1.0.0', [
  ['050101', '施工噪声', '工地的声音'],
  ['050102', '喇叭声', '店铺喇叭'],
  ['050103', '广播声', '店铺广播'],
  ['050104', '鞭炮声', '燃放的声音'],
  ['050105', '工厂声', '厂房的声音'],
]);
// 050101 is split by the time of day, 050102 and 050103 are merged, 050104 is retired, 050105 renamed.
const v2 = tree('2.0.0', [
  ['050106', '夜间施工噪声', '夜里工地的声音'],
  ['050107', '白天施工噪声', '白天工地的声音'],
  ['050102', '喇叭声', '店铺喇叭和广播'],
  ['050105', '工业噪声', '厂房的声音'],
]);
const rows = [
  { from: '050101', to: ['050106', '050107'] },
  { from: '050103', to: ['050102'] },
  { from: '050104', to: [] },
];
const diff = diffTaxonomies(v1, v2);

test('a diff tells what was added, retired, renamed and redefined', () => {
  expect(diff).toEqual({
    from: '1.0.0',
    to: '2.0.0',
    added: ['050106', '050107'],
    retired: ['050101', '050103', '050104'],
    renamed: [{ code: '050105', from: '工厂声', to: '工业噪声' }],
    redefined: ['050102'],
  });
});

test.each([
  ['050101', ['050106', '050107'], 'split'],
  ['050103', ['050102'], 'merged'],
  ['050104', [], 'retired'],
  ['050105', ['050105'], 'kept'],
])('a ticket filed under %s of 1.0.0 is carried to %j of 2.0.0 (%s)', (code, expected) => {
  expect(createMigration(rows, diff, v2)(code)).toEqual(expected);
});

test('a retired code without a row, and a row that leads nowhere, are refused', () => {
  expect(() => createMigration(rows.slice(1), diff, v2)).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ field: '050101' }) }),
  );
  expect(() => createMigration([...rows, { from: '050105', to: ['059999'] }], diff, v2)).toThrow(
    expect.objectContaining({ code: 'TAXONOMY_FAULT' }),
  );
});
