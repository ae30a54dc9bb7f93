import { expect, test } from 'vitest';
import { buildTaxonomy, type CategoryData } from './taxonomy.js';

const branch: CategoryData = {
  code: '02',
  name: '城乡建设',
  definition: '城市的建造与维护',
  children: [
    {
      code: '0206',
      name: '供水',
      definition: '自来水的供应与收费',
      children: [
        { code: '020601', name: '停水', definition: '没有水' },
        { code: '020699', name: '其他供水', definition: '其余' },
      ],
    },
  ],
};
const build = (branches: CategoryData[]) =>
  buildTaxonomy({ version: '1.0.0', branches, lexicon: [] });

test('paths, parents and the 99', () => {
  const taxonomy = build([branch]);
  expect(taxonomy.byCode.get('020601')?.path).toEqual(['城乡建设', '供水', '停水']);
  expect(taxonomy.byCode.get('020601')?.parent?.code).toBe('0206');
  expect(taxonomy.leaves.map((leaf) => [leaf.code, leaf.isOther])).toEqual([
    ['020601', false],
    ['020699', true],
  ]);
});

test.each([
  ['a code twice', [branch, branch]],
  [
    'a code under the wrong parent',
    [{ ...branch, children: [{ code: '0306', name: '供水', definition: '水' }] }],
  ],
  ['a code that is no number', [{ ...branch, code: '2' }]],
])('%s is refused', (_, branches) => {
  expect(() => build(branches)).toThrow(expect.objectContaining({ code: 'TAXONOMY_FAULT' }));
});
