/**
 * A trained linear model in memory: sparse weights by feature, so that a text costs only what its
 * own n-grams weigh, and a class costs nothing where it has no say.
 */

import {
  createVectorizer,
  type SparseVector,
  type Vectorizer,
  type VectorSettings,
} from './vectorize.js';

/** All that a linear model is; the arrays are those of the model file. */
export interface LinearModel {
  readonly settings: VectorSettings;
  /** Output names, such as category codes or units, in order of their numbers. */
  readonly labels: readonly string[];
  /** Uint32 hash of each feature, ascending. */
  readonly hashes: Uint32Array;
  /** Float32 inverse document frequency of each feature. */
  readonly idf: Float32Array;
  /** Feature f has entries entryStart[f] … entryStart[f + 1] − 1. */
  readonly entryStart: Uint32Array;
  /** Output number of each entry. */
  readonly entryLabel: Uint16Array;
  /** Weight of each entry, in steps of its label's scale. */
  readonly entryWeight: Int8Array;
  /** Float32 a label: one step of entryWeight. */
  readonly scales: Float32Array;
  /** Float32 a label. */
  readonly biases: Float32Array;
}

export interface LinearScorer {
  readonly model: LinearModel;
  readonly vectorizer: Vectorizer;
  /** Raw scores, no unit, in scratch memory: valid until the next call. */
  scores(vector: SparseVector): Float32Array;
  /** Weight of a feature for a label, 0 when it has none. */
  weight(feature: number, label: number): number;
}

/** Steps of a vector's value in a sum of whole numbers. */
const UNIT = 65_536;

export function createScorer(model: LinearModel): LinearScorer {
  const vectorizer = createVectorizer(model.hashes, model.idf, model.settings);
  const { entryStart, entryLabel, entryWeight, scales, biases } = model;
  const sums = new Float32Array(model.labels.length);
  const steps = new Int32Array(model.labels.length);
  return {
    model,
    vectorizer,
    scores(vector) {
      // In whole numbers, which are faster than floats here: a vector has length one, so that a sum
      // stays below 127 × √features × UNIT, far from 2³¹.
      steps.fill(0);
      for (let k = 0; k < vector.size; k++) {
        const feature = vector.ids[k]!;
        const value = Math.round(vector.values[k]! * UNIT);
        for (let e = entryStart[feature]!, end = entryStart[feature + 1]!; e < end; e++) {
          const label = entryLabel[e]!;
          steps[label] = (steps[label]! + Math.imul(entryWeight[e]!, value)) | 0;
        }
      }
      for (let label = 0; label < sums.length; label++) {
        sums[label] = (steps[label]! / UNIT) * scales[label]! + biases[label]!;
      }
      return sums;
    },
    weight(feature, label) {
      for (let e = entryStart[feature]!, end = entryStart[feature + 1]!; e < end; e++) {
        if (entryLabel[e] === label) return entryWeight[e]! * scales[label]!;
      }
      return 0;
    },
  };
}
