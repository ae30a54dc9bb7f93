import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAutomaton } from './keywords.js';

const hits = (keywords: string[], text: string) => {
  const found: string[] = [];
  buildAutomaton(keywords).scan(text, (k, start, end) =>
    found.push(`${keywords[k]}@${start}-${end}`),
  );
  return found.sort();
};

test.each([
  ['one inside the other', ['停车', '停车场'], '停车场满了', ['停车@0-2', '停车场@0-3']],
  ['overlap to the right', ['井盖', '盖子'], '井盖子', ['井盖@0-2', '盖子@1-3']],
  ['a suffix of a longer walk', ['乱收费用', '收费'], '乱收费高', ['收费@1-3']],
  ['twice', ['漏水'], '漏水又漏水', ['漏水@0-2', '漏水@3-5']],
  ['none', ['漏水'], '', []],
])('finds %s', (_, keywords, text, expected) => {
  expect(hits(keywords, text)).toEqual(expected);
});

test('finds what a plain search finds', () => {
  const word = fc.string({
    unit: fc.constantFrom('停', '车', '场', '位'),
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
      fc.array(word),
      (keywords, parts) => {
        const text = parts.join('');
        const plain: string[] = [];
        for (const keyword of keywords) {
          for (let i = text.indexOf(keyword); i >= 0; i = text.indexOf(keyword, i + 1)) {
            plain.push(`${keyword}@${i}-${i + keyword.length}`);
          }
        }
        expect(hits(keywords, text)).toEqual(plain.sort());
      },
    ),
  );
});
