/** What can be said of conditions without a ticket: their tests, and which of two is the stricter. */

import { canonicalJson } from '../hash.js';
import { isUnder } from '../taxonomy/taxonomy.js';
import { type Condition, isLeaf, type LeafCondition } from './types.js';

/** A test of a fact with its place in the rule, such as `['conditions', 'all', 0]`. */
export interface PlacedLeaf {
  readonly leaf: LeafCondition;
  readonly path: readonly (string | number)[];
}

/** Every test of a condition. */
export function* leavesOf(
  condition: Condition,
  path: readonly (string | number)[] = ['conditions'],
): Generator<PlacedLeaf> {
  if (isLeaf(condition)) yield { leaf: condition, path };
  else if ('not' in condition) yield* leavesOf(condition.not, [...path, 'not']);
  else {
    const group = 'all' in condition ? 'all' : 'any';
    const parts = 'all' in condition ? condition.all : condition.any;
    for (const [i, part] of parts.entries()) yield* leavesOf(part, [...path, group, i]);
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Whether every text or fact that meets `a` also meets `b`; false where it is not plain. */
export function implies(a: Condition, b: Condition): boolean {
  if (canonicalJson(a) === canonicalJson(b)) return true;
  if (!isLeaf(b) && 'all' in b) return b.all.every((part) => implies(a, part));
  if (!isLeaf(a) && 'any' in a) return a.any.every((part) => implies(part, b));
  if (!isLeaf(a) && 'all' in a && a.all.some((part) => implies(part, b))) return true;
  if (!isLeaf(b) && 'any' in b) return b.any.some((part) => implies(a, part));
  if (!isLeaf(a) && 'not' in a) return !isLeaf(b) && 'not' in b && implies(b.not, a.not);
  return isLeaf(a) && isLeaf(b) && a.fact === b.fact && leafImplies(a, b);
}

function leafImplies(a: LeafCondition, b: LeafCondition): boolean {
  const [have, want] = [list(a.value), list(b.value)];
  const holdsIn = (word: unknown) => want.some((part) => String(word).includes(String(part)));
  switch (`${a.operator} ${b.operator}`) {
    case 'containsAny containsAny':
    case 'startsWithAny containsAny':
      return have.every(holdsIn);
    case 'containsAll containsAny':
      return have.some(holdsIn);
    case 'startsWithAny startsWithAny':
      return have.every((word) => want.some((start) => String(word).startsWith(String(start))));
    case 'underCategory underCategory':
      return have.every((code) => want.some((above) => isUnder(String(code), String(above))));
    case 'equal in':
    case 'in in':
    case 'in equal':
    case 'withinRegion withinRegion':
      return have.every((value) => want.includes(value));
    case 'greaterThan greaterThan':
    case 'greaterThan greaterThanInclusive':
    case 'greaterThanInclusive greaterThanInclusive':
      return Number(a.value) >= Number(b.value);
    case 'lessThan lessThan':
    case 'lessThan lessThanInclusive':
    case 'lessThanInclusive lessThanInclusive':
      return Number(a.value) <= Number(b.value);
    default:
      return false;
  }
}
