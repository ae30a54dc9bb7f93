/** Shapes of the taxonomy's files as they come from outside. */

import * as z from 'zod';
import { REQUEST_TYPES, SITUATIONS } from '../decision.js';

const code = z.string().regex(/^\d{2}(\d{2}){0,2}$/, '2, 4 or 6 digits');
const name = z.string().min(2).max(24);
const definition = z.string().min(8).max(160);

const leaf = z.strictObject({
  code,
  name,
  definition,
  includes: z.array(z.string().min(2).max(60)).min(1),
  excludes: z.array(z.strictObject({ case: z.string().min(2).max(60), code })),
});
const second = z.strictObject({ code, name, definition, children: z.array(leaf).min(1) });

export const categoriesFileSchema = z.strictObject({
  $schema: z.string().optional(),
  code,
  name,
  definition,
  children: z.array(second).min(1),
});

export const lexiconFileSchema = z.strictObject({
  $schema: z.string().optional(),
  code,
  categories: z.record(
    z.string().regex(/^\d{6}$/),
    z.strictObject({
      keywords: z.record(z.string().min(1).max(20), z.int().min(1).max(5)),
      utterances: z.array(z.string().min(2).max(400)).optional(),
      requests: z
        .string()
        .regex(/^[咨求投举建表-]*$/, '咨求投举建表 or -, one an utterance')
        .optional(),
      tickets: z
        .array(
          z.strictObject({
            text: z.string().min(2).max(400),
            request: z.enum(REQUEST_TYPES),
            leads: z.array(z.string()).min(1),
          }),
        )
        .optional(),
    }),
  ),
});

export const situationsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  situations: z.array(
    z.strictObject({
      situation: z.enum(SITUATIONS),
      code: z.string().regex(/^\d{6}$/),
      request: z.enum(REQUEST_TYPES),
      text: z.string().min(2).max(400),
    }),
  ),
});

export const taxonomyVersionSchema = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  released: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});
