/** The rule language as data: json-rules-engine's own JSON in an envelope. */

import type {
  Decision,
  Duration,
  RequestType,
  SituationShares,
  Urgency,
  Why,
} from '../decision.js';

export const PHASES = [
  'emergency',
  'relate',
  'scope',
  'request',
  'category',
  'route',
  'coordinate',
  'deadline',
] as const;
export type Phase = (typeof PHASES)[number];

/** One test of a fact, in json-rules-engine's words. */
export interface LeafCondition {
  readonly fact: FactName;
  readonly operator: string;
  readonly value: unknown;
}

export type Condition =
  | LeafCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export type RuleEvent =
  /** Put through at once; never lowered by a later phase. */
  | {
      readonly type: 'transfer';
      readonly params: { readonly numbers: readonly string[]; readonly alsoDispatch: boolean };
    }
  | { readonly type: 'urgency'; readonly params: { readonly urgency: Urgency } }
  /** Belongs to an earlier ticket. */
  | {
      readonly type: 'attach';
      readonly params: { readonly relation: 'followUp' | 'feedback' | 'return' | 'repeat' };
    }
  /** No hotline matter: the legal way. */
  | {
      readonly type: 'inform';
      readonly params: { readonly channel: string; readonly why: Why; readonly code?: string };
    }
  | { readonly type: 'manual'; readonly params: { readonly why: Why; readonly code?: string } }
  | {
      readonly type: 'request';
      readonly params: { readonly request: RequestType; readonly confidential?: boolean };
    }
  /** The lead matter's category, when text and facts leave no doubt. */
  | { readonly type: 'category'; readonly params: { readonly code: string } }
  | {
      readonly type: 'route';
      readonly params: { readonly role: string; readonly assist?: readonly string[] };
    }
  | { readonly type: 'assist'; readonly params: { readonly roles: readonly string[] } }
  | {
      readonly type: 'deadline';
      readonly params: { readonly respond: Duration; readonly resolve: Duration };
    };

export interface RuleData {
  /** Unique in the rule set; kept for ever. */
  readonly id: string;
  /** What it is for, in Chinese; shown to people. */
  readonly title: string;
  /** The regulation or practice it rests on. */
  readonly basis: string;
  /** Days it holds, both inclusive; absent: always. */
  readonly effective?:
    | { readonly from?: string | undefined; readonly to?: string | undefined }
    | undefined;
  /** 1–1000, higher goes first. */
  readonly priority: number;
  readonly conditions: Condition;
  readonly event: RuleEvent;
  /** Texts that must and must not make it fire. */
  readonly examples: { readonly match: readonly string[]; readonly noMatch: readonly string[] };
}

/** One file of `rules/`: all rules of one phase. */
export interface RuleFileData {
  readonly $schema?: string | undefined;
  readonly phase: Phase;
  readonly version: string;
  readonly rules: readonly RuleData[];
}

/** One row of a route table: the longest code, then the smallest region, wins. */
export interface RouteRow {
  /** Two, four or six digits. */
  readonly code: string;
  /** Region id; '' for everywhere. */
  readonly region: string;
  readonly role: string;
  readonly assist: readonly string[];
  /** The dispute that it settles; absent: none. */
  readonly dispute?: string | undefined;
}

export interface RoleData {
  readonly id: string;
  readonly definition: string;
}

export interface RuleSetData {
  readonly version: string;
  /** The day the rule set was released, YYYY-MM-DD: used where a ticket brings no time. */
  readonly released: string;
  readonly files: readonly RuleFileData[];
  readonly roles: readonly RoleData[];
  readonly routes: readonly RouteRow[];
  /** Given for the shipped data, so that starting need not compute it. */
  readonly hash?: string | undefined;
}

/** What conditions may ask about. A fact that is not known yet, or not given, is null. */
export interface Facts {
  /** Normalized title and text. */
  readonly text: string;
  /** Characters of `text`, blanks aside. */
  readonly length: number;
  readonly channel: string | null;
  /** HH:MM as the ticket came, in its own offset. */
  readonly time: string | null;
  /** YYYY-MM-DD as the ticket came, or the rule set's release day. */
  readonly date: string;
  /** 是否 there is an earlier ticket. */
  readonly hasPrevious: boolean;
  /** How often the earlier ticket was sent back. */
  readonly returns: number;
  readonly request: RequestType | null;
  readonly urgency: Urgency;
  /** Six digits that the classifier gives the whole text; from the route phase on, as rules left it. */
  readonly category: string | null;
  /** P(code right), 0–1. */
  readonly confidence: number | null;
  /** P(its level 2 right), 0–1: neighbours that a text wavers between add up. */
  readonly level2Confidence: number | null;
  /** P(the text tells of an emergency going on), 0–1. */
  readonly emergencyShare: number;
  /** P(it belongs to an earlier ticket), 0–1. */
  readonly followUpShare: number;
  /** P(there is nothing to act on), 0–1. */
  readonly invalidShare: number;
  /** P(another channel is the legal one), 0–1. */
  readonly outOfScopeShare: number;
  /** Region ids from the smallest up; empty when none is known. */
  readonly region: readonly string[];
  /** Largest amount of money in the text, in yuan; null: none. */
  readonly amount: number | null;
}

type ShareFacts = Pick<
  Facts,
  'level2Confidence' | 'emergencyShare' | 'followUpShare' | 'invalidShare' | 'outOfScopeShare'
>;

/** Shares of the situation, as facts. */
export const situationFacts = (
  situation: SituationShares,
): Omit<ShareFacts, 'level2Confidence'> => ({
  emergencyShare: situation.emergency,
  followUpShare: situation.followUp,
  invalidShare: situation.invalid,
  outOfScopeShare: situation.outOfScope,
});

/** The shares as a decision tells them. */
export function sharesOf({ matters, trace }: Pick<Decision, 'matters' | 'trace'>): ShareFacts {
  const candidates = matters[0]?.candidates ?? [];
  const parent = candidates[0]?.code.slice(0, 4);
  return {
    level2Confidence:
      parent === undefined
        ? null
        : candidates.reduce(
            (sum, one) => sum + (one.code.startsWith(parent) ? one.confidence : 0),
            0,
          ),
    ...situationFacts(trace.situation),
  };
}

export const FACT_NAMES = [
  'text',
  'length',
  'channel',
  'time',
  'date',
  'hasPrevious',
  'returns',
  'request',
  'urgency',
  'category',
  'confidence',
  'level2Confidence',
  'emergencyShare',
  'followUpShare',
  'invalidShare',
  'outOfScopeShare',
  'region',
  'amount',
] as const satisfies readonly (keyof Facts)[];
/** A fact above, or a city's own: `field.` and the name in `ticket.fields`. */
export type FactName = (typeof FACT_NAMES)[number] | `field.${string}`;

export const isLeaf = (condition: Condition): condition is LeafCondition => 'fact' in condition;
