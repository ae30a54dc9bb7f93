import { expect, test } from 'vitest';
import type { BenchOutcome, BenchResult, Measured } from './bench-cases.js';
import { type Baseline, baselineRow, checkGate } from './gate.js';

type Hits = Partial<Record<Measured, boolean>>;
const result = (
  id: string,
  set: string,
  change: Partial<BenchOutcome> = {},
  hits: Hits = { level3: true, lead: true },
  wanted = {},
): BenchResult => ({
  case: { id, set, ticket: { text: id }, wanted: { code: '050101', ...wanted } },
  outcome: {
    id,
    code: '050101',
    role: '城市管理',
    unit: 'cg-e',
    region: 'east',
    request: '投诉',
    urgency: '一般',
    action: 'review',
    ...change,
  },
  categoryConfidence: 0.9,
  leadConfidence: 0.9,
  kind: '',
  hits,
});
const baselineOf = (results: readonly BenchResult[]): Baseline => ({
  accepted: '2026-11-25',
  why: '测试',
  versions: {},
  outcomes: Object.fromEntries(results.map((one) => [one.case.id, baselineRow(one)])),
});
const kinds = (before: BenchResult[], after: BenchResult[]) =>
  checkGate(after, baselineOf(before)).failures.map(({ kind, at }) => `${kind} ${at}`);
const many = (n: number, make: (i: number) => BenchResult) =>
  Array.from({ length: n }, (_, i) => make(i));

test('an unchanged run passes and turns nothing', () => {
  const results = many(40, (i) => result(`P${i}`, 'plain'));
  const report = checkGate(results, baselineOf(results));
  expect(report).toEqual({ passed: true, failures: [], turned: [], unknown: [] });
});

test('an emergency that is no longer found fails, even one of thousands', () => {
  const wanted = { urgency: '特急' };
  const before = [result('E1', 'emergency', { urgency: '特急' }, { urgency: true }, wanted)];
  const after = [result('E1', 'emergency', {}, { urgency: false }, wanted)];
  expect(kinds(before, after)).toContain('emergency E1');
});

test('a complaint that goes to its own unit fails', () => {
  const before = [result('R1', 'recusal', { unit: 'gov' }, { recusal: true })];
  const after = [result('R1', 'recusal', {}, { recusal: false })];
  expect(kinds(before, after)).toContain('recusal R1');
});

test('a wrong lead that now leaves unseen fails', () => {
  const before = [result('P1', 'plain', {}, { lead: false })];
  const after = [result('P1', 'plain', { action: 'dispatch' }, { lead: false })];
  expect(kinds(before, after)).toContain('dispatch P1');
});

test('a category that loses three of its five fails, two do not', () => {
  const before = many(5, (i) => result(`P${i}`, 'plain'));
  const after = (lost: number) =>
    many(5, (i) =>
      i < lost
        ? result(`P${i}`, 'plain', { code: '050102' }, { level3: false, lead: true })
        : result(`P${i}`, 'plain'),
    );
  expect(kinds(before, after(3))).toContain('category 050101');
  expect(kinds(before, after(2))).toEqual([]);
});

test('what others of the category win counts against its losses', () => {
  const before = many(6, (i) => result(`P${i}`, 'plain', {}, { level3: i < 3 }));
  const after = many(6, (i) => result(`P${i}`, 'plain', {}, { level3: i >= 3 }));
  expect(kinds(before, after)).toEqual([]);
});

test('a region whose units are gone fails by its name', () => {
  const before = many(4, (i) => result(`P${i}`, 'plain'));
  const after = many(4, (i) => result(`P${i}`, 'plain', { unit: '', region: '' }));
  expect(kinds(before, after)).toEqual(expect.arrayContaining(['region east', 'role 城市管理']));
});

test('a branch or a hard set that loses more than chance fails, and a fair swap does not', () => {
  const hit = (i: number, right: (i: number) => boolean, set: string) =>
    result(`H${i}`, set, { action: right(i) ? 'inform' : 'review' }, { action: right(i) });
  const before = many(60, (i) => hit(i, (k) => k < 40, 'out-of-scope'));
  const worse = many(60, (i) => hit(i, (k) => k < 30, 'out-of-scope'));
  const swapped = many(60, (i) => hit(i, (k) => k >= 10 && k < 50, 'out-of-scope'));
  expect(kinds(before, worse)).toContain('set out-of-scope');
  expect(kinds(before, swapped)).not.toContain('set out-of-scope');
});

test('tickets that are gone fail; new ones are told', () => {
  const before = many(3, (i) => result(`P${i}`, 'plain'));
  const report = checkGate([...before.slice(1), result('N1', 'plain')], baselineOf(before));
  expect(report.failures.map((one) => one.kind)).toEqual(['missing']);
  expect(report.unknown).toEqual(['N1']);
});

test('every ticket that turned is listed, losses marked', () => {
  const before = [result('P1', 'plain')];
  const after = [
    result('P1', 'plain', { code: '050102', region: 'west' }, { level3: false, lead: true }),
  ];
  expect(checkGate(after, baselineOf(before)).turned).toEqual([
    { id: 'P1', field: 'code', before: '050101', after: '050102', isLoss: true },
    { id: 'P1', field: 'region', before: 'east', after: 'west', isLoss: false },
  ]);
});

test('many that change hands for nothing fail, and for a gain they pass', () => {
  const change = (i: number, role: string, lead: boolean) =>
    result(`P${i}`, 'several', { role }, { lead });
  const before = many(6, (i) => change(i, '城市管理', false));
  expect(
    kinds(
      before,
      many(6, (i) => change(i, '生态环境', false)),
    ),
  ).toContain('churn 0501');
  expect(
    kinds(
      before,
      many(6, (i) => change(i, '生态环境', true)),
    ),
  ).toEqual([]);
});

test('a category whose tickets change hands without gain fails', () => {
  const before = many(5, (i) => result(`P${i}`, 'plain', {}, { level3: true }));
  const after = many(5, (i) =>
    result(`P${i}`, 'plain', i < 3 ? { role: '公安治安' } : {}, { level3: true }),
  );
  expect(kinds(before, after)).toContain('churn 050101');
});

test('so wide a change that a person should look fails, even with as many won as lost', () => {
  const before = many(60, (i) => result(`H${i}`, 'typing', {}, { request: i % 2 === 0 }));
  const after = (turned: number) =>
    many(60, (i) =>
      i < turned
        ? result(`H${i}`, 'typing', { request: '咨询' }, { request: i % 2 === 1 })
        : before[i]!,
    );
  expect(kinds(before, after(8))).toContain('churn typing');
  expect(kinds(before, after(6))).toEqual([]);
});

test('another lexicon under the same version fails, under a new one it does not', () => {
  const results = [result('P1', 'plain')];
  const baseline = { ...baselineOf(results), versions: { taxonomy: '1.0.0+aaaa' } };
  const kindsOf = (taxonomy: string) =>
    checkGate(results, baseline, { taxonomy }).failures.map(({ kind }) => kind);
  expect(kindsOf('1.0.0+aaaa')).toEqual([]);
  expect(kindsOf('1.0.0+bbbb')).toEqual(['version']);
  expect(kindsOf('1.1.0+bbbb')).toEqual([]);
});
