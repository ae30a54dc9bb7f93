/**
 * Finds runs of 16 Chinese characters that the project shares with the real tickets: no sentence of
 * theirs may stand here. `npx tsx bench/copied-runs.ts DIR` with the folder of the real files;
 * names of units and laws that legitimately recur are listed below.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot, readPack } from '../src/cli/load.js';

const RUN = 16;
/** Official names that are longer than a run. */
const NAMES: readonly string[] = ['政务服务便民热线', '公积金管理中心', '劳动人事争议仲裁'];

function* runsOf(text: string): Generator<string> {
  for (const [stretch] of text.matchAll(/[\u4e00-\u9fff]{16,}/gu)) {
    for (let i = 0; i + RUN <= stretch.length; i++) yield stretch.slice(i, i + RUN);
  }
}

export interface CopiedRun {
  readonly file: string;
  readonly run: string;
}

/**
 * @param ours file → text
 * @param theirs texts of the real files
 * @param names of units and laws: a run within one, or around one, is no sentence
 */
export function copiedRuns(
  ours: ReadonlyMap<string, string>,
  theirs: readonly string[],
  names: readonly string[] = NAMES,
): CopiedRun[] {
  const real = new Set<string>();
  for (const text of theirs) for (const run of runsOf(text)) real.add(run);
  const found: CopiedRun[] = [];
  for (const [file, text] of ours) {
    for (const run of runsOf(text)) {
      if (real.has(run) && !names.some((name) => run.includes(name) || name.includes(run)))
        found.push({ file, run });
    }
  }
  return found;
}

/** Every text of the project that ships or is tracked. */
export function ownTexts(root: string): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (['node_modules', 'dist', '.git', 'generated', '.exp'].includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (/\.(json|csv|ts|md)$/u.test(entry.name))
        texts.set(path.slice(root.length), readFileSync(path, 'utf8'));
    }
  };
  visit(root);
  return texts;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2];
  if (folder === undefined) {
    process.stderr.write('usage: copied-runs.ts DIR\n');
    process.exit(1);
  }
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const theirs = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const units = readPack('haikou-2018').units.flatMap((unit) => [unit.name, unit.kind]);
  const found = copiedRuns(ownTexts(packageRoot()), theirs, [
    ...NAMES,
    ...units.filter((name) => name.length >= 10),
  ]);
  for (const { file, run } of found.slice(0, 40)) process.stdout.write(`${file}\t${run}\n`);
  process.stdout.write(`${found.length} copied runs, ${files.length} real files\n`);
  process.exitCode = found.length === 0 ? 0 : 2;
}
