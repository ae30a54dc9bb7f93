/** Selective prediction: what may go out unseen at which confidence, and how right that is. */

import { ZhipaiError } from '../errors.js';
import { exactInterval, lowerBound } from './interval.js';

/** One judged answer. */
export interface Judged {
  /** 0–1. */
  readonly confidence: number;
  readonly right: boolean;
  /** What was answered; for classes and vetoes. */
  readonly prediction: string;
}

const byConfidence = (rows: readonly Judged[]): Judged[] =>
  [...rows].sort((a, b) => b.confidence - a.confidence);

/** Calls `visit` at each distinct confidence with the rows at or above it. */
function walkDown(
  rows: readonly Judged[],
  visit: (threshold: number, right: number, n: number) => void,
): void {
  const sorted = byConfidence(rows);
  let right = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (sorted[i]!.right) right++;
    const next = sorted[i + 1];
    // Equal confidences cannot be parted by a threshold.
    if (next === undefined || next.confidence < sorted[i]!.confidence) {
      visit(sorted[i]!.confidence, right, i + 1);
    }
  }
}

/**
 * Lowest confidence at which answers may go out unseen.
 * @param rows    calibration rows, none of which the model was trained on; any order, left unchanged
 * @param target  wanted share right, 0–1 exclusive, e.g. 0.98
 * @param level   confidence of the bound
 * @returns threshold 0–1, or null: too few rows to show the target
 * @throws ZhipaiError TARGET_OUT_OF_RANGE
 * @see one-sided lower bound of a binomial share, Clopper and Pearson 1934
 */
export function thresholdFor(rows: readonly Judged[], target: number, level = 0.95): number | null {
  if (!(target > 0 && target < 1)) {
    throw new ZhipaiError('TARGET_OUT_OF_RANGE', { got: String(target) });
  }
  let threshold: number | null = null;
  walkDown(rows, (confidence, right, n) => {
    // Cheap first: a share below the target cannot have a bound above it.
    if (right / n >= target && lowerBound(right, n, level) >= target) threshold = confidence;
  });
  return threshold;
}

/** Share of rows that a threshold read off these very rows could send at `target`: an upper bound. */
export function coverageAt(rows: readonly Judged[], target: number): number {
  let best = 0;
  walkDown(rows, (_, right, n) => {
    if (right / n >= target) best = n;
  });
  return rows.length === 0 ? 0 : best / rows.length;
}

/** Area under the risk–coverage curve, 0–1; less is better. */
export function areaUnderRiskCoverage(rows: readonly Judged[]): number {
  const sorted = byConfidence(rows);
  let wrong = 0;
  let area = 0;
  sorted.forEach((row, i) => {
    if (!row.right) wrong++;
    area += wrong / (i + 1);
  });
  return sorted.length === 0 ? 0 : area / sorted.length;
}

export interface AutoReport {
  /** Share of all rows that went out unseen. */
  readonly coverage: number;
  /** Share right of those; null when nothing went out. */
  readonly accuracy: number | null;
  readonly interval95: readonly [number, number];
  /** Distinct answers among them. */
  readonly classes: number;
  readonly withoutLargestClass: { readonly coverage: number; readonly accuracy: number | null };
}

/** What thresholds that were fixed before these rows really did. */
export function autoReport(rows: readonly Judged[], sent: (row: Judged) => boolean): AutoReport {
  const out = rows.filter(sent);
  const counts = new Map<string, number>();
  for (const row of out) counts.set(row.prediction, (counts.get(row.prediction) ?? 0) + 1);
  const largest = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  const rest = out.filter((row) => row.prediction !== largest);
  const share = (part: readonly Judged[]) =>
    part.length === 0 ? null : part.filter((row) => row.right).length / part.length;
  return {
    coverage: rows.length === 0 ? 0 : out.length / rows.length,
    accuracy: share(out),
    interval95: exactInterval(out.filter((row) => row.right).length, out.length),
    classes: counts.size,
    withoutLargestClass: {
      coverage: rows.length === 0 ? 0 : rest.length / rows.length,
      accuracy: share(rest),
    },
  };
}
