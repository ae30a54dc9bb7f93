/** All the figures of one labelled file, in the shape that `evaluate --json` prints. */

import { accuracy, macroF1 } from './accuracy.js';
import { ece } from './calibration-error.js';
import { exactInterval } from './interval.js';
import { type AutoReport, autoReport, coverageAt, type Judged } from './selective.js';

export interface EvaluatedRow extends Judged {
  readonly label: string;
  /** Whether the label is among the best three. */
  readonly inTop3: boolean;
  /** Whether it would go out unseen by thresholds fixed before this file. */
  readonly sent: boolean;
}

export interface Evaluation {
  readonly rows: number;
  /** Distinct labels of the file. */
  readonly classes: number;
  readonly accuracy: number;
  readonly interval95: readonly [number, number];
  readonly top3: number;
  /** Plain mean over classes that occur in labels or predictions. */
  readonly macroF1: number;
  /** Over 15 bins. */
  readonly ece: number;
  /** Reads the threshold off this file: an upper bound. */
  readonly coverageAt: Readonly<Record<'0.95' | '0.98', number>>;
  readonly auto: AutoReport;
  readonly microsPerTicket: number;
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const roundedPair = ([low, high]: readonly [number, number]): [number, number] => [
  rounded(low),
  rounded(high),
];

/** @param micros time of all decisions together, in microseconds */
export function evaluate(rows: readonly EvaluatedRow[], micros: number): Evaluation {
  const right = rows.filter((row) => row.right).length;
  const auto = autoReport(rows, (row) => (row as EvaluatedRow).sent);
  const roundedOrNull = (value: number | null) => (value === null ? null : rounded(value));
  return {
    rows: rows.length,
    classes: new Set(rows.map((row) => row.label)).size,
    accuracy: rounded(accuracy(rows)),
    interval95: roundedPair(exactInterval(right, rows.length)),
    top3: rounded(rows.length === 0 ? 0 : rows.filter((row) => row.inTop3).length / rows.length),
    macroF1: rounded(macroF1(rows)),
    ece: rounded(ece(rows)),
    coverageAt: {
      '0.95': rounded(coverageAt(rows, 0.95)),
      '0.98': rounded(coverageAt(rows, 0.98)),
    },
    auto: {
      coverage: rounded(auto.coverage),
      accuracy: roundedOrNull(auto.accuracy),
      interval95: roundedPair(auto.interval95),
      classes: auto.classes,
      withoutLargestClass: {
        coverage: rounded(auto.withoutLargestClass.coverage),
        accuracy: roundedOrNull(auto.withoutLargestClass.accuracy),
      },
    },
    microsPerTicket: rows.length === 0 ? 0 : Math.round((micros / rows.length) * 10) / 10,
  };
}
