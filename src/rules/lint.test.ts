import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { nearest } from '../cli/did-you-mean.js';
import { packageRoot, readPack, readRuleSet, readTaxonomy } from '../cli/load.js';
import type { PackData } from '../place/types.js';
import { buildTaxonomy, type Taxonomy } from '../taxonomy/taxonomy.js';
import { normalize } from '../text/normalize.js';
import { type Finding, lintRules } from './lint.js';
import type { Condition, Facts, RuleData, RuleSetData } from './types.js';

let taxonomy: Taxonomy;
let shipped: RuleSetData;
beforeAll(async () => {
  taxonomy = buildTaxonomy(readTaxonomy(join(packageRoot(), 'taxonomy')));
  shipped = await readRuleSet(join(packageRoot(), 'rules'));
});

const factsOf = (text: string): Facts => {
  const normalized = normalize(text).text;
  return {
    text: normalized,
    length: normalized.replace(/\s+/gu, '').length,
    channel: null,
    time: null,
    date: '2026-11-25',
    hasPrevious: false,
    returns: 0,
    request: null,
    urgency: '一般',
    category: null,
    confidence: null,
    level2Confidence: null,
    emergencyShare: 0,
    followUpShare: 0,
    invalidShare: 0,
    outOfScopeShare: 0,
    region: [],
    amount: null,
  };
};
const has = (...value: string[]): Condition => ({ fact: 'text', operator: 'containsAny', value });
const rule = (id: string, change: Partial<RuleData> = {}): RuleData => ({
  id,
  title: id,
  basis: '测试',
  priority: 10,
  conditions: has('停水'),
  event: { type: 'route', params: { role: '水务' } },
  examples: { match: ['家里停水了'], noMatch: ['路灯不亮'] },
  ...change,
});
const lint = (rules: readonly RuleData[], change: Partial<RuleSetData> = {}, pack?: PackData) =>
  lintRules({
    rules: {
      ...shipped,
      files: [{ phase: 'route', version: '1.0.0', rules }],
      ...change,
    },
    fileNames: ['route.json'],
    taxonomy,
    pack: pack ?? readPack('generic'),
    factsOf,
    nearest,
  });
const brief = (findings: readonly Finding[]) =>
  findings.map(({ kind, ruleId, path }) => `${kind} ${ruleId ?? ''} ${path.join('.')}`);

test('a sound rule has no finding', () => {
  expect(lint([rule('a')])).toEqual([]);
});

test.each<[string, RuleData[], string, string | undefined]>([
  [
    'a code that does not exist',
    [
      rule('a', {
        conditions: {
          all: [has('停水'), { fact: 'category', operator: 'underCategory', value: '0299' }],
        },
      }),
    ],
    'unknownCode a rules.0.conditions.all.1.value',
    '0209',
  ],
  [
    'a role that does not exist',
    [rule('a', { event: { type: 'route', params: { role: '水务局' } } })],
    'unknownRole a rules.0.event.params.role',
    '水务',
  ],
  [
    'an id used twice',
    [rule('a'), rule('a', { priority: 9 })],
    'duplicateId a rules.1.id',
    undefined,
  ],
  [
    'a rule that can never decide',
    [
      rule('a', { priority: 20, conditions: has('停水', '没水') }),
      rule('b', { conditions: has('又停水'), examples: { match: ['又停水'], noMatch: ['好'] } }),
    ],
    'neverWins b rules.1.priority',
    undefined,
  ],
  [
    'a tie that an example proves',
    [
      rule('a'),
      rule('b', {
        conditions: has('家里'),
        event: { type: 'route', params: { role: '供水企业' } },
      }),
    ],
    'tie a rules.0.priority',
    undefined,
  ],
  [
    'an example that must match and does not',
    [rule('a', { examples: { match: ['没有水'], noMatch: ['好'] } })],
    'example a rules.0.examples.match.0',
    undefined,
  ],
  [
    'an example that must not match and does',
    [rule('a', { examples: { match: ['停水'], noMatch: ['没停水'] } })],
    'example a rules.0.examples.noMatch.0',
    undefined,
  ],
  [
    'an empty group',
    [rule('a', { conditions: { all: [has('停水'), { any: [] }] } })],
    'emptyGroup a rules.0.conditions.all.1.any',
    undefined,
  ],
  ['a priority of 0', [rule('a', { priority: 0 })], 'priority a rules.0.priority', undefined],
  [
    'a repetition of a repetition',
    [
      rule('a', {
        conditions: { all: [has('停水'), { fact: 'text', operator: 'matches', value: '(水+)+$' }] },
        examples: { match: ['停水'], noMatch: ['好'] },
      }),
    ],
    'pattern a rules.0.conditions.all.1.value',
    undefined,
  ],
  [
    'a pattern that RE2 does not take',
    [
      rule('a', {
        conditions: {
          all: [has('停水'), { not: { fact: 'text', operator: 'matches', value: '(?=水)' } }],
        },
      }),
    ],
    'pattern a rules.0.conditions.all.1.not.value',
    undefined,
  ],
  [
    'an operator that does not exist',
    [rule('a', { conditions: { fact: 'text', operator: 'containAny', value: ['停水'] } })],
    'unknownOperator a rules.0.conditions.operator',
    'containsAny',
  ],
  [
    'a fact that does not exist',
    [
      rule('a', {
        conditions: {
          all: [has('停水'), { fact: 'txt' as 'text', operator: 'equal', value: 'x' }],
        },
      }),
    ],
    'unknownFact a rules.0.conditions.all.1.fact',
    'text',
  ],
])('%s is named with its place', (_, rules, wanted, near) => {
  const findings = lint(rules);
  expect(brief(findings)).toContain(wanted);
  if (near !== undefined)
    expect(findings.find((one) => brief([one])[0] === wanted)?.didYouMean).toBe(near);
});

test('tables and packs are held against what exists', () => {
  const pack = readPack('example');
  const broken: PackData = {
    ...pack,
    routes: [{ code: '0299', region: '', role: '水务', assist: [] }],
    assignments: [
      ...pack.assignments.filter((one) => one.role !== '供热企业'),
      { role: '水务', region: 'nowhere', unit: 'nobody' },
    ],
  };
  const found = brief(lint([rule('a')], {}, broken));
  expect(found).toContain('unknownCode  routes.0');
  expect(found).toContain(`unknownRegion  assignments.${broken.assignments.length - 1}.region`);
  expect(found).toContain(`unknownUnit  assignments.${broken.assignments.length - 1}.unit`);
  expect(found).toContain('gap  assignments');
  expect(
    brief(
      lint([rule('a')], { routes: shipped.routes.filter((row) => !row.code.startsWith('0206')) }),
    ),
  ).toContain('gap  ');
});
