/** Whether a confidence means what it says. */

import type { Judged } from './selective.js';

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly meanConfidence: number;
  readonly accuracy: number;
}

/** Bins of equal width over 0–1; empty ones are left out. */
export function reliabilityBins(rows: readonly Judged[], bins = 15): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ n: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of rows) {
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.n++;
    bin.confidence += confidence;
    if (right) bin.right++;
  }
  return sums.flatMap(({ n, confidence, right }, i) =>
    n === 0
      ? []
      : [
          {
            from: i / bins,
            to: (i + 1) / bins,
            n,
            meanConfidence: confidence / n,
            accuracy: right / n,
          },
        ],
  );
}

/**
 * Expected calibration error: mean distance of confidence and accuracy over equal-width bins, 0–1.
 * @see Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", 2017
 */
export function ece(rows: readonly Judged[], bins = 15): number {
  if (rows.length === 0) return 0;
  return reliabilityBins(rows, bins).reduce(
    (sum, bin) => sum + (bin.n / rows.length) * Math.abs(bin.accuracy - bin.meanConfidence),
    0,
  );
}
