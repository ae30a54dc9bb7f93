import fc from 'fast-check';
import { Converter } from 'opencc-js/t2cn';
import { expect, test } from 'vitest';
import { normalize, originalSpan } from './normalize.js';
import { TRADITIONAL } from './traditional.js';

test.each([
  ['plain text stays the same object', '路灯不亮。', '路灯不亮。'],
  ['full-width digits and letters', 'Ｇ５０高速，Ａ座', 'g50高速,a座'],
  ['traditional script', '電動車佔用消防通道', '电动车占用消防通道'],
  ['control characters become blanks', '停\u0000水\u0007了', '停 水 了'],
  ['zero width goes', '停\u200b水', '停水'],
  ['a lone surrogate becomes a blank', '停\ud800水', '停 水'],
  ['tags become blanks', '<p>停水</p>', '   停水    '],
  ['a smaller-than is no tag', '少于<5元', '少于<5元'],
  ['emoji stay', '停水😡了', '停水😡了'],
  ['ligatures grow', '㎡收费', 'm2收费'],
])('%s', (_, original, expected) => {
  expect(normalize(original).text).toBe(expected);
});

test('every span cuts its own text out of the original', () => {
  const unit = fc.oneof(
    fc.constantFrom('停', '電', 'Ａ', '㎡', '😀', '\u200b', '<b>', '\ud800', 'é', '，'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (parts) => {
      const original = parts.join('');
      const normalized = normalize(original);
      let last = 0;
      for (let i = 0; i < normalized.text.length; i++) {
        const span = originalSpan(normalized, i, i + 1);
        expect(span.start).toBeGreaterThanOrEqual(last);
        expect(span.end).toBeLessThanOrEqual(original.length);
        expect(span.end).toBeGreaterThan(span.start);
        last = span.start;
      }
    }),
  );
});

test('a keyword found in the normalized text is cut out whole', () => {
  const normalized = normalize('請問Ｇ５０高速㎡怎麼走');
  const at = normalized.text.indexOf('g50高速');
  const { start, end } = originalSpan(normalized, at, at + 5);
  expect(normalized.original.slice(start, end)).toBe('Ｇ５０高速');
});

test('the list of traditional characters is what opencc-js converts', () => {
  const convert = Converter({ from: 't', to: 'cn' });
  let derived = '';
  for (let unit = 0x3400; unit <= 0x9fff; unit++) {
    const char = String.fromCharCode(unit);
    const form = convert(char);
    if (form !== char && form.length === 1) derived += char;
  }
  expect(TRADITIONAL).toBe(derived);
});
