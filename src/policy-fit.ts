/**
 * Fixes the policy on tickets that the model had not seen: how far a row of the route table is to be
 * trusted, and from where on a decision may leave unseen.
 */

import { vetoesFor } from './classify/calibrate.js';
import { type Judged, thresholdFor } from './measure/selective.js';
import { leadConfidence, type PolicyData, tallyConfidence } from './policy.js';

export type Tally = Readonly<Record<string, number>>;

/** A judged ticket with what a model of other folds said of it. */
export interface LeadCase {
  /** Six digits, as it was written for. */
  readonly code: string;
  /** The lead that its writer named. */
  readonly lead: string;
  /** What its own readers said, to be left out of its category's tally. */
  readonly own: Tally;
  readonly ranking: readonly { readonly code: string; readonly confidence: number }[];
}

export type FittedPolicy = Required<
  Pick<PolicyData, 'prior' | 'priorStrength' | 'judged' | 'threshold' | 'vetoes' | 'fixedOn'>
>;

/**
 * @param tallies category → role → how many readers named it
 * @param roleOf  the route table's lead of a category
 */
export function fitPolicy(
  cases: readonly LeadCase[],
  tallies: Readonly<Record<string, Tally>>,
  roleOf: (code: string) => string | null,
  target: number,
): FittedPolicy {
  const trust = fitPrior(
    Object.entries(tallies).map(([code, tally]) => ({
      right: tally[roleOf(code) ?? ''] ?? 0,
      n: Object.values(tally).reduce((a, b) => a + b, 0),
    })),
  );
  const judgedRows: Judged[] = cases.flatMap((one) => {
    const role = roleOf(one.ranking[0]?.code ?? '');
    if (role === null) return [];
    const confidence = leadConfidence(one.ranking, role, roleOf, (code) => {
      const all = tallies[code] ?? {};
      return tallyConfidence(trust, code === one.code ? without(all, one.own) : all, role);
    });
    return [{ confidence, right: role === one.lead, prediction: role }];
  });
  const threshold = thresholdFor(judgedRows, target);
  return {
    ...trust,
    judged: tallies,
    threshold,
    vetoes: threshold === null ? {} : vetoesFor(judgedRows, target, threshold),
    fixedOn: { rows: judgedRows.length, note: 'out-of-fold tickets of the lexicon with a lead' },
  };
}

function without(all: Tally, own: Tally): Tally {
  return Object.fromEntries(
    Object.entries(all).map(([role, count]) => [role, count - (own[role] ?? 0)]),
  );
}

/** Prior of greatest likelihood for shares that differ from row to row (beta-binomial). */
function fitPrior(rows: readonly { right: number; n: number }[]) {
  let best = { prior: 0.85, priorStrength: 2 };
  let most = Number.NEGATIVE_INFINITY;
  for (let prior = 0.7; prior < 0.99; prior += 0.01) {
    for (const priorStrength of [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8]) {
      const [a, b] = [prior * priorStrength, (1 - prior) * priorStrength];
      let sum = 0;
      for (const { right, n } of rows) {
        // ln of B(right + a, n − right + b) / B(a, b), as a product of the n single draws.
        for (let i = 0; i < right; i++) sum += Math.log((a + i) / (a + b + i));
        for (let i = 0; i < n - right; i++) sum += Math.log((b + i) / (a + b + right + i));
      }
      if (sum > most) {
        most = sum;
        best = { prior: Math.round(prior * 100) / 100, priorStrength };
      }
    }
  }
  return best;
}
