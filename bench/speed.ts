/**
 * Speed of one core, always beside a peer in the same run: `npx tsx bench/speed.ts [DIR]`. Medians by
 * tinybench after warm-up, in µs a ticket; what a ratio says holds on another machine too. With DIR, the
 * folder of the real files, Haikou's tickets go through us and through fastText (Debian's package),
 * each timed as the slope between one and four copies of the file, start-up aside.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { Engine } from 'json-rules-engine';
import { Bench } from 'tinybench';
import { seededRandom } from '../src/classify/svm.js';
import { readFixtures, realFile } from '../src/cli/bench-data.js';
import { packageRoot, readTaxonomy } from '../src/cli/load.js';
import { createRouter } from '../src/index.js';
import { createRouterFrom } from '../src/router.js';
import { compileRules, type PlacedRule } from '../src/rules/compile.js';
import { OPERATORS } from '../src/rules/operators.js';
import { FACT_NAMES, type Facts, type RuleData } from '../src/rules/types.js';

const random = seededRandom(2026);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const startedAt = performance.now();
const router = createRouter();
router.classifyAndRoute({ text: '路灯不亮' });
const coldStart = performance.now() - startedAt;

const { data, taxonomy } = router.parts;
const { lexicon } = readTaxonomy(join(packageRoot(), 'taxonomy'));
const tickets = (await readFixtures('+08:00')).map(({ ticket }) => ticket);
const between = (least: number, most: number) =>
  tickets.filter(({ text }) => text.length >= least && text.length < most).slice(0, 200);
const lengths = {
  'under 40 characters': between(8, 40),
  '40 to 120': between(40, 120),
  '120 and more': between(120, 1500),
};
/** What every ratio is taken against. */
const WHOLE = 'classifyAndRoute, 400 hard fixtures';
const texts = tickets.slice(0, 400).map(({ text }) => text);

/** A function that goes round a list, a step a call. */
function inTurn<T, R>(list: readonly T[], run: (one: T) => R): () => R {
  let at = 0;
  return () => run(list[at++ % list.length]!);
}

const words = [...taxonomy.keywords.values()].flatMap((one) => Object.keys(one));

/** Rules as an operator writes them: some words, of which one must occur, and one that must not. */
function madeRules(count: number): RuleData[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `made-${i}`,
    title: '测速用',
    basis: '测速用',
    priority: 1 + (i % 100),
    conditions: {
      all: [
        { fact: 'text' as const, operator: 'containsAny', value: [pick(words), pick(words)] },
        { fact: 'text' as const, operator: 'containsAny', value: [pick(words), pick(words)] },
        { not: { fact: 'text' as const, operator: 'containsAny', value: [pick(words)] } },
      ],
    },
    event: { type: 'assist' as const, params: { roles: [] } },
    examples: { match: [], noMatch: [] },
  }));
}

const withMade = (count: number) =>
  createRouterFrom({
    ...data,
    rules: {
      ...data.rules,
      hash: `made-${count}`,
      files: [
        ...data.rules.files,
        { ...data.rules.files[0]!, phase: 'coordinate', rules: madeRules(count) },
      ],
    },
  });

const factsOf = (text: string): Facts =>
  ({
    ...Object.fromEntries(FACT_NAMES.map((name) => [name, null])),
    text,
    length: text.length,
    date: '2026-06-01',
    region: [],
  }) as unknown as Facts;

/** One json-rules-engine with all rules, as its own manual shows. */
function peerEngine(rules: readonly RuleData[]): (text: string) => Promise<unknown> {
  const engine = new Engine(
    rules.map(({ id, priority, conditions, event }) => ({
      name: id,
      priority,
      conditions: conditions as never,
      event,
    })),
  );
  for (const [name, operator] of Object.entries(OPERATORS)) engine.addOperator(name, operator);
  return (text) => engine.run({ text });
}

/** natural's Bayes over character pairs, level 1, one utterance of each category: all that it can finish. */
function naturalBayes(): (text: string) => string {
  const Kind = createRequire(import.meta.url)(
    'natural/lib/natural/classifiers/bayes_classifier.js',
  ) as new () => {
    addDocument(tokens: string[], label: string): void;
    train(): void;
    classify(tokens: string[]): string;
  };
  const pairs = (text: string) =>
    Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2));
  const bayes = new Kind();
  for (const [code, list] of lexicon.flatMap((file) => Object.entries(file.categories)))
    bayes.addDocument(pairs(list.utterances?.[0] ?? ''), code.slice(0, 2));
  bayes.train();
  return (text) => bayes.classify(pairs(text));
}

function keywordCount(): (text: string) => string {
  const lists = [...taxonomy.keywords].map(([code, list]) => [code, Object.keys(list)] as const);
  return (text) => {
    let best = '';
    let most = -1;
    for (const [code, list] of lists) {
      const hits = list.reduce((sum, word) => sum + (text.includes(word) ? 1 : 0), 0);
      if (hits > most) [best, most] = [code, hits];
    }
    return best;
  };
}

const bench = new Bench({ time: 700, warmupTime: 300 });
for (const [name, list] of Object.entries(lengths))
  bench.add(
    `classifyAndRoute, ${name}`,
    inTurn(list, (ticket) => router.classifyAndRoute(ticket)),
  );
