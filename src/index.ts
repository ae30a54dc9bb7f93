/** The public face of Zhipai: everything, with every check. */

import { type AsyncOptions, decideWithFacts } from './async.js';
import { fullChecks } from './checks.js';
import { shippedData, shippedPacks } from './data/shipped.js';
import type { Decision } from './decision.js';
import { createRouterFrom, type Router, type RouterData } from './router.js';
import type { Ticket } from './ticket.js';

/**
 * A router over the shipped data, or over what is given in its place.
 * @param data  any of taxonomy, rules, pack, model, policy; what is left out is the shipped one's
 * @throws ZhipaiError DATA_SHAPE, RULE_FAULT, TAXONOMY_FAULT or a model's error, with the place
 */
export function createRouter(data: Partial<RouterData> = {}): Router {
  return createRouterFrom({ ...shippedData(), ...data }, { ...fullChecks, data: checkChange });
}

/** The shipped data were checked when they were built; only what comes from outside is checked. */
function checkChange(change: Partial<RouterData>): void {
  const shipped = shippedData();
  const fresh = Object.fromEntries(
    Object.entries(change).filter(([key, value]) => value !== shipped[key as keyof RouterData]),
  );
  fullChecks.data(fresh);
}

let shipped: Router | null = null;

/**
 * One decision for one ticket, by the shipped taxonomy, rules, generic pack, model and policy.
 * Pure and synchronous: the same ticket gives the same decision, byte for byte.
 * @throws ZhipaiError TICKET_SHAPE that names the field, what came and what is wanted
 */
export function classifyAndRoute(ticket: Ticket): Decision {
  shipped ??= createRouter();
  return shipped.classifyAndRoute(ticket);
}

/**
 * One decision with a city's asynchronous facts, run by json-rules-engine where rules ask for them.
 * @param options.facts   by name, as conditions name them after `field.`
 * @param options.router  absent: the shipped one
 * @throws ZhipaiError TICKET_SHAPE, USAGE
 */
export function classifyAndRouteAsync(
  ticket: Ticket,
  options: AsyncOptions & { readonly router?: Router | undefined },
): Promise<Decision> {
  shipped ??= createRouter();
  return decideWithFacts(options.router ?? shipped, ticket, options);
}

export type { AsyncFactSource, AsyncOptions, FactValue } from './async.js';
export type * from './decision.js';
export { actionSchema, decisionSchema } from './decision-schema.js';
export { type ErrorCode, type ErrorData, ZhipaiError } from './errors.js';
export { packSchema } from './place/schema.js';
export type { PackData } from './place/types.js';
export type { PolicyData } from './policy.js';
export type { Router, RouterData } from './router.js';
export { ruleFileSchema, ruleSchema } from './rules/schema.js';
export type { RouteRow, RuleData, RuleFileData, RuleSetData } from './rules/types.js';
export { categoriesFileSchema, lexiconFileSchema } from './taxonomy/schema.js';
export type { Category, CategoryData, LexiconData, TaxonomyData } from './taxonomy/taxonomy.js';
export { redact } from './text/redact.js';
export type { PreviousTicket, Ticket } from './ticket.js';
export { ticketSchema } from './ticket-schema.js';
export { ENGINE_VERSION } from './version.js';
export { shippedPacks };
