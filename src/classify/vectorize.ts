/** Turns a normalized text into a sparse vector: TF-IDF of hashed n-grams, of length one. */

import { afterFormula, bareStretch, HEAD_LENGTH } from '../text/head.js';
import { eachNgram, FIELDS } from '../text/ngrams.js';
import type { StackedFeatures } from './stacking.js';

export interface VectorSettings {
  /** Longest n-gram of the whole text, 1–4. */
  readonly bodyN: number;
  /** Longest n-gram of the head, 0 for none. */
  readonly headN: number;
  /** What a head feature counts beside a body feature. */
  readonly headWeight: number;
  /** true: the body is read without its opening formula and its closing politeness. */
  readonly isBare?: boolean | undefined;
  /** Length of the stacked features beside the n-grams' length of one; 0 or absent: none. */
  readonly stackedWeight?: number | undefined;
}

export type FeatureVisitor = (hash: number, start: number, end: number, isHead: boolean) => void;

/** Calls `visit` for every n-gram of every field. */
export function eachFeature(text: string, settings: VectorSettings, visit: FeatureVisitor): void {
  const body = settings.isBare === true ? bareStretch(text) : { start: 0, end: text.length };
  eachNgram(text, FIELDS.body, body.start, body.end, settings.bodyN, (hash, from, to) =>
    visit(hash, from, to, false),
  );
  if (settings.headN === 0) return;
  const start = afterFormula(text);
  const end = Math.min(text.length, start + HEAD_LENGTH);
  eachNgram(text, FIELDS.head, start, end, settings.headN, (hash, from, to) =>
    visit(hash, from, to, true),
  );
}

/** A sparse vector in scratch memory: valid until the vectorizer's next call. */
export interface SparseVector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** How many entries of `ids` and `values` count. */
  readonly size: number;
  /** Share of the text's n-grams that the model has never seen, 0–1. */
  readonly unknownShare: number;
}

export interface Vectorizer {
  /** @param stacked features of the base model, where the settings give them a weight */
  vector(text: string, stacked?: StackedFeatures): SparseVector;
  /** Feature number of a hash, -1 when unknown. */
  idOf(hash: number): number;
}

/**
 * @param hashes  one a feature, each once
 * @param idf     inverse document frequency of each feature
 */
export function createVectorizer(
  hashes: Uint32Array,
  idf: Float32Array,
  settings: VectorSettings,
): Vectorizer {
  const lookUp = buildLookup(hashes);
  const counts = new Uint16Array(hashes.length);
  let ids = new Int32Array(4096);
  let values = new Float32Array(4096);
  const heads = new Uint8Array(hashes.length);
  return {
    idOf: lookUp,
    vector(text, stacked) {
      let size = 0;
      let seen = 0;
      let unknown = 0;
      eachFeature(text, settings, (hash, _start, _end, isHead) => {
        seen++;
        const id = lookUp(hash);
        if (id < 0) {
          unknown++;
          return;
        }
        if (counts[id] === 0) {
          if (size === ids.length) {
            ids = grow(ids, Int32Array);
            values = grow(values, Float32Array);
          }
          ids[size++] = id;
          heads[id] = isHead ? 1 : 0;
        }
        if (counts[id]! < 65535) counts[id]!++;
      });
      let norm = 0;
      for (let k = 0; k < size; k++) {
        const id = ids[k]!;
        const scale = heads[id] === 1 ? settings.headWeight : 1;
        const value = dampened(counts[id]!) * idf[id]! * scale;
        values[k] = value;
        norm += value * value;
        counts[id] = 0;
      }
      const scale = norm > 0 ? 1 / Math.sqrt(norm) : 0;
      for (let k = 0; k < size; k++) values[k] = values[k]! * scale;
      stacked?.hashes.forEach((hash, k) => {
        const id = lookUp(hash);
        if (id < 0) return;
        if (size === ids.length) {
          ids = grow(ids, Int32Array);
          values = grow(values, Float32Array);
        }
        ids[size] = id;
        values[size++] = stacked.values[k]! * (settings.stackedWeight ?? 0);
      });
      return { ids, values, size, unknownShare: seen === 0 ? 0 : unknown / seen };
    },
  };
}

const logs = Float32Array.from({ length: 256 }, (_, count) => 1 + Math.log(Math.max(1, count)));
/** Sublinear term frequency, 1 + ln(count): the tenth 噪音 says less than the first. */
const dampened = (count: number): number => logs[count < 256 ? count : 255]!;

function grow<T extends Int32Array | Float32Array>(array: T, Kind: new (size: number) => T): T {
  const larger = new Kind(array.length * 2);
  larger.set(array);
  return larger;
}

/** Open addressing over 32-bit hashes. */
function buildLookup(hashes: Uint32Array): (hash: number) => number {
  let capacity = 16;
  while (capacity < hashes.length * 2) capacity *= 2;
  const mask = capacity - 1;
  const slots = new Int32Array(capacity).fill(-1);
  for (let id = 0; id < hashes.length; id++) {
    let at = hashes[id]! & mask;
    while (slots[at] !== -1) at = (at + 1) & mask;
    slots[at] = id;
  }
  return (hash) => {
    let at = hash & mask;
    for (;;) {
      const id = slots[at]!;
      if (id === -1) return -1;
      if (hashes[id] === hash) return id;
      at = (at + 1) & mask;
    }
  };
}
