import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { decisionSchema } from './decision-schema.js';
import {
  classifyAndRoute,
  createRouter,
  type Router,
  shippedPacks,
  ticketSchema,
} from './index.js';
import { classifyAndRoute as classifyAtRuntime } from './runtime.js';

let example: Router;
beforeAll(() => {
  example = createRouter({ pack: shippedPacks().example! });
});

const text = '澜东区书院街道织锦路路灯坏了一个星期，晚上黑漆漆的';

test('one ticket in, one decision out, of the published shape', () => {
  const decision = classifyAndRoute({ id: 'T1', text });
  expect(decisionSchema.parse(decision)).toEqual(decision);
  expect(decision.ticketId).toBe('T1');
  expect(decision.matters[0]?.category.code).toMatch(/^\d{6}$/);
  expect(decision.versions.taxonomy).toMatch(/^1\.0\.0\+[0-9a-f]{12}$/);
});

test('the same ticket gives the same bytes, from both entries and whoever called before', () => {
  const first = JSON.stringify(classifyAndRoute({ text }));
  classifyAndRoute({ text: '公交车到站不停' });
  expect(JSON.stringify(classifyAndRoute({ text }))).toBe(first);
  expect(JSON.stringify(classifyAtRuntime({ text }))).toBe(first);
});

test('confidences are probabilities, and candidates sum to at most one', () => {
  for (const words of [text, '停水', '孩子上学的问题', '咨询社保卡怎么办理']) {
    const matter = classifyAndRoute({ text: words }).matters[0]!;
    const sum = matter.candidates.reduce((total, one) => total + one.confidence, 0);
    expect(sum).toBeLessThanOrEqual(1.0001);
    for (const one of matter.candidates) expect(one.confidence).toBeGreaterThanOrEqual(0);
    expect(matter.route.confidence).toBeLessThanOrEqual(1);
  }
});

test.each([
  ['empty', ''],
  ['blanks', ' \n\t　'],
  ['only punctuation', '？！…。。。'],
  ['control characters', '\u0000\u0001\u0007'],
  ['lone surrogates', '\ud800\udc00\ud800'],
  ['emoji', '😡😡😡'],
  ['one letter', 'a'],
  ['English', 'The street light is broken, please help'],
  ['HTML', '<script>alert(1)</script><p></p>'],
  ['a megabyte', '噪音'.repeat(524_288)],
  ['a megabyte of brackets', '('.repeat(1_048_576)],
  ['digits', '１２３４５６７８９０'],
])('%s gets a decision and no exception', (_, words) => {
  const decision = classifyAndRoute({ text: words });
  expect(decisionSchema.safeParse(decision).success).toBe(true);
  expect(['manual', 'review', 'answer', 'attach', 'inform']).toContain(decision.action.kind);
});

test.each([
  ['empty', ''],
  ['punctuation', '？！。'],
  ['blanks', ' \n'],
])('%s is handed to a person', (_, words) =>
  expect(classifyAndRoute({ text: words }).action.kind).toBe('manual'),
);

test('traditional script and full-width digits are read as the plain ones are', () => {
  const plain = classifyAndRoute({ text: '小区电动车占用消防通道，g50高速' });
  const other = classifyAndRoute({ text: '小區電動車佔用消防通道，Ｇ５０高速' });
  expect(other.matters[0]?.category.code).toBe(plain.matters[0]?.category.code);
});

test('any text of any characters gets a valid decision with spans inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.boolean(), (words, mixed) => {
      const ticket = { text: mixed ? `路灯不亮${words}停水` : words };
      const decision = classifyAndRoute(ticket);
      expect(decisionSchema.safeParse(decision).success).toBe(true);
      for (const { span } of [...decision.entities, ...decision.trace.evidence]) {
        expect(span.end).toBeLessThanOrEqual(ticket.text.length);
        expect(span.start).toBeLessThanOrEqual(span.end);
      }
    }),
    { numRuns: 150 },
  );
});

