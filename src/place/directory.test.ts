import { expect, test } from 'vitest';
import { buildDirectory } from './directory.js';

const directory = buildDirectory({
  regions: [
    { id: 'city', name: '临澜市', kind: 'city' },
    { id: 'east', name: '澜东区', kind: 'district', parent: 'city' },
    { id: 'west', name: '澜西区', kind: 'district', parent: 'city' },
  ],
  units: [
    { id: 'a', name: '甲通信公司', kind: '通信公司', region: 'city', aliases: ['甲通信'] },
    { id: 'b', name: '乙通信公司', kind: '通信公司', region: 'city', aliases: ['乙通信'] },
    { id: 'env', name: '市环保局', kind: '环保局', region: 'city', aliases: ['环保局'] },
    { id: 'env-e', name: '澜东区环保局', kind: '环保局', region: 'east', aliases: ['环保局'] },
    { id: 'env-w', name: '澜西区环保局', kind: '环保局', region: 'west', aliases: ['环保局'] },
    {
      id: 'old',
      name: '市工商局',
      kind: '工商局',
      region: 'city',
      validTo: '2018-12-31',
      successor: 'new',
    },
    {
      id: 'new',
      name: '市市场监管局',
      kind: '市场监管局',
      region: 'city',
      validFrom: '2019-01-01',
    },
  ],
  assignments: [
    { role: '电信企业', region: 'city', unit: 'a' },
    { role: '电信企业', region: 'city', unit: 'b' },
    { role: '生态环境', region: 'city', unit: 'env' },
    { role: '生态环境', region: 'east', unit: 'env-e' },
    { role: '市场监管', region: 'city', unit: 'old' },
  ],
});

test('of several providers the text names one, else the first is meant', () => {
  const unitFor = (text: string) =>
    directory.unitFor('电信企业', [], '2026-01-01', directory.namedIn(text, []))?.id;
  expect(unitFor('乙通信的宽带断了三天')).toBe('b');
  expect(unitFor('宽带断了三天')).toBe('a');
});

test('the nearest region that has a unit for the role answers', () => {
  expect(directory.unitFor('生态环境', ['east', 'city'], '2026-01-01')?.id).toBe('env-e');
  expect(directory.unitFor('生态环境', ['west', 'city'], '2026-01-01')?.id).toBe('env');
  expect(directory.unitFor('生态环境', [], '2026-01-01')?.id).toBe('env');
  expect(directory.unitFor('供热企业', [], '2026-01-01')).toBeNull();
});

test('a unit out of its time is answered for by its successor', () => {
  expect(directory.unitFor('市场监管', [], '2018-06-30')?.id).toBe('old');
  expect(directory.unitFor('市场监管', [], '2019-06-30')?.id).toBe('new');
});

test('a name that several units share is the one of the region, a longer name is itself', () => {
  const ids = (text: string, chain: string[]) =>
    directory.namedIn(text, chain).map(({ unit }) => unit.id);
  expect(ids('环保局没人接电话', ['west', 'city'])).toEqual(['env-w']);
  expect(ids('环保局没人接电话', [])).toEqual(['env']);
  expect(ids('澜东区环保局没人接电话', ['west', 'city'])).toEqual(['env-e']);
});
