/**
 * `zhipai/runtime`: routes with ready-built data. No zod and no json-rules-engine, so that it is
 * small enough for a browser; data from outside should be checked with `zhipai` first.
 */

import { shippedData, shippedPacks } from './data/shipped.js';
import type { Decision } from './decision.js';
import { createRouterFrom, type Router, type RouterData } from './router.js';
import type { Ticket } from './ticket.js';

/** @param data whatever is left out is the shipped one's */
export const createRouter = (data: Partial<RouterData> = {}): Router =>
  createRouterFrom({ ...shippedData(), ...data });

let shipped: Router | null = null;

/**
 * One decision for one ticket, by the shipped taxonomy, rules, generic pack, model and policy.
 * @throws ZhipaiError TICKET_SHAPE when the ticket is no object or its text no string
 */
export function classifyAndRoute(ticket: Ticket): Decision {
  shipped ??= createRouter();
  return shipped.classifyAndRoute(ticket);
}

export type * from './decision.js';
export { type ErrorCode, type ErrorData, ZhipaiError } from './errors.js';
export type { Router, RouterData } from './router.js';
export type { PreviousTicket, Ticket } from './ticket.js';
export { shippedPacks };
