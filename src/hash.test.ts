import { expect, test } from 'vitest';
import { canonicalJson, contentHash } from './hash.js';

test('key order and absent fields do not matter, array order does', () => {
  expect(contentHash({ a: 1, b: [1, 2], c: undefined })).toBe(contentHash({ b: [1, 2], a: 1 }));
  expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  expect(canonicalJson({ b: 'x', a: null })).toBe('{"a":null,"b":"x"}');
});
