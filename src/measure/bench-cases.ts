/** Labelled tickets as cases of the benchmark, and what a router made of each. */

import type { ActionKind, Decision, RequestType, Urgency } from '../decision.js';
import type { Router } from '../router.js';
import type { RuleEvent, RuleSetData } from '../rules/types.js';
import type { Ticket } from '../ticket.js';

/** What a case should come to; a field that is absent is not measured. */
export interface Wanted {
  /** Six digits. */
  readonly code?: string | undefined;
  readonly otherCodes?: readonly string[] | undefined;
  readonly leadRole?: string | undefined;
  /** Kind of unit. */
  readonly leadKind?: string | undefined;
  readonly request?: RequestType | undefined;
  readonly urgency?: Urgency | undefined;
  readonly action?: ActionKind | undefined;
  /** true: the unit that the text names must not be the lead. */
  readonly recusal?: boolean | undefined;
}

export interface BenchCase {
  readonly id: string;
  /** `plain`, a hard set, or the name of a real data file. */
  readonly set: string;
  readonly ticket: Ticket;
  readonly wanted: Wanted;
  readonly voice?: string | undefined;
}

/** The set of a rule's own examples: they hold the gate, and count in no figure. */
export const EXAMPLES_SET = 'examples';

/**
 * What every rule says it is for, as a case: a rule that is gone, or that no longer decides its own
 * examples, shows in the gate although no fixture speaks of it.
 */
export const exampleCases = (rules: RuleSetData): BenchCase[] =>
  rules.files.flatMap((file) =>
    file.rules.flatMap(({ id, event, examples }) =>
      examples.match.map((text, i) => ({
        id: `rule:${id}:${i + 1}`,
        set: EXAMPLES_SET,
        ticket: { text },
        wanted: wantedBy(event),
      })),
    ),
  );

function wantedBy(event: RuleEvent): Wanted {
  switch (event.type) {
    case 'transfer':
      return { urgency: '特急', action: 'transfer' };
    case 'attach':
    case 'inform':
    case 'manual':
      return { action: event.type };
    case 'request':
      return { request: event.params.request };
    case 'urgency':
      return { urgency: event.params.urgency };
    default:
      return {};
  }
}

/** A case's answers, as kept in the baseline. */
export interface BenchOutcome {
  readonly id: string;
  readonly code: string;
  readonly role: string;
  readonly unit: string;
  readonly region: string;
  readonly request: RequestType;
  readonly urgency: Urgency;
  readonly action: ActionKind;
}

export const MEASURED = [
  'level1',
  'level2',
  'level3',
  'top3',
  'lead',
  'leadKind',
  'request',
  'urgency',
  'action',
  'recusal',
] as const;
export type Measured = (typeof MEASURED)[number];

/** One case with its outcome. */
export interface BenchResult {
  readonly case: BenchCase;
  readonly outcome: BenchOutcome;
  /** P(category right) and P(lead right), 0–1. */
  readonly categoryConfidence: number;
  readonly leadConfidence: number;
  readonly kind: string;
  /** Right or wrong in each field that the case measures. */
  readonly hits: Readonly<Partial<Record<Measured, boolean>>>;
}

/** An action that leads to the same hands: a review is a dispatch that a person confirms first. */
const sameHands = (wanted: ActionKind, got: ActionKind): boolean =>
  wanted === got || (wanted === 'dispatch' && got === 'review');

export function runCase(router: Router, one: BenchCase): BenchResult {
  const decision = router.classifyAndRoute(one.ticket);
  const matter = decision.matters[0];
  const lead = matter?.route.lead;
  const outcome: BenchOutcome = {
    id: one.id,
    code: matter?.category.code ?? '',
    role: lead?.role ?? '',
    unit: lead?.unit?.id ?? '',
    region: matter?.route.region ?? '',
    request: decision.request.type,
    urgency: decision.urgency,
    action: decision.action.kind,
  };
  return {
    case: one,
    outcome,
    categoryConfidence: matter?.category.confidence ?? 0,
    leadConfidence: matter?.route.confidence ?? 0,
    kind: lead?.unit?.kind ?? '',
    hits: hitsOf(one.wanted, outcome, decision, router, one.ticket),
  };
}

function hitsOf(
  wanted: Wanted,
  outcome: BenchOutcome,
  decision: Decision,
  router: Router,
  ticket: Ticket,
): Partial<Record<Measured, boolean>> {
  const hits: Partial<Record<Measured, boolean>> = {};
  const { code } = wanted;
  if (code !== undefined) {
    hits.level1 = outcome.code.slice(0, 2) === code.slice(0, 2);
    hits.level2 = outcome.code.slice(0, 4) === code.slice(0, 4);
    hits.level3 = outcome.code === code;
    const best = decision.matters[0]?.candidates.slice(0, 3) ?? [];
    hits.top3 = best.some((one) => one.code === code);
  }
  if (wanted.leadRole !== undefined) hits.lead = outcome.role === wanted.leadRole;
  if (wanted.leadKind !== undefined)
    hits.leadKind = (decision.matters[0]?.route.lead.unit?.kind ?? '') === wanted.leadKind;
  if (wanted.request !== undefined) hits.request = outcome.request === wanted.request;
  if (wanted.urgency !== undefined)
    hits.urgency = (outcome.urgency === '特急') === (wanted.urgency === '特急');
  if (wanted.action !== undefined) hits.action = sameHands(wanted.action, outcome.action);
  if (wanted.recusal === true) hits.recusal = isKeptFrom(outcome.unit, router, ticket);
  return hits;
}

/** Whether the lead is none of the units that the text names. */
function isKeptFrom(unit: string, router: Router, ticket: Ticket): boolean {
  const { regions, directory } = router.parts;
  const text = ticket.text.toLowerCase();
  const named = directory.namedIn(text, regions.find(text, ticket.region).chain);
  return unit === '' || !named.some((one) => one.unit.id === unit);
}
