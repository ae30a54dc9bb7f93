/** The shape of a labelled fixture row. */

import * as z from 'zod';
import { ACTION_KINDS, REQUEST_TYPES, URGENCIES } from '../decision.js';

/** Five a category, one clear matter each. */
export const PLAIN_SET = 'plain';

/** The hard sets, each with the least number of fixtures that it holds. */
export const HARD_SETS = {
  /** Two tickets in like words that belong to different categories. */
  'near-miss': 100,
  /** Several matters in one ticket. */
  several: 80,
  /** Denied, mended already, or named only to be set aside. */
  negation: 40,
  /** 特急: people are in danger now. */
  emergency: 100,
  /** The words of danger, but past, asked about, over or meant otherwise. */
  'emergency-lookalike': 80,
  /** 特急 together with litigation, abuse or another city. */
  'emergency-mixed': 25,
  'out-of-scope': 80,
  /** A complaint about the very unit that would get it. */
  recusal: 40,
  /** 举报 that needs protection. */
  protected: 30,
  invalid: 40,
  thanks: 20,
  'follow-up': 60,
  traditional: 25,
  typing: 40,
  /** Under 8 characters. */
  short: 30,
  /** Over 1,500 characters. */
  long: 4,
  /** Functional zones and motorways. */
  'zone-motorway': 25,
} as const;

const code = z.string().regex(/^\d{6}$/);

export const fixtureSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]{1,3}\d{3,6}$/),
  /** `plain`, or the name of a hard set. */
  set: z.string().min(2),
  voice: z.enum(['话务', '来信', '短帖', '口语']),
  channel: z.string(),
  region: z.string(),
  received_at: z.union([z.literal(''), z.iso.datetime({ offset: true })]),
  previous_id: z.string(),
  text: z.string(),
  code,
  /** Codes of further matters, joined by a blank. */
  other_codes: z.string().regex(/^(\d{6}( \d{6})*)?$/),
  request: z.enum(REQUEST_TYPES),
  urgency: z.enum(URGENCIES),
  /** What should come of it; `dispatch` also where a person confirms first. */
  action: z.enum(ACTION_KINDS),
  /** Empty: nobody said who should lead, so the lead is not measured on it. */
  lead_role: z.union([z.literal(''), z.string().min(2)]),
});

export type Fixture = z.infer<typeof fixtureSchema>;
