/**
 * What a base classifier makes of a text, as features for a model trained on top of it (stacked
 * generalization: Wolpert, "Stacked generalization", Neural Networks 5, 1992). A city's own history
 * has few tickets of its rare units; the shipped lexicon knows their words already.
 */

import { afterFormula, HEAD_LENGTH } from '../text/head.js';
import { FIELDS, hashOf } from '../text/ngrams.js';
import type { Blend, Classifier } from './classifier.js';

/** Sparse features beside the n-grams; their values have the length one as a whole. */
export interface StackedFeatures {
  readonly hashes: Uint32Array;
  readonly values: Float32Array;
}

/** A category model whose answers are features of another. */
export interface Base {
  /** Hash of the base model's file: another base gives other features. */
  readonly hash: string;
  /** @param text normalized */
  features(text: string): StackedFeatures;
}

/**
 * Candidates from many branches tell the model on top more than eight neighbours of one; so the
 * upper levels count for less here than where one code must be right. Chosen on dev, out of fold.
 */
const STACKED_BLEND: Blend = { level2: 0.25, level1: 0.25, keywords: 0.1 };

/** Codes of all three levels, of the whole text and of its head, each with the root of its probability. */
export function createBase(classifier: Pick<Classifier, 'rankBy'>, hash: string): Base {
  return {
    hash,
    features(text) {
      const found = new Map<number, number>();
      const start = afterFormula(text);
      collect(classifier, text, FIELDS.stackedBody, found);
      collect(classifier, text.slice(start, start + HEAD_LENGTH), FIELDS.stackedHead, found);
      const hashes = Uint32Array.from(found.keys()).sort();
      const values = Float32Array.from(hashes, (one) => Math.sqrt(found.get(one)!));
      const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
      return { hashes, values: length === 0 ? values : values.map((value) => value / length) };
    },
  };
}

function collect(
  classifier: Pick<Classifier, 'rankBy'>,
  text: string,
  field: number,
  found: Map<number, number>,
): void {
  for (const { code, confidence } of classifier.rankBy(text, STACKED_BLEND)) {
    for (let length = 2; length <= code.length; length += 2) {
      const hash = hashOf(code.slice(0, length), field);
      found.set(hash, (found.get(hash) ?? 0) + confidence);
    }
  }
}
