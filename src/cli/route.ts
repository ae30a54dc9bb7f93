/** `zhipai route`: decisions for a file, one after the other. */

import { textOf } from '../router.js';
import { type Columns, findColumns, toTicket } from './columns.js';
import { type Format, openWriter } from './output.js';
import { createProgress } from './progress.js';
import { assertReadable, readTable } from './read-table.js';
import { openRejects } from './rejects.js';
import { type RouterOptions, routerFor } from './router-options.js';
import { createSummary } from './summary.js';

export interface RouteOptions extends RouterOptions {
  readonly out?: string | undefined;
  readonly rejects?: string | undefined;
  readonly format?: Format | undefined;
  readonly text?: string | undefined;
  /** Print the table for people in place of the decisions. */
  readonly summary?: boolean | undefined;
}

/** @returns the exit code */
export async function route(file: string, options: RouteOptions): Promise<number> {
  assertReadable(file);
  const router = await routerFor(options);
  const rejects = await openRejects(file, options.rejects);
  const toFile = options.out !== undefined;
  const kind = options.format ?? (options.out?.endsWith('.csv') ? 'csv' : 'jsonl');
  const writer = options.summary && !toFile ? null : await openWriter(options.out ?? '-', kind);
  const summary = toFile || options.summary ? createSummary() : null;
  const progress = createProgress();
  let columns: Columns | null = null;
  for await (const event of readTable(file)) {
    if (event.kind === 'header') columns = findColumns(file, event.names, options.text);
    else if (event.kind === 'reject') rejects.add(event.reject);
    else {
      const ticket = toTicket(event.row, columns!, router.parts.data.pack.offset);
      const decision = router.classifyAndRoute(ticket);
      summary?.add(textOf(ticket), decision);
      await writer?.write(event.row.line, decision);
      progress.step();
    }
  }
  await writer?.close();
  progress.end();
  if (summary !== null) process.stdout.write(`${summary.lines().join('\n')}\n`);
  return (await rejects.close()) > 0 ? 1 : 0;
}
