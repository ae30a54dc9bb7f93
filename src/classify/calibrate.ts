/** From raw scores to probabilities, and from probabilities to what may go out unseen. */

import { ece } from '../measure/calibration-error.js';
import { binomialUpperTail } from '../measure/interval.js';
import { type Judged, thresholdFor } from '../measure/selective.js';

/** Shares right for which thresholds are kept in a model. */
export const TARGETS = [0.9, 0.95, 0.98, 0.99] as const;

export interface Calibration {
  /** Scores are multiplied by it before the softmax. */
  readonly sharpness: number;
  /** Points [softmax confidence, share right] of the first candidate, both ascending, 0–1. */
  readonly knots: readonly (readonly [number, number])[];
  /** Out-of-fold rows that all this rests on. */
  readonly rows: number;
  /** Over 15 bins, cross-fitted on those rows. */
  readonly ece: number;
  /** Target → lowest confidence to send; null: too little evidence for the target. */
  readonly thresholds: Readonly<Record<string, number | null>>;
  /** Target → label → its own higher threshold; above 1: never. */
  readonly vetoes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Scores of one out-of-fold row, and its right answer's number (-1: not among the labels). */
export interface ScoredRow {
  readonly scores: Float32Array;
  readonly label: number;
}

/** Probabilities of all labels, summing to one. */
export function softmax(
  scores: Float32Array,
  sharpness: number,
  into?: Float64Array,
): Float64Array {
  const out = into ?? new Float64Array(scores.length);
  let max = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > max) max = score;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const value = Math.exp((scores[i]! - max) * sharpness);
    out[i] = value;
    sum += value;
  }
  for (let i = 0; i < scores.length; i++) out[i] = out[i]! / sum;
  return out;
}

/**
 * Sharpness of greatest likelihood, by golden section over its logarithm.
 * @see temperature scaling: Guo, Pleiss, Sun and Weinberger 2017 (sharpness = 1 / temperature)
 */
export function fitSharpness(rows: readonly ScoredRow[]): number {
  const known = rows.filter((row) => row.label >= 0);
  if (known.length === 0) return 1;
  const loss = (logSharpness: number): number => {
    const sharpness = Math.exp(logSharpness);
    let sum = 0;
    for (const { scores, label } of known) {
      let max = Number.NEGATIVE_INFINITY;
      for (const score of scores) if (score > max) max = score;
      let total = 0;
      for (let i = 0; i < scores.length; i++) {
        const distance = (scores[i]! - max) * sharpness;
        // e^−16 is a ten-millionth: a thousand such labels move no decimal that is kept.
        if (distance > -16) total += Math.exp(distance);
      }
      sum += Math.log(total) - (scores[label]! - max) * sharpness;
    }
    return sum;
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.1);
  let high = Math.log(100);
  for (let step = 0; step < 16; step++) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return round(Math.exp((low + high) / 2));
}

/**
 * A rising line through the share right at each confidence, from bins of equal count.
 * @see pool-adjacent-violators: Ayer, Brunk, Ewing, Reid and Silverman 1955
 */
export function fitKnots(
  rows: readonly { readonly confidence: number; readonly right: boolean }[],
  bins = 40,
): [number, number][] {
  const sorted = [...rows].sort((a, b) => a.confidence - b.confidence);
  const size = Math.max(25, Math.ceil(sorted.length / bins));
  const pools: { n: number; confidence: number; right: number }[] = [];
  for (let i = 0; i < sorted.length; i += size) {
    const part = sorted.slice(i, i + size);
    pools.push({
      n: part.length,
      confidence: part.reduce((sum, row) => sum + row.confidence, 0),
      right: part.filter((row) => row.right).length,
    });
    for (let k = pools.length - 1; k > 0; k--) {
      const [above, below] = [pools[k]!, pools[k - 1]!];
      if (below.right / below.n < above.right / above.n) break;
      below.n += above.n;
      below.confidence += above.confidence;
      below.right += above.right;
      pools.pop();
    }
  }
  return pools.map((pool) => [round(pool.confidence / pool.n), round(pool.right / pool.n)]);
}

