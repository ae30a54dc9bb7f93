/** Shape of a city pack as it comes from outside. */

import * as z from 'zod';
import { REGION_KINDS } from './types.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const id = z.string().min(1).max(60);
const aliases = z.array(z.string().min(2).max(60)).optional();

export const packSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(2),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  offset: z.string().regex(/^[+-]\d{2}:\d{2}$/),
  asOf: day.optional(),
  roles: z
    .array(z.strictObject({ id: z.string().min(2), definition: z.string().min(4) }))
    .optional(),
  dispatchMode: z.enum(['street', 'district', 'bureau']),
  direct: z.array(z.string().min(2)).optional(),
  regions: z.array(
    z.strictObject({
      id,
      name: z.string().min(2),
      kind: z.enum(REGION_KINDS),
      parent: id.optional(),
      aliases,
    }),
  ),
  units: z.array(
    z.strictObject({
      id,
      name: z.string().min(2),
      kind: z.string().min(2),
      region: id,
      parent: id.optional(),
      validFrom: day.optional(),
      validTo: day.optional(),
      successor: id.optional(),
      aliases,
    }),
  ),
  assignments: z.array(z.strictObject({ role: z.string().min(2), region: id, unit: id })),
  disputes: z
    .array(
      z.strictObject({
        id: z.string().min(2).max(20),
        basis: z.string().min(6),
        rows: z
          .array(
            z.strictObject({
              codes: z.array(z.string().regex(/^\d{2}(\d{2}){0,2}$/)).min(1),
              role: z.string().min(2),
              assist: z.array(z.string().min(2)),
            }),
          )
          .min(1),
      }),
    )
    .optional(),
  routes: z.array(
    z.strictObject({
      code: z.string().regex(/^\d{2}(\d{2}){0,2}$/),
      region: z.string(),
      role: z.string().min(2),
      assist: z.array(z.string()),
    }),
  ),
  namedUnit: z.array(z.string().regex(/^\d{2}(\d{2}){0,2}$/)).optional(),
  calendar: z.record(
    z.string().regex(/^\d{4}$/),
    z.strictObject({ holidays: z.array(day), workdays: z.array(day) }),
  ),
  seats: z.record(z.string(), z.string()),
  hotlines: z.record(z.string(), z.array(z.string().regex(/^\d{2,6}$/))),
  lastResort: z.string().min(2),
  arbitration: z.strictObject({ role: z.string().min(2), afterReturns: z.int().min(1) }),
});
