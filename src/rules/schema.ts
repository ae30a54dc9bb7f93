/** Shapes of rule files as they come from outside, for reading and as JSON Schemas for editors. */

import * as z from 'zod';
import { REQUEST_TYPES, URGENCIES } from '../decision.js';
import { FACT_NAMES, PHASES } from './types.js';

/** Bounds that keep a rule file from stopping the hotline. */
export const LIMITS = { depth: 12, conditions: 400, words: 2000, wordLength: 60, rules: 50_000 };

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const clock = z.string().regex(/^\d{2}:\d{2}$/, 'HH:MM');
const word = z.string().min(1).max(LIMITS.wordLength);
const words = z.union([word, z.array(word).min(1).max(LIMITS.words)]);
const code = z.string().regex(/^\d{2}(\d{2}){0,2}$/, '2, 4 or 6 digits');
const factName = z.union([
  z.enum(FACT_NAMES),
  z.templateLiteral(['field.', z.string().min(1).max(60)]),
]);

const leafOf = <O extends string, V extends z.ZodType>(operators: readonly [O, ...O[]], value: V) =>
  z.strictObject({ fact: factName, operator: z.enum(operators), value });
const leaf = z.union([
  leafOf(['containsAny', 'containsAll', 'startsWithAny'], words),
  leafOf(['equal', 'notEqual'], z.union([z.string().max(200), z.number(), z.boolean()])),
  leafOf(
    ['in', 'notIn'],
    z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .max(LIMITS.words),
  ),
  leafOf(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'], z.number()),
  leafOf(['matches'], z.string().min(1).max(500)),
  leafOf(
    ['near'],
    z.strictObject({
      first: z.array(word).min(1).max(LIMITS.words),
      second: z.array(word).min(1).max(LIMITS.words),
      within: z.int().min(0).max(100),
    }),
  ),
  leafOf(['underCategory'], z.union([code, z.array(code).min(1)])),
  leafOf(['withinRegion'], z.union([z.string(), z.array(z.string()).min(1)])),
  leafOf(['timeWithin'], z.strictObject({ from: clock, to: clock })),
  leafOf(['dateWithin'], z.strictObject({ from: day, to: day })),
]);

export const conditionSchema = z.union([
  leaf,
  z.strictObject({
    get all() {
      return z.array(conditionSchema).min(1).max(LIMITS.conditions);
    },
  }),
  z.strictObject({
    get any() {
      return z.array(conditionSchema).min(1).max(LIMITS.conditions);
    },
  }),
  z.strictObject({
    get not() {
      return conditionSchema;
    },
  }),
]) as z.ZodType;

export const durationSchema = z.strictObject({
  amount: z.number().positive(),
  unit: z.enum(['minute', 'hour', 'workingDay', 'day']),
});

const event = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('transfer'),
    params: z.strictObject({
      numbers: z.array(z.string().min(1)).min(1),
      alsoDispatch: z.boolean(),
    }),
  }),
  z.strictObject({
    type: z.literal('urgency'),
    params: z.strictObject({ urgency: z.enum(URGENCIES) }),
  }),
  z.strictObject({
    type: z.literal('attach'),
    params: z.strictObject({ relation: z.enum(['followUp', 'feedback', 'return', 'repeat']) }),
  }),
  z.strictObject({
    type: z.literal('inform'),
    params: z.strictObject({
      channel: z.string().min(2),
      why: z.literal('out_of_scope'),
      code: code.optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('manual'),
    params: z.strictObject({
      why: z.enum(['empty', 'unreadable', 'no_evidence', 'invalid', 'disputed']),
      code: code.optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('request'),
    params: z.strictObject({
      request: z.enum(REQUEST_TYPES),
      confidential: z.boolean().optional(),
    }),
  }),
  z.strictObject({ type: z.literal('category'), params: z.strictObject({ code }) }),
  z.strictObject({
    type: z.literal('route'),
    params: z.strictObject({ role: z.string().min(1), assist: z.array(z.string()).optional() }),
  }),
  z.strictObject({
    type: z.literal('assist'),
    params: z.strictObject({ roles: z.array(z.string().min(1)).min(1) }),
  }),
  z.strictObject({
    type: z.literal('deadline'),
    params: z.strictObject({ respond: durationSchema, resolve: durationSchema }),
  }),
]);

export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'words of a-z and 0-9 joined by -'),
  title: z.string().min(2).max(120),
  basis: z.string().min(2).max(300),
  effective: z.strictObject({ from: day.optional(), to: day.optional() }).optional(),
  priority: z.int().min(1).max(1000),
  conditions: conditionSchema,
  event,
  examples: z.strictObject({
    match: z.array(z.string().min(1)).min(1),
    noMatch: z.array(z.string().min(1)).min(1),
  }),
});

export const ruleFileSchema = z.strictObject({
  $schema: z.string().optional(),
  phase: z.enum(PHASES),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  rules: z.array(ruleSchema).max(LIMITS.rules),
});

export const rolesFileSchema = z.strictObject({
  $schema: z.string().optional(),
  roles: z.array(z.strictObject({ id: z.string().min(1), definition: z.string().min(2) })).min(1),
});

/** `ruleset.json`: what the files of a rules folder are together. */
export const ruleSetFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  released: day,
});

/** `policy.json`: what is set by hand of the policy; its threshold is fixed by the build. */
export const policyFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  target: z.number().gt(0).lt(1),
  abstainBelow: z.number().min(0).max(1),
  rows: z.record(
    z.string().regex(/^\d{6}$/),
    z.strictObject({ n: z.int().min(1), right: z.int().min(0) }),
  ),
});
