/** What comes in: one ticket as a call-taker, an app or a letter gives it. */

import { ZhipaiError } from './errors.js';

/** An earlier ticket that this one follows. */
export interface PreviousTicket {
  /** The earlier ticket's number in the city's own system. */
  readonly id: string;
  /** Unit id of its lead, when known. */
  readonly lead?: string | undefined;
  /** Unit ids that have sent it back, oldest first; absent: none. */
  readonly returnedBy?: readonly string[] | undefined;
}

export interface Ticket {
  /** The city's own number; comes back as `decision.ticketId`. Absent: null comes back. */
  readonly id?: string | undefined;
  /** A title that someone wrote; it is read as part of the text. */
  readonly title?: string | undefined;
  /** The matter in the citizen's or call-taker's words. Any length; the first 20,000 UTF-16 units are read. */
  readonly text: string;
  /** How it came: 电话, 微信, 网站, 来信 … Free text, used by rules only. */
  readonly channel?: string | undefined;
  /** The number that was called, such as 12315 where hotlines were merged: weak evidence of the category. */
  readonly hotline?: string | undefined;
  /** ISO 8601 with offset. Absent: no due time is computed and night rules do not hold. */
  readonly receivedAt?: string | undefined;
  /** Division code (6 digits district, 9 street) or a region's name in the pack; wins over the text. */
  readonly region?: string | undefined;
  readonly previous?: PreviousTicket | undefined;
  /** A city's own fields, for its own rules. Strings, numbers and booleans only. */
  readonly fields?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** What is read of one text, in UTF-16 units: a letter of 20,000 characters is not read to its end by people either. */
export const MAX_TEXT = 20_000;

const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/**
 * The cheap check that the runtime entry makes in place of the zod schema.
 * @throws ZhipaiError TICKET_SHAPE when the ticket is no object or its text no string
 */
export function assertTicket(ticket: unknown): asserts ticket is Ticket {
  if (typeof ticket !== 'object' || ticket === null || Array.isArray(ticket)) {
    throw new ZhipaiError('TICKET_SHAPE', {
      field: 'ticket',
      got: typeName(ticket),
      want: 'object',
    });
  }
  const text = (ticket as { text?: unknown }).text;
  if (typeof text !== 'string') {
    throw new ZhipaiError('TICKET_SHAPE', { field: 'text', got: typeName(text), want: 'string' });
  }
}
