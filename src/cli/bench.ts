/** `zhipai bench`: measures smart dispatch against labelled tickets, and gates a change by it. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ZhipaiError } from '../errors.js';
import { createRouter, type Router } from '../index.js';
import {
  type BenchCase,
  type BenchResult,
  EXAMPLES_SET,
  exampleCases,
  runCase,
} from '../measure/bench-cases.js';
import { type BenchFigures, figuresOf } from '../measure/bench-figures.js';
import { type Baseline, baselineRow, checkGate, type GateReport } from '../measure/gate.js';
import {
  readCases,
  readFixtures,
  readHaikou,
  readLabelled,
  readTexts,
  realFile,
} from './bench-data.js';
import { figureLines, gateLines } from './bench-lines.js';
import { fileReason, packageRoot, readJson, readPack } from './load.js';
import { htmlReport } from './report-html.js';
import { markdownReport } from './report-markdown.js';
import { type RouterOptions, routerFor } from './router-options.js';
import { COLUMNS, wrap } from './terminal.js';

export interface BenchOptions extends RouterOptions {
  /** A user's own labelled file, in place of the shipped fixtures. */
  readonly cases?: string | undefined;
  readonly baseline?: string | undefined;
  /** Folder of the public real data. */
  readonly realData?: string | undefined;
  /** Folder for report.html, report.md and report.json. */
  readonly report?: string | undefined;
  readonly json?: boolean | undefined;
}

/** One data set of a run. */
export interface BenchPart {
  readonly name: string;
  /** Who wrote and who labelled it. */
  readonly about: string;
  readonly figures: BenchFigures;
}

/** Everything that a report shows. */
export interface BenchRun {
  readonly versions: Readonly<Record<string, string>>;
  readonly parts: readonly BenchPart[];
  /** Data sets that were asked for and are not here. */
  readonly absent: readonly string[];
  /** null: there is no baseline. */
  readonly gate: GateReport | null;
  readonly baseline: Pick<Baseline, 'accepted' | 'why'> | null;
}

const row = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
]);
const baselineSchema = z.strictObject({
  accepted: z.string(),
  why: z.string().min(2),
  versions: z.record(z.string(), z.string()),
  outcomes: z.record(z.string(), row),
});

/** The fixtures are tickets of the invented city. */
const FIXTURE_PACK = 'example';

const baselineFile = (options: BenchOptions): string =>
  options.baseline ?? join(packageRoot(), 'bench', 'baseline.json');

async function runCases(
  options: BenchOptions,
): Promise<{ router: Router; results: BenchResult[] }> {
  const router = await routerFor({ ...options, pack: options.pack ?? FIXTURE_PACK });
  const { offset } = router.parts.data.pack;
  const cases =
    options.cases === undefined
      ? [...(await readFixtures(offset)), ...exampleCases(router.parts.data.rules)]
      : await readCases(options.cases, offset);
  if (cases.length === 0)
    throw new ZhipaiError('TRAINING_DATA', {
      file: options.cases ?? 'fixtures',
      got: '0 labelled rows',
      want: '1',
    });
  return { router, results: cases.map((one) => runCase(router, one)) };
}

