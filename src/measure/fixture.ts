/** The shape of a labelled fixture row. */

import * as z from 'zod';
import { ACTION_KINDS, REQUEST_TYPES, URGENCIES } from '../decision.js';

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
  lead_role: z.string().min(2),
});

export type Fixture = z.infer<typeof fixtureSchema>;
