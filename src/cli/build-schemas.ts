/** Run by `npm run build`: writes the JSON Schemas that editors and other languages read. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { decisionSchema } from '../decision-schema.js';
import { packSchema } from '../place/schema.js';
import { policyFileSchema, rolesFileSchema, ruleFileSchema } from '../rules/schema.js';
import { categoriesFileSchema, lexiconFileSchema } from '../taxonomy/schema.js';
import { ticketSchema } from '../ticket-schema.js';
import { packageRoot } from './load.js';

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  ticket: ticketSchema,
  decision: decisionSchema,
  'rule-file': ruleFileSchema,
  'roles-file': rolesFileSchema,
  'policy-file': policyFileSchema,
  'categories-file': categoriesFileSchema,
  'lexicon-file': lexiconFileSchema,
  pack: packSchema,
};

const folder = join(packageRoot(), 'dist', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(json, null, 2)}\n`);
}