/** @returns the exit code: 2 when the gate fails */
export async function bench(options: BenchOptions): Promise<number> {
  const run = await measure(options);
  if (options.report !== undefined) writeReports(run, options.report);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(run)}\n`
      : `${[...run.parts.flatMap(figureLines), ...absentLines(run), ...gateLines(run)].join('\n')}\n`,
  );
  return run.gate !== null && !run.gate.passed ? 2 : 0;
}

function absentLines({ absent }: BenchRun): string[] {
  if (absent.length === 0) return [];
  return [
    ...wrap(`未提供：${absent.join('、')}。这些没有测，也不算通过。`, COLUMNS),
    ...wrap(`Not here: ${absent.join(', ')}; not measured, and not counted as passed.`, COLUMNS),
    '',
  ];
}

export async function measure(options: BenchOptions): Promise<BenchRun> {
  const { router, results } = await runCases(options);
  const parts: BenchPart[] = [];
  const absent: string[] = [];
  if (options.cases === undefined) await addReal(options, parts, absent);
  const sets = new Map<string, BenchResult[]>();
  for (const result of results) {
    if (result.case.set === EXAMPLES_SET) continue;
    const name = options.cases !== undefined || result.case.set === 'plain' ? 'plain' : 'hard';
    sets.set(name, [...(sets.get(name) ?? []), result]);
  }
  const plain = sets.get('plain') ?? [];
  const hard = sets.get('hard') ?? [];
  if (plain.length > 0)
    parts.push(
      options.cases === undefined
        ? part(
            'fixtures',
            '合成考题：模型写、模型标 / synthetic, written and labelled by a model',
            plain,
          )
        : part(options.cases, '自带标签 / your own labels', plain),
    );
  if (hard.length > 0)
    parts.push(
      part(
        'hard sets',
        '合成难例：模型写、模型标 / synthetic, written and labelled by a model',
        hard,
      ),
    );
  const file = baselineFile(options);
  const hasBaseline =
    existsSync(file) && (options.cases === undefined || options.baseline !== undefined);
  const baseline = hasBaseline ? (readJson(file, baselineSchema) as Baseline) : null;
  return {
    versions: { ...router.versions },
    parts,
    absent,
    gate: baseline === null ? null : checkGate(results, baseline, router.versions),
    baseline: baseline === null ? null : { accepted: baseline.accepted, why: baseline.why },
  };
}

const part = (name: string, about: string, results: readonly BenchResult[]): BenchPart => ({
  name,
  about,
  figures: figuresOf(results),
});

async function addReal(options: BenchOptions, parts: BenchPart[], absent: string[]): Promise<void> {
  const folder = options.realData;
  const files = {
    haikou: folder === undefined ? null : realFile(folder, 'haikou'),
    letters: folder === undefined ? null : realFile(folder, 'letters'),
  };
  const router = createRouter({ pack: readPack('haikou-2018') });
  if (files.haikou === null) absent.push('haikou');
  else {
    const cases = await readHaikou(files.haikou);
    const results = cases.map((one) => runCase(router, one));
    parts.push(
      part(
        'haikou',
        '海口12345真实工单，承办单位为当年所派，未训练 / real tickets, the unit that got each, untrained',
        results,
      ),
    );
  }
  const labels = join(packageRoot(), 'bench', 'labels');
  const texts = new Map<string, string>();
  for (const file of [files.haikou, files.letters]) if (file !== null) await readTexts(file, texts);
  for (const [name, about] of [
    [
      'fresh',
      '真实工单300件，两个模型各自归类后定稿，未用于调整 / 300 real tickets, filed by two models, never tuned on',
    ],
    ['tuned', '真实工单300件，同上，可用于调整 / the same, may be tuned on'],
    ['emergency', '真实工单的险情标签，模型标 / danger labels of real tickets, by a model'],
  ] as const) {
    const file = join(labels, `${name}.csv`);
    if (!existsSync(file) || texts.size === 0) {
      absent.push(`labels/${name}`);
      continue;
    }
    const results = (await readLabelled(file, texts, name)).map((one: BenchCase) =>
      runCase(router, one),
    );
    if (results.length > 0) parts.push(part(`labels/${name}`, about, results));
    else absent.push(`labels/${name}`);
  }
}

/** Renews the baseline and keeps the reason. @returns the exit code */
export async function benchAccept(why: string, options: BenchOptions): Promise<number> {
  if (why.trim().length < 4)
    throw new ZhipaiError('USAGE', {
      got: `--why ${JSON.stringify(why)}`,
      want: 'a reason / 理由',
    });
  const { router, results } = await runCases(options);
  const file = baselineFile(options);
  const before = existsSync(file) ? (readJson(file, baselineSchema) as Baseline) : null;
  const report = before === null ? null : checkGate(results, before, router.versions);
  const baseline: Baseline = {
    accepted: new Date().toISOString().slice(0, 10),
    why,
    versions: { ...router.versions },
    outcomes: Object.fromEntries(
      results.map((result) => [result.case.id, baselineRow(result)] as const),
    ),
  };
  const rows = Object.entries(baseline.outcomes).map(
    ([id, one]) => `    ${JSON.stringify(id)}: ${JSON.stringify(one)}`,
  );
  const text = `{\n  "accepted": ${JSON.stringify(baseline.accepted)},\n  "why": ${JSON.stringify(why)},\n  "versions": ${JSON.stringify(baseline.versions)},\n  "outcomes": {\n${rows.join(',\n')}\n  }\n}\n`;
  write(file, text);
  process.stdout.write(
    `${file}\n${results.length} 件写入基线 / tickets in the baseline` +
      (report === null
        ? '\n'
        : `；与旧基线相比 ${new Set(report.turned.map((one) => one.id)).size} 件有变 / turned since the last one\n`),
  );
  return 0;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new ZhipaiError('FILE_UNWRITABLE', { file, got: fileReason(error) });
  }
}

function writeReports(run: BenchRun, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ZhipaiError('FILE_UNWRITABLE', { file: folder, got: fileReason(error) });
  }
  write(join(folder, 'report.html'), htmlReport(run));
  write(join(folder, 'report.md'), markdownReport(run));
  write(join(folder, 'report.json'), `${JSON.stringify(run, null, 2)}\n`);
  process.stderr.write(`${join(folder, 'report.html')}\n`);
}
