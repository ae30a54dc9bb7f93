import { expect, test } from 'vitest';
import type { TaxonomyData } from '../taxonomy/taxonomy.js';
import type { Fixture } from './fixture.js';
import { checkFixtures, type FixtureFault } from './fixture-check.js';

const taxonomy: TaxonomyData = {
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
          children: ['050101', '050199'].map((code) => ({ code, name: code, definition: code })),
        },
      ],
    },
  ],
  lexicon: [
    {
      code: '05',
      categories: {
        '050101': { keywords: {}, utterances: ['深夜工地打桩机一直响到凌晨三点钟孩子吓哭了'] },
      },
    },
  ],
};
const fixture = (id: string, text: string, rest: Partial<Fixture> = {}): Fixture => ({
  id,
  set: 'plain',
  voice: '话务',
  channel: '电话',
  region: '',
  received_at: '',
  previous_id: '',
  text,
  code: '050101',
  other_codes: '',
  request: '投诉',
  urgency: '一般',
  action: 'dispatch',
  lead_role: '城市管理',
  ...rest,
});
const sound = (): Fixture[] => [
  fixture('P001', '隔壁在建的楼盘半夜还在浇筑混凝土'),
  fixture('P002', '搅拌车倒车提示音整宿没停过', { voice: '短帖' }),
  fixture('H001', '不是反映吵闹，只想问施工许可公示在哪看', { set: 'negation' }),
];
const wanted = {
  perCategory: 2,
  voices: 2,
  hard: 1,
  sets: { negation: 1 },
  nearest: 0.5,
  medianNearest: 0.2,
};
const check = (rows: Fixture[], want = {}): FixtureFault[] => [
  ...checkFixtures(rows, taxonomy, new Set(['城市管理']), { ...wanted, ...want }).faults,
];

test('sound fixtures have no fault', () => {
  expect(check(sound())).toEqual([]);
});

test.each<[FixtureFault['kind'], string, (rows: Fixture[]) => Fixture[], object?]>([
  ['id', 'P001', (rows) => [...rows, fixture('P001', '别的事情一件')]],
  ['text', 'P003', (rows) => [...rows, fixture('P003', rows[0]?.text ?? '')]],
  ['code', 'P003', (rows) => [...rows, fixture('P003', '别的事情一件', { code: '050177' })]],
  ['code', 'P003', (rows) => [...rows, fixture('P003', '别的一件', { other_codes: '010177' })]],
  ['role', 'P003', (rows) => [...rows, fixture('P003', '别的事情', { lead_role: '城管局' })]],
  ['previous', 'P003', (rows) => [...rows, fixture('P003', '催办', { previous_id: 'P003' })]],
  ['perCategory', '050101', (rows) => rows.slice(1)],
  ['voices', '050101', (rows) => rows.map((row) => ({ ...row, voice: '口语' as const }))],
  ['set', 'negation', (rows) => rows.slice(0, 2)],
  ['hard', '', (rows) => rows, { hard: 9 }],
  [
    'nearest',
    'P003',
    (rows) => [...rows, fixture('P003', '昨晚工地打桩机一直响到凌晨三点钟，孩子吓哭')],
  ],
  [
    'median',
    '',
    (rows) => rows.map((row, i) => ({ ...row, text: `打桩机一直响到凌晨三点钟${i}次` })),
    { nearest: 1 },
  ],
])('a fault of the kind %s is named at %s', (kind, at, plant, want) => {
  expect(check(plant(sound()), want).map((fault) => `${fault.kind} ${fault.at}`)).toContain(
    `${kind} ${at}`,
  );
});
