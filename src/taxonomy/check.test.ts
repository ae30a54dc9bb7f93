import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, readTaxonomy } from '../cli/load.js';
import { checkTaxonomy, type TaxonomyFault } from './check.js';
import type { CategoryData, TaxonomyData } from './taxonomy.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

const words = [
  '甲巷口',
  '乙桥边',
  '丙村头',
  '丁楼下',
  '戊站旁',
  '己校门',
  '庚市场',
  '辛公园',
  '壬码头',
  '癸路口',
  '子弄堂',
  '丑广场',
];
const leaf = (code: string, name: string): CategoryData => ({
  code,
  name,
  definition: `说清楚什么样的诉求属于${name}这一类`,
  includes: ['典型事项'],
  excludes: code.endsWith('99')
    ? []
    : [{ case: '近似事项', code: code === '050101' ? '050102' : '050101' }],
});
const entry = (about: string) => ({
  keywords: {
    [`${about}一`]: 3,
    [`${about}二`]: 3,
    [`${about}三`]: 3,
    [`${about}四`]: 3,
    [`${about}五`]: 3,
    [`${about}六`]: 3,
  },
  utterances: words.map(
    (word, i) => `${word}${about}${'吵坏响脏乱差堵臭裂漏黑慢'[i]}得很${i}天没人管`,
  ),
});
const sound = (): Mutable<TaxonomyData> =>
  ({
    version: '1.0.0',
    branches: [
      {
        code: '05',
        name: '环境保护',
        definition: '污染',
        children: [
          {
            code: '0501',
            name: '噪声',
            definition: '声音',
            children: [
              leaf('050101', '施工噪声'),
              leaf('050102', '喇叭噪声'),
              leaf('050199', '其他噪声'),
            ],
          },
        ],
      },
    ],
    lexicon: [{ code: '05', categories: { '050101': entry('工地'), '050102': entry('喇叭') } }],
  }) as Mutable<TaxonomyData>;
const wanted = { level1: 1, level2: 1, level3: 3, withExcludes: 2 } as Record<string, number>;
const check = (data: TaxonomyData): TaxonomyFault[] => checkTaxonomy(data, wanted as never);
// biome-ignore lint/suspicious/noExplicitAny: the tests plant faults that the types forbid
const leaves = (data: any) => data.branches[0].children[0].children;

test('a sound tree has no fault', () => {
  expect(check(sound())).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: as above
test.each<[string, (data: any) => void, TaxonomyFault['kind'], string]>([
  ['a category too few', (d) => leaves(d).splice(1, 1), 'count', ''],
  [
    'a code of the wrong shape',
    (d) => {
      leaves(d)[1].code = '0501x2';
    },
    'code',
    '0501x2',
  ],
  [
    'a code twice',
    (d) => {
      leaves(d)[1].code = '050101';
    },
    'code',
    '050101',
  ],
  [
    'a name twice under a parent',
    (d) => {
      leaves(d)[1].name = '施工噪声';
    },
    'name',
    '050102',
  ],
  [
    'an 其他 that is no 99',
    (d) => {
      leaves(d)[1].name = '其他喇叭';
    },
    'other',
    '050102',
  ],
  [
    'a 99 that is a dumping ground',
    (d) => {
      leaves(d)[2].includes = Array(9).fill('事项');
    },
    'other',
    '050199',
  ],
  [
    'an 其他 above the third level',
    (d) => {
      d.branches[0].children[0].name = '其他环境';
    },
    'other',
    '0501',
  ],
  [
    'a definition that repeats the name',
    (d) => {
      leaves(d)[0].definition = '施工噪声问题';
    },
    'definition',
    '050101',
  ],
  [
    'an exclude to itself',
    (d) => {
      leaves(d)[0].excludes[0].code = '050101';
    },
    'exclude',
    '050101',
  ],
  [
    'an exclude to nowhere',
    (d) => {
      leaves(d)[0].excludes[0].code = '059901';
    },
    'exclude',
    '050101',
  ],
  [
    'too few excludes',
    (d) => {
      leaves(d)[0].excludes = [];
    },
    'count',
    '',
  ],
  [
    'a lexicon for a 99',
    (d) => {
      d.lexicon[0].categories['050199'] = entry('别的');
    },
    'keywords',
    '050199',
  ],
  [
    'a lexicon without a category',
    (d) => {
      d.lexicon[0].categories['050150'] = entry('别的');
    },
    'keywords',
    '050150',
  ],
  [
    'a keyword too few',
    (d) => {
      delete d.lexicon[0].categories['050101'].keywords.工地一;
    },
    'keywords',
    '050101',
  ],
  [
    'an utterance too few',
    (d) => {
      d.lexicon[0].categories['050101'].utterances.pop();
    },
    'utterances',
    '050101',
  ],
  [
    'two utterances alike',
    (d) => {
      const u = d.lexicon[0].categories['050101'].utterances;
      u[1] = `${u[0]}了`;
    },
    'likeness',
    '050101',
  ],
  [
    'an utterance that is too long',
    (d) => {
      d.lexicon[0].categories['050101'].utterances[3] = '长'.repeat(331);
    },
    'length',
    '050101',
  ],
  [
    'utterances that only repeat the name',
    (d) => {
      const u = d.lexicon[0].categories['050101'].utterances;
      for (let i = 0; i < 9; i++) u[i] = `${u[i]}施工噪声`;
    },
    'ownName',
    '050101',
  ],
  [
    'one opening too often',
    (d) => {
      const u = d.lexicon[0].categories['050101'].utterances;
      for (const i of [0, 1, 2]) u[i] = `一模一样的开头八字${u[i]}`;
    },
    'opening',
    '',
  ],
])('%s is named', (_, plant, kind, code) => {
  const data = sound();
  plant(data);
  expect(check(data as TaxonomyData)).toContainEqual(expect.objectContaining({ kind, code }));
});

test('the shipped taxonomy has no fault', () => {
  expect(checkTaxonomy(readTaxonomy(join(packageRoot(), 'taxonomy')))).toEqual([]);
});

test('a situation with a foreign code, outside its level 2, or given twice is named', () => {
  const data = sound();
  const row = {
    situation: 'emergency',
    code: '050101',
    request: '求助',
    text: '楼上着火了',
  } as const;
  const faults = (situations: readonly (typeof row | { code: string })[]) =>
    check({ ...data, situations } as never).map(({ kind }) => kind);
  expect(faults([{ ...row, situation: 'normal' } as never])).toEqual([]);
  expect(faults([row])).toContain('situation');
  expect(faults([{ ...row, situation: 'normal', code: '990101' } as never])).toContain('situation');
  const normal = { ...row, situation: 'normal' } as never;
  expect(faults([normal, normal])).toContain('situation');
});
