/** A model's own answer for one text: labels with calibrated confidence, without taxonomy or rules. */

import { ZhipaiError } from '../errors.js';
import { normalize } from '../text/normalize.js';
import { onKnots, softmax } from './calibrate.js';
import { createScorer } from './linear.js';
import type { Model } from './model-file.js';
import type { Base } from './stacking.js';

export interface Prediction {
  /** Best first, at most five; confidences sum to at most 1. */
  readonly ranking: readonly { readonly label: string; readonly confidence: number }[];
  /** Share of n-grams unknown to the model, 0–1. */
  readonly unknownShare: number;
}

/**
 * @param base  the category model that it was trained on top of, where it was
 * @throws ZhipaiError MODEL_BASE when that is another one than given
 */
export function createPredictor(model: Model, base?: Base): { predict(text: string): Prediction } {
  const wanted = model.header.base;
  if (wanted !== undefined && wanted !== base?.hash)
    throw new ZhipaiError('MODEL_BASE', { got: base?.hash ?? 'none', want: wanted });
  const scorer = createScorer(model.linear);
  const { labels } = model.linear;
  const { sharpness, knots } = model.header.calibration;
  // Of a category model the leaves alone are answers.
  const isAnswer = labels.map((label) => model.header.target === 'lead' || label.length === 6);
  const answers = labels.flatMap((_, i) => (isAnswer[i] ? [i] : []));
  const scores = new Float32Array(answers.length);
  const probabilities = new Float64Array(answers.length);
  return {
    predict(text) {
      const normalized = normalize(text).text;
      const vector = scorer.vectorizer.vector(
        normalized,
        wanted === undefined ? undefined : base?.features(normalized),
      );
      const all = scorer.scores(vector);
      answers.forEach((label, i) => {
        scores[i] = all[label]!;
      });
      softmax(scores, sharpness, probabilities);
      const order = Array.from(probabilities.keys())
        .sort((a, b) => probabilities[b]! - probabilities[a]!)
        .slice(0, 5);
      const top = order[0] === undefined ? 0 : probabilities[order[0]]!;
      const first = onKnots(knots, top);
      const restScale = top >= 1 ? 0 : (1 - first) / (1 - top);
      return {
        ranking: order.map((i, k) => ({
          label: labels[answers[i]!]!,
          confidence: k === 0 ? first : Math.min(first, probabilities[i]! * restScale),
        })),
        unknownShare: vector.unknownShare,
      };
    },
  };
}
