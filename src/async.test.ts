import { expect, test } from 'vitest';
import { shippedData } from './data/shipped.js';
import { classifyAndRouteAsync, createRouter } from './index.js';
import type { RuleData } from './rules/types.js';

const rule = (id: string, conditions: RuleData['conditions'], role: string): RuleData => ({
  id,
  title: id,
  basis: '测试',
  priority: 500,
  conditions,
  event: { type: 'route', params: { role } },
  examples: { match: ['卡退不了'], noMatch: ['路灯不亮'] },
});
const { rules } = shippedData();
const router = createRouter({
  rules: {
    ...rules,
    hash: undefined,
    files: [
      ...rules.files,
      {
        phase: 'route',
        version: '1.0.0',
        rules: [
          rule(
            'card-by-licence',
            {
              all: [
                { fact: 'text', operator: 'containsAny', value: ['预付卡', '健身卡'] },
                { fact: 'field.licence', operator: 'equal', value: 'sports' },
              ],
            },
            '体育',
          ),
        ],
      },
    ],
  },
});
const ticket = { text: '健身房关门了，我的健身卡还有三千块退不了' };

test('a fact that a rule needs is fetched once and decides', async () => {
  let calls = 0;
  const decision = await classifyAndRouteAsync(ticket, {
    router,
    facts: {
      licence: async () => {
        calls++;
        return 'sports';
      },
    },
  });
  expect(decision.matters[0]?.route.lead.role).toBe('体育');
  expect(calls).toBe(1);
});

test('a fact that no rule comes to need is not fetched', async () => {
  let calls = 0;
  const decision = await classifyAndRouteAsync(
    { text: '路灯坏了三天' },
    { router, facts: { licence: () => `${++calls}` } },
  );
  expect(calls).toBe(0);
  expect(decision).toEqual(router.classifyAndRoute({ text: '路灯坏了三天' }));
});

test('a source that fails counts as not given', async () => {
  const decision = await classifyAndRouteAsync(ticket, {
    router,
    facts: {
      licence: () => {
        throw new Error('the register is down');
      },
    },
  });
  expect(decision).toEqual(router.classifyAndRoute(ticket));
});

test('without facts it is classifyAndRoute', async () => {
  expect(await classifyAndRouteAsync(ticket, { router, facts: {} })).toEqual(
    router.classifyAndRoute(ticket),
  );
});
