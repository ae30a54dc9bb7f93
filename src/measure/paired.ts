/** Whether one method is better than another on the same tickets. */

import { binomialUpperTail } from './interval.js';

export interface PairedResult {
  /** Right by the first alone. */
  readonly onlyFirst: number;
  /** Right by the second alone. */
  readonly onlySecond: number;
  /** Two-sided, exact. */
  readonly p: number;
}

/**
 * McNemar's test, exact: of the pairs that differ, is the share won by one side beyond a coin's?
 * @param pairs  for each ticket, whether the first and the second method were right
 * @see McNemar 1947; exact form by the binomial
 */
export function mcNemar(pairs: readonly (readonly [boolean, boolean])[]): PairedResult {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (const [first, second] of pairs) {
    if (first && !second) onlyFirst++;
    if (second && !first) onlySecond++;
  }
  const n = onlyFirst + onlySecond;
  const p =
    n === 0 ? 1 : Math.min(1, 2 * binomialUpperTail(Math.max(onlyFirst, onlySecond), n, 0.5));
  return { onlyFirst, onlySecond, p };
}
