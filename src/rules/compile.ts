/**
 * The synchronous evaluator: rules become closures, and an index over their words tells which of
 * them a text can possibly meet, so that thousands of rules cost a ticket only what it touches.
 * Equal to json-rules-engine by property test (see reference.ts).
 */

import type { Span } from '../decision.js';
import { buildAutomaton } from '../text/keywords.js';
import { OPERATORS, WORD_OPERATORS } from './operators.js';
import {
  type Condition,
  type Facts,
  isLeaf,
  type LeafCondition,
  type Phase,
  type RuleData,
} from './types.js';

/** A rule with what the file around it says. */
export interface PlacedRule {
  readonly rule: RuleData;
  readonly phase: Phase;
}

/** The text of one ticket, scanned once for the words of all rules. */
export interface ScannedText {
  readonly text: string;
  /** First place of each word that occurs. */
  readonly places: ReadonlyMap<number, Span>;
}

export interface CityFields {
  readonly [name: string]: string | number | boolean;
}

export interface CompiledRules {
  scan(text: string): ScannedText;
  /** The rules of a phase that fire, in order of the given list. */
  fire(phase: Phase, scanned: ScannedText, facts: Facts, fields: CityFields): FiredMatch[];
}

export interface FiredMatch {
  readonly rule: RuleData;
  /** Places in the normalized text of the words that made it fire. */
  readonly evidence: readonly Span[];
}

type Test = (scanned: ScannedText, facts: Facts, fields: CityFields, evidence: Span[]) => boolean;

interface CompiledRule {
  readonly order: number;
  readonly rule: RuleData;
  readonly test: Test;
}

export function compileRules(placed: readonly PlacedRule[]): CompiledRules {
  const wordIds = new Map<string, number>();
  const idOf = (word: string): number => {
    const known = wordIds.get(word);
    if (known !== undefined) return known;
    wordIds.set(word, wordIds.size);
    return wordIds.size - 1;
  };
  // Per phase: rules to try for a word that occurs, and rules that no word can rule out.
  const byWord = new Map<Phase, Map<number, CompiledRule[]>>();
  const always = new Map<Phase, CompiledRule[]>();
  placed.forEach(({ rule, phase }, order) => {
    const compiled = { order, rule, test: compileCondition(rule.conditions, idOf) };
    const anchors = anchorWords(rule.conditions);
    if (anchors === null) {
      push(always, phase, compiled);
      return;
    }
    if (!byWord.has(phase)) byWord.set(phase, new Map());
    for (const word of new Set(anchors)) push(byWord.get(phase)!, idOf(word), compiled);
  });
  const automaton = buildAutomaton([...wordIds.keys()]);

  return {
    scan(text) {
      const places = new Map<number, Span>();
      automaton.scan(text, (word, start, end) => {
        if (!places.has(word)) places.set(word, { start, end });
      });
      return { text, places };
    },
    fire(phase, scanned, facts, fields) {
      const candidates = new Set(always.get(phase));
      const words = byWord.get(phase);
      if (words !== undefined) {
        for (const word of scanned.places.keys()) {
          for (const compiled of words.get(word) ?? []) candidates.add(compiled);
        }
      }
      return [...candidates]
        .sort((a, b) => a.order - b.order)
        .flatMap(({ rule, test }) => {
          if (!isInForce(rule, facts.date)) return [];
          const evidence: Span[] = [];
          return test(scanned, facts, fields, evidence) ? [{ rule, evidence }] : [];
        });
    },
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** @returns whether the rule holds on that day, both ends included */
export function isInForce(rule: RuleData, date: string): boolean {
  const { from, to } = rule.effective ?? {};
  return (from === undefined || date >= from) && (to === undefined || date <= to);
}

/** The value of a fact; a city's field that the ticket lacks is null. */
export function factValue(name: string, facts: Facts, fields: CityFields): unknown {
  if (!name.startsWith('field.')) return facts[name as keyof Facts];
  const field = name.slice('field.'.length);
  return Object.hasOwn(fields, field) ? fields[field] : null;
}

function compileCondition(condition: Condition, idOf: (word: string) => number): Test {
  if (isLeaf(condition)) return compileLeaf(condition, idOf);
  if ('not' in condition) {
    const inner = compileCondition(condition.not, idOf);
    return (scanned, facts, fields) => !inner(scanned, facts, fields, []);
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => compileCondition(part, idOf));
  if (isAll) {
    return (scanned, facts, fields, evidence) =>
      parts.every((part) => part(scanned, facts, fields, evidence));
  }
  return (scanned, facts, fields, evidence) =>
    parts.some((part) => part(scanned, facts, fields, evidence));
}

function compileLeaf(leaf: LeafCondition, idOf: (word: string) => number): Test {
  const operator = OPERATORS[leaf.operator]!;
  if (leaf.fact !== 'text' || !WORD_OPERATORS.has(leaf.operator)) {
    return (_, facts, fields) => operator(factValue(leaf.fact, facts, fields), leaf.value);
  }
  const words = [leaf.value].flat() as string[];
  const ids = words.map(idOf);
  switch (leaf.operator) {
    case 'containsAny':
      return ({ places }, _facts, _fields, evidence) => {
        const found = ids.find((id) => places.has(id));
        if (found !== undefined) evidence.push(places.get(found)!);
        return found !== undefined;
      };
    case 'containsAll':
      return ({ places }, _facts, _fields, evidence) => {
        if (!ids.every((id) => places.has(id))) return false;
        for (const id of ids) evidence.push(places.get(id)!);
        return true;
      };
    default:
      return ({ places }, _facts, _fields, evidence) => {
        const found = ids.find((id) => places.get(id)?.start === 0);
        if (found !== undefined) evidence.push(places.get(found)!);
        return found !== undefined;
      };
  }
}

/** Words of which one must occur for the condition to hold; null: none is needed. */
function anchorWords(condition: Condition): readonly string[] | null {
  if (isLeaf(condition)) {
    const isWords = condition.fact === 'text' && WORD_OPERATORS.has(condition.operator);
    return isWords ? ([condition.value].flat() as string[]) : null;
  }
  if ('not' in condition) return null;
  if ('any' in condition) {
    const parts = condition.any.map(anchorWords);
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part!);
  }
  const needed = condition.all.map(anchorWords).filter((part) => part !== null);
  // The shortest list rules out the most texts.
  return needed.sort((a, b) => a.length - b.length)[0] ?? null;
}
