import { expect, test } from 'vitest';
import { createRouter, shippedPacks } from './index.js';

const pack = shippedPacks().example!;
const text = '澜东区书院街道织锦路烧烤店炭火的油烟往居民楼里灌，窗户不敢开';
const leadOf = (router: ReturnType<typeof createRouter>, words = text) =>
  router.classifyAndRoute({ text: words }).matters[0]!.route;

test('a known dispute is settled by the pack, and the reason names it', () => {
  const route = leadOf(createRouter({ pack }));
  expect(route.why).toBe('dispute:餐饮油烟');
  expect(route.lead.role).toBe('城市管理');
  const settledOtherwise = {
    ...pack,
    hash: undefined,
    disputes: pack.disputes!.map((one) =>
      one.id === '餐饮油烟'
        ? { ...one, rows: one.rows.map((row) => ({ ...row, role: '生态环境' })) }
        : one,
    ),
  };
  expect(leadOf(createRouter({ pack: settledOtherwise })).lead.role).toBe('生态环境');
});

test('where the street goes first it leads and calls the bureau in', () => {
  const route = leadOf(
    createRouter({ pack: { ...pack, hash: undefined, dispatchMode: 'street' } }),
  );
  expect(route.why).toBe('mode:street');
  expect(route.lead.role).toBe('街道乡镇');
  expect(route.lead.unit?.name).toContain('书院街道');
  expect(route.assist.map(({ role }) => role)).toContain('城市管理');
});

test('a role that hears of a matter itself stays the lead in street mode, and so does every role where no street is known', () => {
  const street = { ...pack, hash: undefined, dispatchMode: 'street' as const };
  expect(leadOf(createRouter({ pack: { ...street, direct: ['城市管理'] } })).lead.role).toBe(
    '城市管理',
  );
  expect(leadOf(createRouter({ pack: street }), '烧烤店炭火的油烟往居民楼里灌').lead.role).toBe(
    '城市管理',
  );
});

test('bureau first gives the city’s unit where the district has one too', () => {
  const unit = (mode: 'district' | 'bureau') =>
    leadOf(createRouter({ pack: { ...pack, hash: undefined, dispatchMode: mode } })).lead.unit?.id;
  expect(unit('bureau')).toBe('city-cg');
  expect(unit('district')).not.toBe('city-cg');
});

test('what nobody owns goes to the last resort, with the reason', () => {
  const without = {
    ...pack,
    hash: undefined,
    assignments: pack.assignments.filter(({ role }) => role !== '城市管理'),
  };
  const decision = createRouter({ pack: without }).classifyAndRoute({ text });
  expect(decision.matters[0]!.route.lead.unit?.name).toContain('书院街道');
  expect(decision.action).toMatchObject({ kind: 'review', why: 'no_unit' });
  expect(decision.trace.notes.find(({ code }) => code === 'NO_UNIT')?.zh).toContain('兜底');
});

test('the number that was called is weak evidence, and never overrides clear text', () => {
  const router = createRouter();
  const shareOf = (words: string, hotline?: string) =>
    router
      .classifyAndRoute({ text: words, hotline })
      .matters[0]!.candidates.filter(({ code }) => code.startsWith('08'))
      .reduce((sum, one) => sum + one.confidence, 0);
  const vague = '店里不给退钱';
  expect(shareOf(vague, '12315')).toBeGreaterThan(shareOf(vague));
  // A number from outside may be any word.
  expect(shareOf(vague, '__proto__')).toBe(shareOf(vague));
  const clear = '小区门口路灯坏了三盏，晚上黑漆漆的';
  expect(router.classifyAndRoute({ text: clear, hotline: '12315' }).matters).toEqual(
    router.classifyAndRoute({ text: clear }).matters,
  );
});
