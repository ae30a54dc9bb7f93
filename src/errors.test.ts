import { expect, test } from 'vitest';
import { ERRORS, type ErrorCode, ZhipaiError } from './errors.js';

const codes = Object.keys(ERRORS) as ErrorCode[];

test.each(codes)('%s speaks Chinese and English and names the place', (code) => {
  const data = { file: 'a.json', line: 7, ruleId: 'r1', field: 'text', got: 'GOT', want: 'WANT' };
  const error = new ZhipaiError(code, data);
  expect(error.zh).toMatch(/[\u4e00-\u9fff]{4}/);
  expect(error.en).not.toMatch(/[\u4e00-\u9fff]/);
  expect(error.en).not.toMatch(/undefined/);
  expect(error.zh).not.toMatch(/undefined/);
  expect(error.en).toMatch(/GOT|a\.json/);
  expect(error).toBeInstanceOf(Error);
});

test('a sentence without a place has no empty brackets', () => {
  const error = new ZhipaiError('RULE_FAULT', { got: 'x', want: 'y' });
  expect(error.message).not.toMatch(/（）|\(\)/);
});

test.each([
  [
    'TICKET_SHAPE',
    { field: 'text', got: 'undefined', want: 'string' },
    '工单的 text 应为文字，收到的是 没有填。',
  ],
  [
    'TAXONOMY_FAULT',
    { field: '0101', got: '0101 twice', want: 'each code once' },
    '0101 出现两次；应为每个代码只出现一次',
  ],
  ['DATA_SHAPE', { got: '5', want: 'no field colour' }, '应为没有 colour 这个字段'],
] as const)(
  '%s: what was found and wanted is Chinese in the Chinese sentence',
  (code, data, part) => {
    const error = new ZhipaiError(code, data);
    expect(error.zh).toContain(part);
    expect(error.en).not.toMatch(/[\u4e00-\u9fff]/);
  },
);
