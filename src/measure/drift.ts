/** Whether thresholds that were fixed on one mix of tickets still hold for another. */

/** Whether the promise of the thresholds still holds for rows like these. */
export interface DriftReport {
  /** Half the sum of differences of label shares, training against this file, 0–1. */
  readonly labelShift: number;
  readonly unknownShare: { readonly training: number; readonly here: number };
  readonly holds: boolean;
}

/** What a model was trained on. */
export interface TrainedMix {
  /** Label → rows. */
  readonly support: ReadonlyMap<string, number>;
  /** Mean share of unknown n-grams of its out-of-fold rows, 0–1. */
  readonly unknownShare: number;
}

/** Half the distance of label shares that chance alone may bring, per root of labels a row. */
const CHANCE = 0.5;
/** Beyond chance: so much of the labels may have moved, and so much of the wording be new. */
const LABELS_MAY_MOVE = 0.1;
const WORDS_MAY_BE_NEW = 0.05;

/** @param unknownShare mean share of unknown n-grams in these rows, 0–1 */
export function driftOf(
  trained: TrainedMix,
  rows: readonly { readonly label: string }[],
  unknownShare: number,
): DriftReport {
  const total = [...trained.support.values()].reduce((sum, count) => sum + count, 0);
  const shifts = new Map([...trained.support].map(([label, count]) => [label, count / total]));
  for (const { label } of rows) shifts.set(label, (shifts.get(label) ?? 0) - 1 / rows.length);
  const labelShift = [...shifts.values()].reduce((sum, shift) => sum + Math.abs(shift), 0) / 2;
  const allowed = LABELS_MAY_MOVE + CHANCE * Math.sqrt(trained.support.size / rows.length);
  return {
    labelShift: Math.round(labelShift * 1e4) / 1e4,
    unknownShare: { training: trained.unknownShare, here: Math.round(unknownShare * 1e4) / 1e4 },
    holds: labelShift < allowed && unknownShare < trained.unknownShare + WORDS_MAY_BE_NEW,
  };
}
