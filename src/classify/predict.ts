/** A model's own answer for one text: labels with calibrated confidence, without taxonomy or rules. */

import { normalize } from '../text/normalize.js';
import { onKnots, softmax } from './calibrate.js';
import { createScorer } from './linear.js';
import type { Model } from './model-file.js';

export interface Prediction {
  /** Best first, at most five; confidences sum to at most 1. */
  readonly ranking: readonly { readonly label: string; readonly confidence: number }[];
  /** Share of n-grams unknown to the model, 0–1. */
  readonly unknownShare: number;
}

export function createPredictor(model: Model): { predict(text: string): Prediction } {
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
      const vector = scorer.vectorizer.vector(normalize(text).text);
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