bench.add(
  WHOLE,
  inTurn(texts, (text) => router.classifyAndRoute({ text })),
);
for (const count of [1000, 10_000]) {
  const grown = withMade(count);
  bench.add(
    `the same with ${count} more rules`,
    inTurn(texts, (text) => grown.classifyAndRoute({ text })),
  );
}
bench.add('keyword count over the lexicon', inTurn(texts, keywordCount()));
bench.add("natural's Bayes, level 1 only", inTurn(texts, naturalBayes()));

const thousand = madeRules(1000);
const placed: PlacedRule[] = thousand.map((rule) => ({ rule, phase: 'coordinate' }));
const compiled = compileRules(placed);
bench.add(
  '1,000 rules, compiled',
  inTurn(texts, (text) => compiled.fire('coordinate', compiled.scan(text), factsOf(text), {})),
);
const engine = peerEngine(thousand);
bench.add('1,000 rules, one json-rules-engine', inTurn(texts, engine));

await bench.run();
const median = (name: string): number => {
  const { result } = bench.getTask(name)!;
  return result !== undefined && 'latency' in result ? result.latency.p50 * 1000 : Number.NaN;
};
for (const { name, result } of bench.tasks) {
  if (!('latency' in result)) continue;
  const { p50, p99, mean } = result.latency;
  const [a, b, c] = [p50, mean, p99].map((ms) => (ms * 1000).toFixed(1).padStart(10));
  console.log(`${name.padEnd(40)} p50 ${a}  mean ${b}  p99 ${c} µs`);
}
const whole = median(WHOLE);
const ratio = (a: number, b: number): string => (a / b).toFixed(2);
console.log(
  `\none core: ${Math.round(1e6 / whole)} tickets a second; first decision after ${coldStart.toFixed(0)} ms`,
);
console.log(
  `10,000 more rules cost a ticket ${ratio(median('the same with 10000 more rules'), whole)} times the shipped ones`,
);
console.log(
  `1,000 rules: one json-rules-engine takes ${ratio(median('1,000 rules, one json-rules-engine'), median('1,000 rules, compiled'))} times the compiled path`,
);
console.log(
  `keyword count ${ratio(median('keyword count over the lexicon'), whole)}, natural's Bayes ${ratio(median("natural's Bayes, level 1 only"), whole)} times a whole decision`,
);
console.log(`memory: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);

/** Seconds of a run. */
function timed(run: () => void): number {
  const from = performance.now();
  run();
  return (performance.now() - from) / 1000;
}

/** µs a ticket between one and four copies of the same tickets: what does not grow drops out. */
const slope = (count: number, secondsOf: (copies: number) => number): number => {
  const best = (copies: number) => Math.min(...[0, 1, 2].map(() => secondsOf(copies)));
  return ((best(4) - best(1)) / (3 * count)) * 1e6;
};

async function beside(folder: string): Promise<void> {
  const file = realFile(folder, 'haikou');
  if (file === null) {
    console.log(`no Haikou file in ${folder}: fastText was not measured`);
    return;
  }
  const rows: { text: string; dept: string; fold: string }[] = [];
  for await (const row of parseString(readFileSync(file, 'utf8'), { headers: true }))
    rows.push(row as { text: string; dept: string; fold: string });
  const asked = rows.filter(({ fold }) => fold === '4');
  const ours = slope(asked.length, (copies) =>
    timed(() => {
      for (let i = 0; i < copies; i++)
        for (const { text } of asked) router.classifyAndRoute({ text });
    }),
  );
  const tenfold = timed(() => {
    for (let i = 0; i < 10; i++) for (const { text } of asked) router.classifyAndRoute({ text });
  });
  console.log(
    `\nHaikou, ${asked.length} tickets: a whole decision ${ours.toFixed(1)} µs a ticket; ten times the tickets ${((tenfold / (10 * asked.length)) * 1e6).toFixed(1)} µs a ticket`,
  );
  const scratch = mkdtempSync(join(tmpdir(), 'zhipai-speed-'));
  const spaced = (text: string) => [...text.replace(/\s/gu, '')].join(' ');
  const names = [...new Set(rows.map(({ dept }) => dept))];
  const train = rows
    .filter(({ fold }) => fold !== '4')
    .map(({ dept, text }) => `__label__${names.indexOf(dept)} ${spaced(text)}\n`);
  writeFileSync(join(scratch, 'train'), train.join(''));
  const text = asked.map((row) => `${spaced(row.text)}\n`).join('');
  for (const copies of [1, 4]) writeFileSync(join(scratch, `test${copies}`), text.repeat(copies));
  const made = spawnSync('fasttext', [
    ...['supervised', '-input', join(scratch, 'train'), '-output', join(scratch, 'model')],
    ...['-wordNgrams', '3', '-epoch', '5', '-thread', '1', '-verbose', '0'],
  ]);
  if (made.status !== 0) console.log('fasttext is not installed: it was not measured');
  else {
    const peer = slope(asked.length, (copies) =>
      timed(() => {
        spawnSync('fasttext', [
          'predict',
          join(scratch, 'model.bin'),
          join(scratch, `test${copies}`),
        ]);
      }),
    );
    console.log(
      `fastText ${peer.toFixed(1)} µs a ticket for the unit alone; a whole decision takes ${ratio(ours, peer)} times that`,
    );
  }
  rmSync(scratch, { recursive: true });
}

const realFolder = process.argv[2];
if (realFolder === undefined) console.log('no folder of real data: fastText was not measured');
else await beside(realFolder);
