import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot, readRuleSet } from '../cli/load.js';
import { normalize } from '../text/normalize.js';
import { compileRules } from './compile.js';
import { exampleFacts } from './lint.js';
import { runReference } from './reference.js';
import type { Condition, Facts, RuleData, RuleSetData } from './types.js';

const facts = (change: Partial<Facts> = {}): Facts => ({
  text: '',
  length: 0,
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
  ...change,
});
const factsOf = (text: string, change: Partial<Facts> = {}): Facts => {
  const normalized = normalize(text).text;
  return facts({ text: normalized, length: normalized.replace(/\s+/gu, '').length, ...change });
};
const rule = (id: string, conditions: Condition, priority = 10): RuleData => ({
  id,
  title: id,
  basis: '测试',
  priority,
  conditions,
  event: { type: 'urgency', params: { urgency: '紧急' } },
  examples: { match: ['x'], noMatch: ['y'] },
});

const words = ['停', '水', '电', '噪', '音', '夜'];
const word = fc.string({ unit: fc.constantFrom(...words), minLength: 1, maxLength: 3 });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    fact: fc.constant('text' as const),
    operator: fc.constantFrom('containsAny', 'containsAll', 'startsWithAny'),
    value: fc.array(word, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    fact: fc.constant('text' as const),
    operator: fc.constant('near'),
    value: fc.record({
      first: fc.array(word, { minLength: 1, maxLength: 2 }),
      second: fc.array(word, { minLength: 1, maxLength: 2 }),
      within: fc.nat(3),
    }),
  }),
  fc.record({
    fact: fc.constant('text' as const),
    operator: fc.constant('matches'),
    value: fc.constantFrom('停.?水', '^夜', '(噪音)+'),
  }),
  fc.record({
    fact: fc.constant('length' as const),
    operator: fc.constantFrom('lessThan', 'greaterThanInclusive'),
    value: fc.nat(8),
  }),
  fc.record({
    fact: fc.constant('request' as const),
    operator: fc.constantFrom('equal', 'notEqual'),
    value: fc.constantFrom('咨询', '投诉'),
  }),
  fc.record({
    fact: fc.constant('request' as const),
    operator: fc.constantFrom('in', 'notIn'),
    value: fc.constant(['咨询', '投诉']),
  }),
  fc.record({
    fact: fc.constant('category' as const),
    operator: fc.constant('underCategory'),
    value: fc.constantFrom('02', '0206', '020601', '05'),
  }),
  fc.record({
    fact: fc.constant('region' as const),
    operator: fc.constant('withinRegion'),
    value: fc.constantFrom('a', 'b'),
  }),
  fc.record({
    fact: fc.constant('time' as const),
    operator: fc.constant('timeWithin'),
    value: fc.constantFrom({ from: '22:00', to: '06:00' }, { from: '08:00', to: '12:00' }),
  }),
  fc.record({
    fact: fc.constant('amount' as const),
    operator: fc.constantFrom('greaterThan', 'lessThanInclusive'),
    value: fc.nat(100),
  }),
  fc.record({
    fact: fc.constant('field.licence' as const),
    operator: fc.constantFrom('equal', 'notEqual'),
    value: fc.constantFrom('yes', 'no'),
  }),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const someFacts = fc
  .record({
    text: fc.string({ unit: fc.constantFrom(...words, '。'), maxLength: 8 }),
    request: fc.constantFrom(null, '咨询' as const, '投诉' as const, '建议' as const),
    category: fc.constantFrom(null, '020601', '050101'),
    region: fc.constantFrom([], ['a'], ['a', 'b']),
    time: fc.constantFrom(null, '23:30', '09:00', '06:00'),
    amount: fc.constantFrom(null, 0, 50, 500),
  })
  .map(({ text, ...rest }) => factsOf(text, rest));
const someFields = fc.constantFrom({}, { licence: 'yes' }, { licence: 'no' });

test('compiled rules fire exactly where json-rules-engine fires', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(condition, { minLength: 1, maxLength: 5 }),
      someFacts,
      someFields,
      async (conditions, given, fields) => {
        const rules = conditions.map((one, i) => rule(`r${i}`, one));
        const compiled = compileRules(rules.map((one) => ({ rule: one, phase: 'route' as const })));
        const fast = compiled
          .fire('route', compiled.scan(given.text), given, fields)
          .map((match) => match.rule.id);
        const slow = (await runReference(rules, given, fields))
          .filter((one) => one.fired)
          .map((one) => one.rule.id);
        expect(fast).toEqual(slow);
      },
    ),
    { numRuns: 300 },
  );
});

let shipped: RuleSetData;
beforeAll(async () => {
  shipped = await readRuleSet(join(packageRoot(), 'rules'));
});

test('every example of every shipped rule that rests on text alone does what it says, by both evaluators', async () => {
  const wrong: string[] = [];
  for (const file of shipped.files) {
    if (file.phase === 'deadline' || file.phase === 'coordinate') continue;
    for (const one of file.rules) {
      const compiled = compileRules([{ rule: one, phase: file.phase }]);
      for (const [examples, wanted] of [
        [one.examples.match, true],
        [one.examples.noMatch, false],
      ] as const) {
        for (const text of examples) {
          const given = exampleFacts(one, factsOf(text), wanted);
          const fast = compiled.fire(file.phase, compiled.scan(given.text), given, {}).length > 0;
          const [slow] = await runReference([one], given);
          if (fast !== wanted) wrong.push(`${one.id}: ${text}`);
          expect(slow?.fired, `${one.id}: ${text}`).toBe(fast);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('a rule holds only between its days, both included', () => {
  const one = {
    ...rule('r', { fact: 'length', operator: 'greaterThanInclusive', value: 0 }),
    effective: { from: '2026-01-01', to: '2026-12-31' },
  };
  const compiled = compileRules([{ rule: one, phase: 'route' }]);
  const fires = (date: string) =>
    compiled.fire('route', compiled.scan(''), facts({ date }), {}).length > 0;
  expect([
    fires('2025-12-31'),
    fires('2026-01-01'),
    fires('2026-12-31'),
    fires('2027-01-01'),
  ]).toEqual([false, true, true, false]);
});
