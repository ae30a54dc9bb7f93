/** Which of the rules that fired decides a phase; shared by both evaluators. */

import type { FiredMatch } from './compile.js';
import { type Condition, isLeaf } from './types.js';

/** Longest category code that the conditions ask for, 0 for none. */
export function codeLength(condition: Condition): number {
  if (isLeaf(condition)) {
    if (condition.operator !== 'underCategory') return 0;
    return Math.max(...([condition.value].flat() as string[]).map((code) => code.length));
  }
  if ('not' in condition) return 0;
  return Math.max(...('all' in condition ? condition.all : condition.any).map(codeLength));
}

/** Longest region id that the conditions ask for, 0 for none: a longer division code is a smaller region. */
export function regionLength(condition: Condition): number {
  if (isLeaf(condition)) {
    if (condition.operator !== 'withinRegion') return 0;
    return Math.max(...([condition.value].flat() as string[]).map((region) => region.length));
  }
  if ('not' in condition) return 0;
  return Math.max(...('all' in condition ? condition.all : condition.any).map(regionLength));
}

/** Order of rank: higher priority, then longer code, then smaller region, then id. */
export function compareRank(a: FiredMatch, b: FiredMatch): number {
  return (
    b.rule.priority - a.rule.priority ||
    codeLength(b.rule.conditions) - codeLength(a.rule.conditions) ||
    regionLength(b.rule.conditions) - regionLength(a.rule.conditions) ||
    (a.rule.id < b.rule.id ? -1 : 1)
  );
}

/** @returns the fired rules, the deciding one first */
export const inOrderOfRank = (fired: readonly FiredMatch[]): FiredMatch[] =>
  [...fired].sort(compareRank);