/** The line's value at a confidence; it runs to (0, 0) below the first knot and to (1, 1) above the last. */
export function onKnots(knots: Calibration['knots'], confidence: number): number {
  let [x0, y0] = [0, 0];
  for (const [x, y] of knots) {
    if (confidence <= x) return x === x0 ? y : y0 + ((y - y0) * (confidence - x0)) / (x - x0);
    [x0, y0] = [x, y];
  }
  return x0 >= 1 ? y0 : y0 + ((1 - y0) * (confidence - x0)) / (1 - x0);
}

/**
 * @param raw softmax shares of a ranking, best first, at least one
 * @returns the first on the calibration's line, the rest scaled to what it leaves; the order stays
 */
export function calibratedShares(raw: readonly number[], knots: Calibration['knots']): number[] {
  const first = onKnots(knots, raw[0]!);
  const scale = raw[0]! >= 1 ? 0 : (1 - first) / (1 - raw[0]!);
  // A rest candidate is never surer than the first.
  return raw.map((share, k) => (k === 0 ? first : Math.min(share * scale, first)));
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** How many times the target's risk still counts as near it. */
const NEAR = 2.5;

/**
 * @param rows    judged by a model that was not trained on them; confidence is the softmax's
 * @returns all of a calibration but the sharpness
 */
export function fitCalibration(rows: readonly Judged[], sharpness: number): Calibration {
  const knots = fitKnots(rows);
  const calibrated = rows.map((row) => ({ ...row, confidence: onKnots(knots, row.confidence) }));
  const thresholds: Record<string, number | null> = {};
  const vetoes: Record<string, Record<string, number>> = {};
  for (const target of TARGETS) {
    // Labels with bad evidence near the target would hold all the others back: they go first.
    const suspect = vetoesFor(calibrated, target, 1 - NEAR * (1 - target));
    const others = calibrated.filter((row) => row.confidence >= (suspect[row.prediction] ?? 0));
    const threshold = thresholdFor(others, target);
    thresholds[target] = threshold;
    vetoes[target] =
      threshold === null ? {} : { ...suspect, ...vetoesFor(others, target, threshold) };
  }
  return {
    sharpness,
    knots,
    rows: rows.length,
    ece: round(crossFittedEce(rows)),
    thresholds,
    vetoes,
  };
}

/** Knots of one half judged on the other, so that the figure is not its own teacher. */
function crossFittedEce(rows: readonly Judged[]): number {
  const halves = [rows.filter((_, i) => i % 2 === 0), rows.filter((_, i) => i % 2 === 1)];
  const judged = halves.flatMap((half, k) => {
    const knots = fitKnots(halves[1 - k]!);
    return half.map((row) => ({ ...row, confidence: onKnots(knots, row.confidence) }));
  });
  return ece(judged);
}

/** Labels whose sent rows are worse than the target by more than chance (one-sided 5 %). */
export function vetoesFor(
  rows: readonly Judged[],
  target: number,
  threshold: number,
): Record<string, number> {
  const byLabel = new Map<string, Judged[]>();
  for (const row of rows) {
    if (row.confidence < threshold) continue;
    const list = byLabel.get(row.prediction);
    if (list === undefined) byLabel.set(row.prediction, [row]);
    else list.push(row);
  }
  const vetoes: Record<string, number> = {};
  for (const [label, sent] of [...byLabel].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const right = sent.filter((row) => row.right).length;
    const tooFew = 1 - binomialUpperTail(right + 1, sent.length, target);
    if (tooFew < 0.05) vetoes[label] = thresholdFor(sent, target, 0.5) ?? 2;
  }
  return vetoes;
}

/** @returns whether a label at this confidence may go out unseen at the target */
export function maySend(
  calibration: Pick<Calibration, 'thresholds' | 'vetoes'>,
  target: number,
  label: string,
  confidence: number,
): boolean {
  const threshold = calibration.thresholds[target];
  if (threshold === null || threshold === undefined) return false;
  return confidence >= Math.max(threshold, calibration.vetoes[target]?.[label] ?? 0);
}
