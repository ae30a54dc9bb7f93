/** What goes out: one decision a ticket, with all that led to it. */

/** Half-open, in UTF-16 units of the ticket's text as it came (title and text are joined by a line break). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const REQUEST_TYPES = ['咨询', '求助', '投诉', '举报', '建议', '表扬'] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

export const URGENCIES = ['特急', '紧急', '一般'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const ACTION_KINDS = [
  'dispatch',
  'review',
  'manual',
  'answer',
  'transfer',
  'inform',
  'attach',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Why an action was taken, as a stable word for machines; `trace` has the sentences. */
export type Why =
  | 'below_threshold'
  | 'policy_unmeasured'
  | 'row_unmeasured'
  | 'no_unit'
  | 'no_role'
  | 'abstained'
  | 'recusal'
  | 'returned'
  | 'disputed'
  | 'empty'
  | 'unreadable'
  | 'no_evidence'
  | 'out_of_scope'
  | 'invalid';

export type Action =
  /** Sent unseen: P(lead right) is at least the policy's target. */
  | { readonly kind: 'dispatch' }
  /** A person confirms; the best three are shown. */
  | { readonly kind: 'review'; readonly why: Why; readonly options: readonly Option[] }
  /** There is nothing to go by. */
  | { readonly kind: 'manual'; readonly why: Why }
  /** An inquiry: the knowledge base, or the role's expert seat, with one transfer at most. */
  | { readonly kind: 'answer'; readonly seat: string }
  /** To be put through at once. `alsoDispatch`: the lead is told as well. */
  | {
      readonly kind: 'transfer';
      readonly numbers: readonly string[];
      readonly alsoDispatch: boolean;
    }
  /** No hotline matter: the legal way is named. */
  | { readonly kind: 'inform'; readonly channel: string; readonly why: Why }
  /** Belongs to an earlier ticket. null: the earlier ticket's number is not in the text. */
  | { readonly kind: 'attach'; readonly toTicketId: string | null };

/** One of the ways a reviewer may choose. */
export interface Option {
  readonly code: string;
  readonly name: string;
  readonly role: string | null;
  readonly unit: string | null;
  /** P(lead right), 0–1. */
  readonly confidence: number;
}

export interface Candidate {
  /** Two, four or six digits. */
  readonly code: string;
  readonly name: string;
  /** P(code right), 0–1; the candidates of a matter sum to at most 1. */
  readonly confidence: number;
}

export interface CategoryFinding {
  /** Six digits; `…99` when the classifier stopped above the third level. '' when there was nothing to read. */
  readonly code: string;
  /** Names from level 1 down. */
  readonly path: readonly string[];
  /** P(code right), 0–1. */
  readonly confidence: number;
}

export interface UnitRef {
  readonly id: string;
  readonly name: string;
  /** Kind of unit, one name for all districts, such as 城市管理行政执法局. */
  readonly kind: string;
}

export interface Lead {
  /** null: no row of the table covers the category. */
  readonly role: string | null;
  /** null: the pack names nobody for the role in the region. */
  readonly unit: UnitRef | null;
}

export interface Route {
  readonly lead: Lead;
  readonly assist: readonly Lead[];
  /** Region id in the pack; null: the text and the ticket name none, or an ambiguous one. */
  readonly region: string | null;
  /** P(lead right), 0–1. */
  readonly confidence: number;
  /** Id of the rule or row that chose the lead. */
  readonly why: string;
}

export interface Matter {
  readonly span: Span;
  readonly category: CategoryFinding;
  /** Best first, at most five. */
  readonly candidates: readonly Candidate[];
  readonly route: Route;
}

/**
 * What the hotline has before it, whatever the category. `normal`: work for a unit. `emergency`: a
 * danger going on. `followUp`: belongs to an earlier ticket. `invalid`: nothing to act on.
 * `outOfScope`: another channel is the legal one.
 */
export const SITUATIONS = ['normal', 'emergency', 'followUp', 'invalid', 'outOfScope'] as const;
export type Situation = (typeof SITUATIONS)[number];
/** P(situation), 0–1, summing to one. */
export type SituationShares = Readonly<Record<Situation, number>>;

export const ENTITY_TYPES = [
  'address',
  'unit',
  'time',
  'amount',
  'ticketNo',
  'phone',
  'plate',
  'road',
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export interface Entity {
  readonly type: EntityType;
  readonly span: Span;
  /** The text of the span, masked where it is private. */
  readonly text: string;
}

export interface Duration {
  readonly amount: number;
  readonly unit: 'minute' | 'hour' | 'workingDay' | 'day';
}

export interface Deadline {
  /** Until the unit must contact the citizen. */
  readonly respond: Duration;
  /** Until the matter must be closed. */
  readonly resolve: Duration;
  /** ISO 8601; left out without `receivedAt` or outside the pack's calendar. */
  readonly dueAt?: string | undefined;
}

/** A rule that fired, and which of its conditions made it. */
export interface FiredRule {
  readonly phase: string;
  readonly ruleId: string;
  readonly title: string;
  /** Spans of the text that met its conditions. */
  readonly evidence: readonly Span[];
  /** false: a rule of higher rank decided the phase. */
  readonly won: boolean;
}

/** A piece of text that spoke for the first candidate. */
export interface Evidence {
  readonly span: Span;
  readonly kind: 'keyword' | 'ngram';
  /** Share of the score, 0–1, of all evidence shown. */
  readonly weight: number;
}

export interface Trace {
  readonly rules: readonly FiredRule[];
  /** How the classifier sees the situation; rules may ask for it. */
  readonly situation: SituationShares;
  readonly evidence: readonly Evidence[];
  /** Remarks with a stable code, each with a Chinese and an English sentence. */
  readonly notes: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
}

/** Version and content hash, `1.0.0+3f2a…`, of all that shaped the decision. */
export interface Versions {
  readonly engine: string;
  readonly taxonomy: string;
  readonly rules: string;
  readonly pack: string;
  readonly model: string;
  readonly policy: string;
}

export interface Decision {
  readonly ticketId: string | null;
  readonly action: Action;
  /** The first is the lead matter; empty only when there was nothing to read. */
  readonly matters: readonly Matter[];
  readonly request: { readonly type: RequestType; readonly confidence: number };
  readonly urgency: Urgency;
  /** true: the source's identity must be kept from the unit (举报). */
  readonly confidential: boolean;
  /** null: nothing to do by a date (inform, attach, manual without text). */
  readonly deadline: Deadline | null;
  readonly entities: readonly Entity[];
  readonly trace: Trace;
  readonly versions: Versions;
}
