/** Reads a crosswalk: from our codes to another list's labels. */

import { parseString } from 'fast-csv';
import { ZhipaiError } from '../errors.js';
import { readBytes } from './load.js';

export const RELATIONS = ['exact', 'broader', 'narrower', 'related'] as const;

/** Their labels for one of our codes, nearest relation first. */
export type Crosswalk = (code: string) => readonly string[];

/**
 * A row for a prefix holds for all below it; the longest prefix wins, and of its rows the nearest relation.
 * @throws ZhipaiError FILE_UNREADABLE, CSV_ROW
 */
export async function readCrosswalk(file: string): Promise<Crosswalk> {
  const text = new TextDecoder().decode(readBytes(file)).replace(/^\ufeff/u, '');
  const rows = new Map<string, { theirs: string; rank: number }[]>();
  let line = 1;
  for await (const row of parseString(text, { headers: true, trim: true })) {
    line++;
    const { ours, theirs, relation } = row as Record<string, string | undefined>;
    const rank = (RELATIONS as readonly (string | undefined)[]).indexOf(relation);
    if (ours === undefined || !/^\d{2}(\d{2}){0,2}$/.test(ours) || !theirs || rank < 0) {
      throw new ZhipaiError('CSV_ROW', {
        file,
        line,
        got: JSON.stringify(row),
        want: 'ours,theirs,relation',
      });
    }
    const list = rows.get(ours) ?? [];
    list.push({ theirs, rank });
    rows.set(ours, list);
  }
  return (code) => {
    for (let length = code.length; length >= 2; length -= 2) {
      const found = rows.get(code.slice(0, length));
      if (found !== undefined)
        return [...found].sort((a, b) => a.rank - b.rank).map((one) => one.theirs);
    }
    return [];
  };
}
