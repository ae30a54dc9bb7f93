/** How the models are learned; each figure was chosen out of fold, see docs/classifier.md. */

import type { Blend } from './classifier.js';
import type { LinearSettings } from './train-linear.js';

/** For the shipped model: some twelve short utterances and eight tickets a category. */
export const CATEGORY_SETTINGS: LinearSettings = {
  vector: { bodyN: 3, headN: 0, headWeight: 1, isBare: true },
  cost: 0.5,
  centroid: 1,
  passes: 8,
  minRows: 2,
  entriesPerLabel: 1500,
  above: {
    level1: { cost: 0.25, entries: 30_000 },
    level2: { cost: 0.5, entries: 6000 },
    head: { cost: 4, entries: 30_000 },
  },
};

/**
 * How the parts of a category's score add up. The lexicon's own folds would trust names and words
 * too little, since its utterances avoid them on purpose; chosen on real dev tickets instead.
 */
export const CATEGORY_BLEND: Blend = { level2: 0.5, level1: 0.5, keywords: 0.1, situation: 0.06 };

/** For a city's own history: thousands of tickets, some classes very large. */
export const LEAD_SETTINGS: LinearSettings = {
  vector: { bodyN: 3, headN: 3, headWeight: 1, stackedWeight: 0.3 },
  cost: 1,
  passes: 20,
  minRows: 2,
  entriesPerLabel: 8500,
};

/** Folds of the shipped model; each is one more training. */
export const LEXICON_FOLDS = 3;
/** Folds of a city’s own history. */
export const FOLDS = 5;
