/** The Ticket as it comes from outside, with one error that names the field. */

import * as z from 'zod';
import { ZhipaiError } from './errors.js';
import type { Ticket } from './ticket.js';

export const ticketSchema = z.object({
  id: z.string().max(200).optional(),
  title: z.string().optional(),
  text: z.string(),
  channel: z.string().max(200).optional(),
  hotline: z.string().max(40).optional(),
  receivedAt: z.iso.datetime({ offset: true, local: false }).optional(),
  region: z.string().max(200).optional(),
  previous: z
    .object({
      id: z.string().max(200),
      lead: z.string().max(200).optional(),
      returnedBy: z.array(z.string().max(200)).max(100).optional(),
    })
    .optional(),
  fields: z.record(z.string().max(60), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const shown = (value: unknown): string => {
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'object'
        ? value === null
          ? 'null'
          : Array.isArray(value)
            ? 'array'
            : 'object'
        : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** @returns what stands at a path of a value, undefined where the path ends early */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = value;
  for (const key of path)
    at =
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
  return at;
}

/** What a zod issue wanted, in few words. */
export function wantedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' | ');
  if (issue.code === 'unrecognized_keys') return `no field ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_format' && issue.format === 'datetime')
    return 'ISO 8601 with offset, such as 2026-03-01T08:30:00+08:00';
  return issue.message;
}

/** A path as people write it: `rules[3].priority`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : text === ''
          ? String(key)
          : `${text}.${String(key)}`,
    '',
  );

/** @throws ZhipaiError TICKET_SHAPE that names the first field that is wrong */
export function checkTicket(ticket: unknown): asserts ticket is Ticket {
  const result = ticketSchema.safeParse(ticket);
  if (result.success) return;
  const issue = result.error.issues[0]!;
  const field = pathText(issue.path) || 'ticket';
  throw new ZhipaiError('TICKET_SHAPE', {
    field,
    got: shown(valueAt(ticket, issue.path)),
    want: wantedBy(issue),
  });
}

export { shown };
