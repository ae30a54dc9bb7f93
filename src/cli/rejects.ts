/** Rows that could not be read: told at once, kept where the user wants them. */

import { once } from 'node:events';
import { format } from 'fast-csv';
import { openOutput } from './output.js';
import type { RejectedRow } from './read-table.js';

/** How many are told one by one before only the count goes on. */
const TOLD = 20;

export interface Rejects {
  add(reject: RejectedRow): void;
  /** Says how many there were and where they are; @returns their number */
  close(): Promise<number>;
}

/** @param file where to keep them, written even if there are none; absent: they are only told */
export async function openRejects(source: string, file: string | undefined): Promise<Rejects> {
  let count = 0;
  const out = file === undefined ? null : await openOutput(file);
  const rows =
    out === null ? null : format({ headers: ['line', 'reason', 'raw'], alwaysWriteHeaders: true });
  if (out !== null) rows?.pipe(out);
  return {
    add({ line, reason, raw }) {
      count++;
      if (count <= TOLD)
        process.stderr.write(`${source} 第 ${line} 行：${reason} (line ${line})\n`);
      rows?.write([line, reason, raw]);
    },
    async close() {
      if (rows !== null && out !== null) {
        rows.end();
        await once(out, 'finish');
      }
      if (count > 0) {
        const [zh, en] =
          file === undefined
            ? ['未保存，可用 --rejects FILE 保存', 'not kept; keep them with --rejects FILE']
            : [`已存入 ${file}`, `kept in ${file}`];
        process.stderr.write(`${count} 行无法处理，${zh} / ${count} rows set aside, ${en}\n`);
      }
      return count;
    },
  };
}
