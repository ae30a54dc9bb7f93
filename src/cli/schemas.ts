/** The JSON Schemas that editors and other languages read. */

import * as z from 'zod';
import { decisionSchema } from '../decision-schema.js';
import { packSchema } from '../place/schema.js';
import {
  policyFileSchema,
  rolesFileSchema,
  ruleFileSchema,
  ruleSetFileSchema,
} from '../rules/schema.js';
import {
  categoriesFileSchema,
  lexiconFileSchema,
  situationsFileSchema,
} from '../taxonomy/schema.js';
import { ticketSchema } from '../ticket-schema.js';

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  ticket: ticketSchema,
  decision: decisionSchema,
  'rule-file': ruleFileSchema,
  'rule-set-file': ruleSetFileSchema,
  'roles-file': rolesFileSchema,
  'policy-file': policyFileSchema,
  'categories-file': categoriesFileSchema,
  'lexicon-file': lexiconFileSchema,
  'situations-file': situationsFileSchema,
  pack: packSchema,
};

/** @returns by name; a file of that shape refers to it by `$schema` */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }),
    ]),
  );
}
