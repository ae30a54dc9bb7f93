import { beforeAll, expect, test } from 'vitest';
import { decodeModel } from './model-file.js';
import { createPredictor } from './predict.js';
import { LEAD_SETTINGS } from './settings.js';
import { trainModel } from './train.js';

const rows = Array.from({ length: 30 }, (_, i) => [
  {
    text: `${'甲乙丙丁戊己庚辛壬癸'[i % 10]}小区停水${'好几天'.repeat(1 + (i % 3))}没水用`,
    label: '水务',
  },
  {
    text: `${'子丑寅卯辰巳午未申酉'[i % 10]}路公交车甩站${'司机态度差'.repeat(1 + (i % 3))}`,
    label: '公交',
  },
]).flat();
const options = { target: 'lead', linear: LEAD_SETTINGS, folds: 5 } as const;
let bytes: Uint8Array;
beforeAll(() => {
  bytes = trainModel(rows, options).bytes;
});

test('a model read back says what it learned, even from a pooled Node buffer', () => {
  for (const copy of [
    bytes,
    Buffer.from(bytes),
    Buffer.concat([Buffer.alloc(3), bytes]).subarray(3),
  ]) {
    const predictor = createPredictor(decodeModel(copy));
    expect(predictor.predict('我家停水了').ranking[0]?.label).toBe('水务');
    expect(predictor.predict('公交车甩站').ranking[0]?.label).toBe('公交');
  }
});

test('probabilities sum to at most one, and a label that never occurred is never given', () => {
  const predictor = createPredictor(decodeModel(bytes));
  for (const text of ['', '停水', '公交', '完全无关的话', '停水公交']) {
    const { ranking } = predictor.predict(text);
    expect(ranking.reduce((sum, one) => sum + one.confidence, 0)).toBeLessThanOrEqual(1.0001);
    for (const one of ranking) expect(['水务', '公交']).toContain(one.label);
  }
});

test('the order of the rows does not matter', () => {
  expect(trainModel([...rows].reverse(), options).bytes).toEqual(bytes);
});

test.each([
  ['an empty file', (b: Uint8Array) => b.subarray(0, 0), 'MODEL_FOREIGN'],
  [
    'another kind of file',
    () => new TextEncoder().encode('PK\u0003\u0004 a zip file'),
    'MODEL_FOREIGN',
  ],
  ['cut in the header', (b: Uint8Array) => b.subarray(0, 40), 'MODEL_DAMAGED'],
  ['cut in the body', (b: Uint8Array) => b.subarray(0, b.length - 8), 'MODEL_DAMAGED'],
  [
    'a flipped byte',
    (b: Uint8Array) => b.map((byte, i) => (i === b.length - 20 ? byte ^ 1 : byte)),
    'MODEL_DAMAGED',
  ],
  [
    'a header that is no JSON',
    (b: Uint8Array) => b.map((byte, i) => (i === 12 ? 0x21 : byte)),
    'MODEL_DAMAGED',
  ],
])('%s is one clear error', (_, damage, code) => {
  expect(() => decodeModel(damage(bytes))).toThrow(expect.objectContaining({ code }));
});

test('a newer format is told apart from damage', () => {
  const text = new TextDecoder('latin1').decode(bytes);
  const at = text.indexOf('"format":1') + '"format":'.length;
  const newer = bytes.map((byte, i) => (i === at ? 0x39 : byte));
  expect(() => decodeModel(newer)).toThrow(
    expect.objectContaining({ code: 'MODEL_FORMAT_TOO_NEW' }),
  );
});

test('a model trained on top of another asks for that one', () => {
  const base = {
    hash: 'base-one',
    features: (text: string) => ({
      hashes: Uint32Array.of(text.includes('水') ? 7 : 9),
      values: Float32Array.of(1),
    }),
  };
  const stacked = decodeModel(trainModel(rows, { ...options, base }).bytes);
  expect(createPredictor(stacked, base).predict('水费').ranking[0]?.label).toBe('水务');
  for (const other of [undefined, { ...base, hash: 'base-two' }]) {
    expect(() => createPredictor(stacked, other)).toThrow(
      expect.objectContaining({ code: 'MODEL_BASE' }),
    );
  }
});
