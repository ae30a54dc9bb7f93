/** Reads a CSV or JSON Lines file row by row: any encoding of the two usual ones, no row lost. */

import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { parseString } from 'fast-csv';
import { ZhipaiError } from '../errors.js';
import { fileReason } from './load.js';
import { createRecordCutter, type RawRecord } from './records.js';

export interface TableRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

export type TableEvent =
  | { readonly kind: 'header'; readonly names: readonly string[] }
  | { readonly kind: 'row'; readonly row: TableRow }
  | { readonly kind: 'reject'; readonly reject: RejectedRow };

const BATCH = 400;

/** UTF-8 unless the first bytes cannot be: then GB18030. */
function detectEncoding(bytes: Uint8Array): 'utf-8' | 'gb18030' {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 16 });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw new ZhipaiError('FILE_UNREADABLE', { file, got: fileReason(error) });
  }
}

/** Lines with their numbers; a last line without an end counts. */
async function* linesOf(file: string): AsyncGenerator<RawRecord> {
  let decoder: TextDecoder | null = null;
  let rest = '';
  let line = 0;
  for await (const chunk of chunksOf(file)) {
    decoder ??= new TextDecoder(detectEncoding(chunk));
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n/u);
    rest = parts.pop() ?? '';
    for (const text of parts) yield { line: ++line, text };
  }
  rest += decoder?.decode() ?? '';
  if (rest !== '') yield { line: ++line, text: rest };
}

const zhEn = (zh: string, en: string): string => `${zh} / ${en}`;

/** @throws ZhipaiError FILE_UNREADABLE, FILE_EMPTY */
export async function* readTable(file: string): AsyncGenerator<TableEvent> {
  const lines = linesOf(file);
  let first: RawRecord | null = null;
  for (;;) {
    const next = await lines.next();
    if (next.done) break;
    if (next.value.text.trim() !== '') {
      first = next.value;
      break;
    }
  }
  if (first === null) throw new ZhipaiError('FILE_EMPTY', { file });
  if (/^\ufeff?\s*\{/u.test(first.text)) yield* readJsonLines(first, lines);
  else yield* readCsv(file, first, lines);
}

async function* readJsonLines(
  first: RawRecord,
  rest: AsyncGenerator<RawRecord>,
): AsyncGenerator<TableEvent> {
  let isFirst = true;
  const handle = function* ({ line, text }: RawRecord): Generator<TableEvent> {
    if (text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text.replace(/^\ufeff/u, ''));
    } catch (error) {
      const reason = zhEn('不是合法的 JSON', `invalid JSON: ${(error as Error).message}`);
      yield { kind: 'reject', reject: { line, reason, raw: text } };
      return;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      yield {
        kind: 'reject',
        reject: { line, reason: zhEn('应为一个对象', 'an object is wanted'), raw: text },
      };
      return;
    }
    const fields = Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        typeof field === 'string' ? field : field == null ? '' : JSON.stringify(field),
      ]),
    );
    if (isFirst) yield { kind: 'header', names: Object.keys(fields) };
    isFirst = false;
    yield { kind: 'row', row: { line, fields } };
  };
  yield* handle(first);
  for await (const record of rest) yield* handle(record);
}

async function parseRecords(text: string, delimiter: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of parseString(text, { delimiter, headers: false }))
    rows.push(row as string[]);
  return rows;
}

async function* readCsv(
  file: string,
  first: RawRecord,
  rest: AsyncGenerator<RawRecord>,
): AsyncGenerator<TableEvent> {
  const head = first.text.replace(/^\ufeff/u, '');
  const delimiter = !head.includes(',') && head.includes('\t') ? '\t' : ',';
  let names: string[];
  try {
    names = ((await parseRecords(head, delimiter))[0] ?? []).map((name) => name.trim());
  } catch {
    throw new ZhipaiError('CSV_ROW', {
      file,
      line: first.line,
      got: 'unclosed quote',
      want: 'a header line',
    });
  }
  yield { kind: 'header', names };

  let batch: RawRecord[] = [];
  let rejects: RejectedRow[] = [];
  const cutter = createRecordCutter(delimiter, {
    record: (record) => void batch.push(record),
    unclosed: ({ line, text }) =>
      void rejects.push({ line, reason: zhEn('引号没有闭合', 'unclosed quote'), raw: text }),
  });
  async function* flush(): AsyncGenerator<TableEvent> {
    for (const reject of rejects) yield { kind: 'reject', reject };
    rejects = [];
    const records = batch;
    batch = [];
    for (const { record, fields } of await parseBatch(records, delimiter)) {
      const { line, text } = record;
      if (fields === null) {
        yield {
          kind: 'reject',
          reject: { line, reason: zhEn('引号用法有误', 'misplaced quote'), raw: text },
        };
      } else if (fields.length !== names.length) {
        const reason = zhEn(
          `有 ${fields.length} 列，表头有 ${names.length} 列`,
          `${fields.length} columns, the header has ${names.length}`,
        );
        yield { kind: 'reject', reject: { line, reason, raw: text } };
      } else {
        yield {
          kind: 'row',
          row: { line, fields: Object.fromEntries(names.map((name, i) => [name, fields[i]!])) },
        };
      }
    }
  }
  for await (const { line, text } of rest) {
    cutter.push(line, text);
    if (batch.length >= BATCH) yield* flush();
  }
  cutter.end();
  yield* flush();
}

/** All at once, and one by one only where that fails. */
async function parseBatch(
  records: readonly RawRecord[],
  delimiter: string,
): Promise<{ record: RawRecord; fields: string[] | null }[]> {
  if (records.length === 0) return [];
  try {
    const rows = await parseRecords(records.map((record) => record.text).join('\n'), delimiter);
    if (rows.length === records.length)
      return records.map((record, i) => ({ record, fields: rows[i]! }));
  } catch {
    // One of them is at fault; the loop below finds which.
  }
  const results: { record: RawRecord; fields: string[] | null }[] = [];
  for (const record of records) {
    try {
      const rows = await parseRecords(record.text, delimiter);
      results.push({ record, fields: rows.length === 1 ? rows[0]! : null });
    } catch {
      results.push({ record, fields: null });
    }
  }
  return results;
}

/** Whether a file can be opened at all, so that a command fails before it writes anything. */
export function assertReadable(file: string): void {
  if (file === '-') return;
  try {
    const handle = openSync(file, 'r');
    readSync(handle, new Uint8Array(1));
    closeSync(handle);
  } catch (error) {
    throw new ZhipaiError('FILE_UNREADABLE', { file, got: fileReason(error) });
  }
}
