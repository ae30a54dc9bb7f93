/** When a decision may leave unseen: the target, the thresholds that were fixed for it, and what is measured. */

export interface PolicyData {
  readonly version: string;
  /** Wanted share of dispatched tickets whose lead is right, 0–1. */
  readonly target: number;
  /** Lowest route confidence to send; null: too little out-of-fold data, so every ticket is reviewed. */
  readonly threshold: number | null;
  /** Role → its own higher threshold; above 1: never. */
  readonly vetoes: Readonly<Record<string, number>>;
  /** What the threshold rests on. */
  readonly fixedOn: { readonly rows: number; readonly note: string };
  /** P(lead right | category, row) where nobody has measured the row, 0–1. */
  readonly prior: number;
  /** How many judgements the prior counts for beside a row's own. */
  readonly priorStrength?: number | undefined;
  /** A city's outcomes by category: tickets that a row sent, and how many of them stayed there. */
  readonly rows: Readonly<Record<string, RowOutcome>>;
  /** Category → role → how many readers of its tickets named the role as lead. */
  readonly judged?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
  /** Below this share of the best code's own confidence the classifier stops at its parent's 99. */
  readonly abstainBelow: number;
  readonly hash?: string | undefined;
}

export interface RowOutcome {
  readonly n: number;
  readonly right: number;
}

/**
 * P(role is the right lead | category), 0–1: a city's own outcomes, else the readers' judgements, each
 * drawn towards the prior, else the prior.
 */
export function rowConfidence(policy: PolicyData, code: string, role: string): number {
  const own = policy.rows[code];
  if (own !== undefined) return (own.right + 1) / (own.n + 2);
  const tally = policy.judged?.[code];
  return tally === undefined ? policy.prior : tallyConfidence(policy, tally, role);
}

/** The same from one category's judgements. */
export function tallyConfidence(
  { prior, priorStrength = 2 }: Pick<PolicyData, 'prior' | 'priorStrength'>,
  tally: Readonly<Record<string, number>>,
  role: string,
): number {
  let n = 0;
  for (const count of Object.values(tally)) n += count;
  return ((tally[role] ?? 0) + prior * priorStrength) / (n + priorStrength);
}

export const isMeasured = (policy: PolicyData, code: string): boolean =>
  Object.hasOwn(policy.rows, code) || Object.hasOwn(policy.judged ?? {}, code);

/**
 * P(this role is the right lead), 0–1: what all candidates whose row names it bring together.
 * @param roleOf  the route table's lead of a category; null: no row
 * @param trustIn P(this role is the right lead | category)
 */
export function leadConfidence(
  ranking: readonly { readonly code: string; readonly confidence: number }[],
  role: string,
  roleOf: (code: string) => string | null,
  trustIn: (code: string) => number,
): number {
  const sum = ranking
    .filter(({ code }) => roleOf(code) === role)
    .reduce((total, { code, confidence }) => total + confidence * trustIn(code), 0);
  return Math.round(Math.min(1, sum) * 1e4) / 1e4;
}
