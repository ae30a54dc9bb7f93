/** The Decision as a zod schema, for JSON Schemas and for those who read decisions back. */

import * as z from 'zod';
import { ENTITY_TYPES, REQUEST_TYPES, SITUATIONS, URGENCIES } from './decision.js';
import { durationSchema } from './rules/schema.js';

const share = z.number().min(0).max(1);
const span = z.object({ start: z.int().min(0), end: z.int().min(0) });
const unit = z.object({ id: z.string(), name: z.string(), kind: z.string() });
const lead = z.object({ role: z.string().nullable(), unit: unit.nullable() });
const why = z.enum([
  'below_threshold',
  'policy_unmeasured',
  'row_unmeasured',
  'no_unit',
  'no_role',
  'abstained',
  'recusal',
  'returned',
  'disputed',
  'empty',
  'unreadable',
  'no_evidence',
  'out_of_scope',
  'invalid',
]);
const option = z.object({
  code: z.string(),
  name: z.string(),
  role: z.string().nullable(),
  unit: z.string().nullable(),
  confidence: share,
});

export const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dispatch') }),
  z.object({ kind: z.literal('review'), why, options: z.array(option) }),
  z.object({ kind: z.literal('manual'), why }),
  z.object({ kind: z.literal('answer'), seat: z.string() }),
  z.object({
    kind: z.literal('transfer'),
    numbers: z.array(z.string()),
    alsoDispatch: z.boolean(),
  }),
  z.object({ kind: z.literal('inform'), channel: z.string(), why }),
  z.object({ kind: z.literal('attach'), toTicketId: z.string().nullable() }),
]);

export const decisionSchema = z.object({
  ticketId: z.string().nullable(),
  action: actionSchema,
  matters: z.array(
    z.object({
      span,
      category: z.object({ code: z.string(), path: z.array(z.string()), confidence: share }),
      candidates: z.array(z.object({ code: z.string(), name: z.string(), confidence: share })),
      route: z.object({
        lead,
        assist: z.array(lead),
        region: z.string().nullable(),
        confidence: share,
        why: z.string(),
      }),
    }),
  ),
  request: z.object({ type: z.enum(REQUEST_TYPES), confidence: share }),
  urgency: z.enum(URGENCIES),
  confidential: z.boolean(),
  deadline: z
    .object({ respond: durationSchema, resolve: durationSchema, dueAt: z.string().optional() })
    .nullable(),
  entities: z.array(z.object({ type: z.enum(ENTITY_TYPES), span, text: z.string() })),
  trace: z.object({
    situation: z.record(z.enum(SITUATIONS), share),
    rules: z.array(
      z.object({
        phase: z.string(),
        ruleId: z.string(),
        title: z.string(),
        evidence: z.array(span),
        won: z.boolean(),
      }),
    ),
    evidence: z.array(z.object({ span, kind: z.enum(['keyword', 'ngram']), weight: share })),
    notes: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  }),
  versions: z.object({
    engine: z.string(),
    taxonomy: z.string(),
    rules: z.string(),
    pack: z.string(),
    model: z.string(),
    policy: z.string(),
  }),
});
