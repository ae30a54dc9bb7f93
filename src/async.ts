/** Decisions that need a city's own asynchronous facts, such as a licence look-up or a geocoder. */

import type { Decision } from './decision.js';
import { ZhipaiError } from './errors.js';
import { localTime } from './place/calendar.js';
import { type Router, textOf } from './router.js';
import { leavesOf } from './rules/conditions.js';
import { runReference } from './rules/reference.js';
import { type Facts, type RuleData, sharesOf } from './rules/types.js';
import { findEntities, largestAmount } from './text/entities.js';
import { normalize } from './text/normalize.js';
import type { Ticket } from './ticket.js';

export type FactValue = string | number | boolean | null;
/** Asked at most once a ticket, and only when a rule that could hold needs it. */
export type AsyncFactSource = (ticket: Ticket) => Promise<FactValue> | FactValue;

export interface AsyncOptions {
  /** By name, as conditions name them after `field.`: `{ licensed: (ticket) => … }`. */
  readonly facts: Readonly<Record<string, AsyncFactSource>>;
}

/**
 * Lets json-rules-engine run the rules that ask for such facts, which fetches only those that a
 * rule comes to need, and then decides as `classifyAndRoute` does with what was fetched. A source
 * that fails counts as not given: the ticket is decided without it.
 */
export async function decideWithFacts(
  router: Router,
  ticket: Ticket,
  { facts: sources }: AsyncOptions,
): Promise<Decision> {
  const names = Object.keys(sources);
  const odd = names.find((name) => typeof sources[name] !== 'function');
  if (odd !== undefined)
    throw new ZhipaiError('USAGE', { got: `facts.${odd}`, want: 'a function of the ticket' });
  const first = router.classifyAndRoute(ticket);
  const rules = router.parts.data.rules.files
    .flatMap((file) => file.rules)
    .filter((rule) => asksFor(rule, names));
  if (rules.length === 0) return first;
  const fetched: Record<string, string | number | boolean> = {};
  const asked = Object.fromEntries(
    names.map((name) => {
      let answer: Promise<FactValue> | null = null;
      const ask = async (): Promise<FactValue> => {
        try {
          const value = await sources[name]!(ticket);
          if (value !== null) fetched[name] = value;
          return value;
        } catch {
          return null;
        }
      };
      return [
        name,
        () => {
          answer ??= ask();
          return answer;
        },
      ];
    }),
  );
  const fields = ticket.fields ?? {};
  await runReference(rules, factsAfter(router, ticket, first), fields, asked);
  return Object.keys(fetched).length === 0
    ? first
    : router.classifyAndRoute({ ...ticket, fields: { ...fields, ...fetched } });
}

function asksFor(rule: RuleData, names: readonly string[]): boolean {
  for (const { leaf } of leavesOf(rule.conditions)) {
    if (names.some((name) => leaf.fact === `field.${name}`)) return true;
  }
  return false;
}

/** The facts of a ticket as its last phase saw them. */
function factsAfter(router: Router, ticket: Ticket, decision: Decision): Facts {
  const normalized = normalize(textOf(ticket));
  const matter = decision.matters[0];
  const received = ticket.receivedAt === undefined ? null : localTime(ticket.receivedAt);
  const { pack, rules } = router.parts.data;
  return {
    text: normalized.text,
    length: normalized.text.replace(/\s+/gu, '').length,
    channel: ticket.channel ?? null,
    time: received?.time ?? null,
    date: received?.date ?? pack.asOf ?? rules.released,
    hasPrevious: ticket.previous !== undefined,
    returns: ticket.previous?.returnedBy?.length ?? 0,
    request: decision.request.type,
    urgency: decision.urgency,
    category: matter?.category.code ?? null,
    confidence: matter?.category.confidence ?? null,
    ...sharesOf(decision),
    region: router.parts.regions.find(normalized.text, ticket.region).chain,
    amount: largestAmount(findEntities(normalized)),
  };
}
