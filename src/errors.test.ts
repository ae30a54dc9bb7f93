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