test.each([
  [null, 'ticket', 'null'],
  ['text', 'ticket', '"text"'],
  [{}, 'text', 'undefined'],
  [{ text: 5 }, 'text', '5'],
  [{ text: 'a', receivedAt: 'yesterday' }, 'receivedAt', '"yesterday"'],
  [{ text: 'a', previous: { id: 7 } }, 'previous.id', '7'],
  [{ text: 'a', fields: { x: [] } }, 'fields.x', 'array'],
])('a ticket of the wrong shape: %j names %s', (ticket, field, got) => {
  expect(() => classifyAndRoute(ticket as never)).toThrow(
    expect.objectContaining({
      code: 'TICKET_SHAPE',
      data: expect.objectContaining({ field, got }),
    }),
  );
  expect(ticketSchema.safeParse(ticket).success).toBe(false);
});

test('with() gives a new router and leaves the old one as it was', () => {
  const before = JSON.stringify(example.classifyAndRoute({ text }));
  const rules = example.parts.data.rules;
  const moved = rules.routes.map((row) => ({ ...row, role: '环境卫生', assist: [] }));
  const other = example.with({ rules: { ...rules, routes: moved, hash: undefined } });
  expect(other.classifyAndRoute({ text }).matters[0]?.route.lead.role).toBe('环境卫生');
  expect(other.versions.rules).not.toBe(example.versions.rules);
  expect(JSON.stringify(example.classifyAndRoute({ text }))).toBe(before);
});

test('with() throws for a rule set that is wrong, and names the place', () => {
  const rules = example.parts.data.rules;
  const broken = { ...rules, routes: [{ code: '0101', region: '', role: '不存在', assist: [] }] };
  expect(() => example.with({ rules: broken })).toThrow(
    expect.objectContaining({
      code: 'RULE_FAULT',
      data: expect.objectContaining({ field: '0101' }),
    }),
  );
});

test('the lead is the street of the text, else the district, else the city', () => {
  const unitOf = (words: string, region?: string) =>
    example.classifyAndRoute({ text: words, region }).matters[0]?.route;
  expect(unitOf('澜东区书院街道有个路灯不亮')?.region).toBe('990101002');
  expect(unitOf('澜西区有个路灯不亮')?.region).toBe('990102');
  expect(unitOf('有个路灯不亮', '青屿区')?.region).toBe('990103');
  expect(unitOf('有个路灯不亮')?.region).toBeNull();
});

test('a place that several regions share stays open and says so', () => {
  const decision = example.classifyAndRoute({ text: '南塘街道有个路灯不亮' });
  expect(decision.matters[0]?.route.region).toBe('990100');
  expect(decision.trace.notes.map((note) => note.code)).toContain('REGION_AMBIGUOUS');
  const settled = example.classifyAndRoute({ text: '青屿区南塘街道有个路灯不亮' });
  expect(settled.matters[0]?.route.region).toBe('990103003');
});

test('the region field wins over the text, and a contradiction is told', () => {
  const decision = example.classifyAndRoute({ text: '澜西区有个路灯不亮', region: '青屿区' });
  expect(decision.matters[0]?.route.region).toBe('990103');
  expect(decision.trace.notes.map((note) => note.code)).toContain('REGION_CONTRADICTS');
});

test('a unit that sent the ticket back is not its lead again', () => {
  const lead = example.classifyAndRoute({ text }).matters[0]!.route.lead.unit!;
  const returned = (times: number) =>
    example.classifyAndRoute({
      text,
      previous: { id: 'P1', returnedBy: Array(times).fill(lead.id) },
    });
  expect(returned(1).matters[0]?.route.lead.unit?.id).not.toBe(lead.id);
  expect(returned(2).matters[0]?.route.lead.role).toBe('热线中心');
});

test('an emergency is put through at once and is never lowered', () => {
  const decision = example.classifyAndRoute({
    text: '楼下厨房煤气泄漏味道很大快来人，我要投诉物业',
  });
  expect(decision.action).toMatchObject({ kind: 'transfer' });
  expect(decision.urgency).toBe('特急');
});

test('a due time follows the working days of the pack, and is left out beyond its calendar', () => {
  const due = (receivedAt: string) =>
    example.classifyAndRoute({ text, receivedAt }).deadline?.dueAt;
  expect(due('2026-09-30T10:00:00+08:00')).toMatch(/^2026-10-\d{2}T10:00:00\+08:00$/);
  expect(due('2031-09-30T10:00:00+08:00')).toBeUndefined();
});
