/**
 * The operators of the rule language, one definition for both evaluators. Each takes the fact's
 * value and the condition's value and answers; none throws, and a fact that is null meets none.
 */

import { RE2JS } from 're2js';
import { isUnder } from '../taxonomy/taxonomy.js';

export type Operator = (fact: unknown, value: unknown) => boolean;

/** Two groups of words that must stand close together. */
export interface NearValue {
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** At most so many characters between them. */
  readonly within: number;
}

const strings = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]) as string[];
const onText =
  (test: (text: string, value: unknown) => boolean): Operator =>
  (fact, value) =>
    typeof fact === 'string' && test(fact, value);
const onNumber =
  (test: (fact: number, value: number) => boolean): Operator =>
  (fact, value) =>
    typeof fact === 'number' && test(fact, value as number);

const patterns = new Map<string, RE2JS>();
/** A pattern in linear time; compiled once. @throws when it is no RE2 pattern */
export function compilePattern(pattern: string): RE2JS {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = RE2JS.compile(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled;
}

function near(text: string, { first, second, within }: NearValue): boolean {
  for (const a of first) {
    for (let at = text.indexOf(a); at >= 0; at = text.indexOf(a, at + 1)) {
      const from = Math.max(0, at - within);
      const to = at + a.length + within;
      for (const b of second) {
        const found = text.indexOf(b, Math.max(0, from - b.length));
        if (found >= 0 && found <= to && found + b.length >= from) return true;
      }
    }
  }
  return false;
}

/** Whether `value` lies in a window that may run over midnight. */
const inWindow = (value: string, from: string, to: string): boolean =>
  from <= to ? value >= from && value <= to : value >= from || value <= to;

export const OPERATORS: Readonly<Record<string, Operator>> = {
  equal: (fact, value) => fact === value,
  notEqual: (fact, value) => fact !== null && fact !== value,
  in: (fact, value) => fact !== null && strings(value).includes(fact as string),
  notIn: (fact, value) => fact !== null && !strings(value).includes(fact as string),
  lessThan: onNumber((fact, value) => fact < value),
  lessThanInclusive: onNumber((fact, value) => fact <= value),
  greaterThan: onNumber((fact, value) => fact > value),
  greaterThanInclusive: onNumber((fact, value) => fact >= value),
  containsAny: onText((text, value) => strings(value).some((word) => text.includes(word))),
  containsAll: onText((text, value) => strings(value).every((word) => text.includes(word))),
  startsWithAny: onText((text, value) => strings(value).some((word) => text.startsWith(word))),
  near: onText((text, value) => near(text, value as NearValue)),
  matches: onText((text, value) =>
    compilePattern(value as string)
      .matcher(text)
      .find(),
  ),
  underCategory: onText((code, value) =>
    strings(value).some((ancestor) => isUnder(code, ancestor)),
  ),
  withinRegion: (fact, value) =>
    Array.isArray(fact) && strings(value).some((region) => fact.includes(region)),
  timeWithin: onText((time, value) => {
    const { from, to } = value as { from: string; to: string };
    return inWindow(time, from, to);
  }),
  dateWithin: onText((date, value) => {
    const { from, to } = value as { from: string; to: string };
    return date >= from && date <= to;
  }),
};

/** Operators whose value is one word or a list of words to look for in the text. */
export const WORD_OPERATORS = new Set(['containsAny', 'containsAll', 'startsWithAny']);
