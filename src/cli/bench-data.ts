/** Reads the tickets of the benchmark: fixtures, a user's own labelled file, real data with their labels. */

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ACTION_KINDS, REQUEST_TYPES, URGENCIES } from '../decision.js';
import { ZhipaiError } from '../errors.js';
import type { BenchCase, Wanted } from '../measure/bench-cases.js';
import { findColumns, toTicket } from './columns.js';
import { nearest } from './did-you-mean.js';
import { packageRoot } from './load.js';
import { assertReadable, readTable, type TableRow } from './read-table.js';

/** Label columns that a file may have. */
const LABELS = ['code', 'other_codes', 'lead_role', 'lead_kind', 'request', 'urgency', 'action'];

/** @throws ZhipaiError CSV_ROW naming file, line, column and value */
function oneOf<T extends string>(
  row: TableRow,
  file: string,
  column: string,
  choices: readonly T[],
): T | undefined {
  const value = (row.fields[column] ?? '').trim();
  if (value === '') return undefined;
  if (choices.includes(value as T)) return value as T;
  const near = nearest(value, choices);
  throw new ZhipaiError('CSV_ROW', {
    file,
    line: row.line,
    field: column,
    got: value,
    want: choices.join(' | '),
    ...(near === null ? {} : { didYouMean: near }),
  });
}

const given = (row: TableRow, column: string): string | undefined => {
  const value = (row.fields[column] ?? '').trim();
  return value === '' ? undefined : value;
};

function wantedOf(row: TableRow, file: string, set: string): Wanted {
  const code = given(row, 'code');
  if (code !== undefined && !/^\d{6}$/.test(code))
    throw new ZhipaiError('CSV_ROW', {
      file,
      line: row.line,
      field: 'code',
      got: code,
      want: '6 digits',
    });
  return {
    code,
    otherCodes: given(row, 'other_codes')?.split(' '),
    leadRole: set === 'recusal' ? undefined : given(row, 'lead_role'),
    leadKind: given(row, 'lead_kind'),
    request: oneOf(row, file, 'request', REQUEST_TYPES),
    urgency: oneOf(row, file, 'urgency', URGENCIES),
    action: oneOf(row, file, 'action', ACTION_KINDS),
    recusal: set === 'recusal' ? true : undefined,
  };
}

/** @throws ZhipaiError CSV_COLUMN_MISSING when the file has no label column at all */
export async function readCases(file: string, offset: string): Promise<BenchCase[]> {
  assertReadable(file);
  const cases: BenchCase[] = [];
  let columns: ReturnType<typeof findColumns> | null = null;
  for await (const event of readTable(file)) {
    if (event.kind === 'header') {
      columns = findColumns(file, event.names);
      if (!LABELS.some((label) => event.names.includes(label)))
        throw new ZhipaiError('CSV_COLUMN_MISSING', {
          file,
          want: LABELS.join(' / '),
          got: event.names.join(', '),
        });
    } else if (event.kind === 'reject') {
      const { line, reason } = event.reject;
      throw new ZhipaiError('CSV_ROW', { file, line, got: reason, want: 'a readable row' });
    } else {
      const { row } = event;
      const ticket = toTicket(row, columns!, offset);
      const set = given(row, 'set') ?? basename(file).replace(/\.\w+$/u, '');
      cases.push({
        id: ticket.id ?? `${basename(file)}:${row.line}`,
        set: set === 'origin' ? 'plain' : set,
        ticket,
        wanted: wantedOf(row, file, set),
        voice: given(row, 'voice'),
      });
    }
  }
  return cases;
}

/** The shipped fixtures. */
export async function readFixtures(offset: string): Promise<BenchCase[]> {
  const folder = join(packageRoot(), 'fixtures');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort();
  const cases: BenchCase[] = [];
  for (const name of files) cases.push(...(await readCases(join(folder, name), offset)));
  return cases;
}

/** A real file of the public data sets, by the beginning of its name. */
export function realFile(folder: string, begins: string): string | null {
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder)
    .filter((one) => one.startsWith(begins) && one.endsWith('.csv'))
    .sort()[0];
  return name === undefined ? null : join(folder, name);
}

/** Haikou's tickets: the kind of unit that got each, follow-ups by their action alone. */
export async function readHaikou(file: string): Promise<BenchCase[]> {
  const cases: BenchCase[] = [];
  let columns: ReturnType<typeof findColumns> | null = null;
  for await (const event of readTable(file)) {
    if (event.kind === 'header') columns = findColumns(file, event.names);
    else if (event.kind === 'row') {
      const { row } = event;
      const isFollowUp = row.fields.follow_up === '1';
      cases.push({
        id: `haikou:${row.fields.id ?? row.line}`,
        set: isFollowUp ? 'haikou-follow-up' : 'haikou',
        ticket: toTicket(row, columns!, '+08:00'),
        wanted: isFollowUp ? { action: 'attach' } : { leadKind: given(row, 'dept') },
      });
    }
  }
  return cases;
}

/** Codes that readers gave to real tickets: `id,code,…`; texts come from the real files by id. */
export async function readLabelled(
  labels: string,
  texts: ReadonlyMap<string, string>,
  set: string,
): Promise<BenchCase[]> {
  const cases: BenchCase[] = [];
  for await (const event of readTable(labels)) {
    if (event.kind !== 'row') continue;
    const { fields } = event.row;
    const text = texts.get(fields.id ?? '');
    if (text === undefined) continue;
    const action = fields.now === undefined ? undefined : fields.now === 'now' ? '特急' : '一般';
    cases.push({
      id: `${set}:${fields.id}`,
      set,
      ticket: { text },
      wanted:
        fields.now === undefined
          ? { code: given(event.row, 'code') }
          : { urgency: action as '特急' | '一般' },
    });
  }
  return cases;
}

/** Text by id of a real file. */
export async function readTexts(file: string, into: Map<string, string>): Promise<void> {
  for await (const event of readTable(file)) {
    if (event.kind === 'row') into.set(event.row.fields.id ?? '', event.row.fields.text ?? '');
  }
}
