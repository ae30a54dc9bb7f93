/** Writes decisions as CSV or JSON Lines, waiting whenever the reader is slower than we are. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { type CsvFormatterStream, type FormatterRow, format } from 'fast-csv';
import type { Decision } from '../decision.js';
import { ZhipaiError } from '../errors.js';
import { fileReason } from './load.js';

export type Format = 'csv' | 'jsonl';

/** One decision as a flat row. */
export function decisionRow(line: number, decision: Decision): Record<string, string | number> {
  const { action, matters, deadline } = decision;
  const matter = matters[0];
  const lead = matter?.route.lead;
  return {
    line,
    ticket_id: decision.ticketId ?? '',
    action: action.kind,
    why: 'why' in action ? action.why : '',
    to:
      action.kind === 'transfer'
        ? action.numbers.join(' ')
        : action.kind === 'inform'
          ? action.channel
          : action.kind === 'answer'
            ? action.seat
            : action.kind === 'attach'
              ? (action.toTicketId ?? '')
              : '',
    code: matter?.category.code ?? '',
    path: matter?.category.path.join(' > ') ?? '',
    category_confidence: matter?.category.confidence ?? '',
    lead_role: lead?.role ?? '',
    lead_unit: lead?.unit?.name ?? '',
    route_confidence: matter?.route.confidence ?? '',
    assist: matter?.route.assist.map((one) => one.unit?.name ?? one.role).join(' ') ?? '',
    region: matter?.route.region ?? '',
    matters: matters.length,
    request: decision.request.type,
    urgency: decision.urgency,
    confidential: decision.confidential ? 1 : 0,
    respond: deadline === null ? '' : `${deadline.respond.amount} ${deadline.respond.unit}`,
    resolve: deadline === null ? '' : `${deadline.resolve.amount} ${deadline.resolve.unit}`,
    due_at: deadline?.dueAt ?? '',
  };
}

export interface DecisionWriter {
  write(line: number, decision: Decision): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for writing, or standard output for '-'. @throws ZhipaiError FILE_UNWRITABLE */
export async function openOutput(file: string): Promise<Writable> {
  if (file === '-') return process.stdout;
  const stream = createWriteStream(file);
  try {
    await once(stream, 'open');
  } catch (error) {
    throw new ZhipaiError('FILE_UNWRITABLE', { file, got: fileReason(error) });
  }
  return stream;
}

async function send(
  stream: Writable | CsvFormatterStream<FormatterRow, FormatterRow>,
  chunk: unknown,
): Promise<void> {
  if (!stream.write(chunk as string)) await once(stream, 'drain');
}

async function finish(stream: Writable): Promise<void> {
  if (stream === process.stdout) return;
  stream.end();
  await once(stream, 'finish');
}

/** @param file '-' for standard output */
export async function openWriter(file: string, kind: Format): Promise<DecisionWriter> {
  const out = await openOutput(file);
  if (kind === 'jsonl') {
    return {
      write: (line, decision) => send(out, `${JSON.stringify({ line, ...decision })}\n`),
      close: () => finish(out),
    };
  }
  const rows = format({ headers: true, writeBOM: file !== '-' });
  rows.pipe(out, { end: false });
  return {
    write: (line, decision) => send(rows, decisionRow(line, decision)),
    async close() {
      rows.end();
      await once(rows, 'end');
      if (out !== process.stdout) {
        out.end();
        await once(out, 'finish');
      }
    },
  };
}
