/** When a decision may leave unseen: the target, the thresholds that were fixed for it, and what is measured. */

export interface PolicyData {
  readonly version: string;
  /** Wanted share of dispatched tickets whose lead is right, 0–1. */
  readonly target: number;
  /** Lowest route confidence to send; null: too little out-of-fold data, so every ticket is reviewed. */
  readonly threshold: number | null;
  /** Role → its own higher threshold; above 1: never. */
  readonly vetoes: Readonly<Record<string, number>>;
  /** What the threshold rests on: rows and their hash. */
  readonly fixedOn: { readonly rows: number; readonly note: string };
  /** P(lead right | category, row) where nobody has measured the row, 0–1. */
  readonly prior: number;
  /** Measured rows of the route table: code → tries and hits. */
  readonly rows: Readonly<Record<string, { readonly n: number; readonly right: number }>>;
  /** Below this share of the best code's own confidence the classifier stops at its parent's 99. */
  readonly abstainBelow: number;
  readonly hash?: string | undefined;
}

/** P(lead right | category, row): measured with one of each added (Laplace), else the prior. */
export function rowConfidence(policy: PolicyData, code: string): number {
  const measured = policy.rows[code];
  return measured === undefined ? policy.prior : (measured.right + 1) / (measured.n + 2);
}

export const isMeasured = (policy: PolicyData, code: string): boolean =>
  Object.hasOwn(policy.rows, code);
