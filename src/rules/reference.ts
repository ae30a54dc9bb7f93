/**
 * The reference evaluator: json-rules-engine itself, with our operators. It checks each rule when
 * a rule set is loaded, runs rule examples, and decides where a city's facts are asynchronous.
 */

import { Engine, Rule, type RuleProperties } from 'json-rules-engine';
import type { CityFields } from './compile.js';
import { factValue, isInForce } from './compile.js';
import { OPERATORS } from './operators.js';
import { type Condition, FACT_NAMES, type Facts, isLeaf, type RuleData } from './types.js';

/** json-rules-engine's own operators, which ours must not shadow with another meaning. */
const BUILT_IN = new Set([
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
]);

/** json-rules-engine wants `all`, `any` or `not` at the root; one lone test is wrapped. */
const rooted = (condition: Condition): Condition =>
  isLeaf(condition) ? { all: [condition] } : condition;

/**
 * json-rules-engine runs the parts of a group side by side unless some have a higher priority:
 * what the ticket itself answers goes first, so that a city's look-up is made only where it counts.
 */
function cheapFirst(condition: Condition): Condition & { priority: number } {
  const priority = [...fieldNames(condition, new Set())].length === 0 ? 10 : 1;
  if (isLeaf(condition)) return { ...condition, priority };
  if ('not' in condition) return { not: cheapFirst(condition.not), priority };
  if ('all' in condition) return { all: condition.all.map(cheapFirst), priority };
  return { any: condition.any.map(cheapFirst), priority };
}

const properties = (rule: RuleData): RuleProperties => ({
  name: rule.id,
  priority: rule.priority,
  conditions: cheapFirst(rooted(rule.conditions)) as unknown as RuleProperties['conditions'],
  event: { type: rule.event.type, params: rule.event.params },
});

/** @returns what json-rules-engine says against the rule, or null */
export function referenceFault(rule: RuleData): string | null {
  try {
    new Rule(properties(rule));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fieldNames(condition: Condition, into: Set<string>): Set<string> {
  if (isLeaf(condition)) {
    if (condition.fact.startsWith('field.')) into.add(condition.fact);
  } else if ('not' in condition) fieldNames(condition.not, into);
  else
    for (const part of 'all' in condition ? condition.all : condition.any) fieldNames(part, into);
  return into;
}

/** A city's asynchronous fact, such as a licence look-up. */
export type AsyncFact = () => Promise<unknown> | unknown;

export interface ReferenceOutcome {
  readonly rule: RuleData;
  readonly fired: boolean;
  /** json-rules-engine's own tree of conditions, each with `result`. */
  readonly conditions: unknown;
}

/**
 * Runs rules by json-rules-engine. A new engine for each run: overlapping runs of one can drop rules.
 * @param asyncFacts  by fact name; they replace a ticket's own field of that name
 * @returns one outcome a rule in force, in the given order
 */
export async function runReference(
  rules: readonly RuleData[],
  facts: Facts,
  fields: CityFields = {},
  asyncFacts: Readonly<Record<string, AsyncFact>> = {},
): Promise<ReferenceOutcome[]> {
  const inForce = rules.filter((rule) => isInForce(rule, facts.date));
  const engine = new Engine(
    inForce.map((rule) => properties(rule)),
    { allowUndefinedFacts: false },
  );
  for (const [name, operator] of Object.entries(OPERATORS)) {
    if (!BUILT_IN.has(name) || name === 'notEqual' || name === 'notIn' || name === 'in') {
      engine.addOperator(name, operator);
    }
  }
  for (const name of FACT_NAMES) engine.addFact(name, () => facts[name] as unknown);
  const names = new Set<string>();
  for (const rule of inForce) fieldNames(rule.conditions, names);
  for (const name of names) {
    const own = asyncFacts[name.slice('field.'.length)];
    engine.addFact(name, own ?? (() => factValue(name, facts, fields)));
  }
  const { results, failureResults } = await engine.run();
  const outcomes = new Map<string, ReferenceOutcome>();
  const byId = new Map(inForce.map((rule) => [rule.id, rule]));
  for (const [list, fired] of [
    [results, true],
    [failureResults, false],
  ] as const) {
    for (const { name, conditions } of list) {
      outcomes.set(name, { rule: byId.get(name)!, fired, conditions });
    }
  }
  return inForce.map((rule) => outcomes.get(rule.id)!);
}
