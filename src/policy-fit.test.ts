import { expect, test } from 'vitest';
import { rowConfidence, tallyConfidence } from './policy.js';
import { fitPolicy, type LeadCase } from './policy-fit.js';

const roleOf = (code: string) => (code.startsWith('05') ? '生态环境' : '城市管理');
const one = (code: string, lead: string, confidence: number): LeadCase => ({
  code,
  lead,
  own: { [lead]: 1 },
  ranking: [{ code, confidence }],
});
const tallies = { '050101': { 生态环境: 40 }, '020101': { 城市管理: 20, 街道乡镇: 20 } };

test('a row that its readers agree on is trusted more than one that they are split over', () => {
  const { prior, priorStrength } = fitPolicy([], tallies, roleOf, 0.98);
  const trust = { prior, priorStrength };
  const agreed = tallyConfidence(trust, tallies['050101'], '生态环境');
  const split = tallyConfidence(trust, tallies['020101'], '城市管理');
  expect(agreed).toBeGreaterThan(0.9);
  expect(split).toBeLessThan(0.7);
});

test('a ticket is not judged by what its own readers said', () => {
  const alone = { '050101': { 生态环境: 1 } };
  const cases = Array.from({ length: 400 }, () => one('050101', '生态环境', 0.99));
  const fitted = fitPolicy(cases, alone, roleOf, 0.5);
  // Without its own reader nothing is left but the prior.
  expect(fitted.threshold).toBeLessThanOrEqual(fitted.prior);
});

test('too few tickets, or too many wrong, show no target: then nothing may leave unseen', () => {
  expect(fitPolicy([one('050101', '生态环境', 0.99)], tallies, roleOf, 0.98).threshold).toBeNull();
  const wrong = Array.from({ length: 400 }, (_, i) =>
    one('050101', i % 5 === 0 ? '公安治安' : '生态环境', 0.99),
  );
  expect(fitPolicy(wrong, tallies, roleOf, 0.98).threshold).toBeNull();
  const right = Array.from({ length: 400 }, () => one('050101', '生态环境', 0.99));
  expect(fitPolicy(right, tallies, roleOf, 0.98).threshold).toBeGreaterThan(0.8);
});

test('a city’s own outcomes stand before the readers, and an unread row has the prior', () => {
  const policy = {
    version: '1',
    target: 0.98,
    threshold: null,
    vetoes: {},
    fixedOn: { rows: 0, note: '' },
    prior: 0.87,
    priorStrength: 3,
    rows: { '050101': { n: 98, right: 49 } },
    judged: tallies,
    abstainBelow: 0.3,
  };
  expect(rowConfidence(policy, '050101', '生态环境')).toBeCloseTo(0.5);
  expect(rowConfidence(policy, '990101', '生态环境')).toBe(0.87);
});
