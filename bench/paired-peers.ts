/**
 * Our trained model against the peers' stored predictions, ticket by ticket, on the same folds.
 * `npx tsx bench/paired-peers.ts DIR letters|haikou [PEERS.csv]` with the folder of the real development
 * files; PEERS.csv is what bench/peers.py wrote, in place of the predictions that lie in the folder.
 */

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'fast-csv';
import { createScorer } from '../src/classify/linear.js';
import { LEAD_SETTINGS } from '../src/classify/settings.js';
import { countFeatures, type LinearSettings, trainLinear } from '../src/classify/train-linear.js';
import { shippedBase } from '../src/cli/router-options.js';
import { macroF1 } from '../src/measure/accuracy.js';
import { exactInterval } from '../src/measure/interval.js';
import { mcNemar } from '../src/measure/paired.js';
import { normalize } from '../src/text/normalize.js';

type Row = Readonly<Record<string, string>>;

async function readRows(file: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of createReadStream(file).pipe(parse({ headers: true })))
    rows.push(row as Row);
  return rows;
}

/** Out-of-fold predictions by id. */
function predict(
  rows: readonly Row[],
  label: string,
  settings: LinearSettings,
): Map<string, string> {
  const texts = rows.map((row) => normalize(row.text!).text);
  const base = shippedBase();
  const counted = texts.map((text) => countFeatures(text, settings.vector, base.features(text)));
  const predictions = new Map<string, string>();
  for (const fold of ['0', '1', '2', '3', '4']) {
    const train = rows.flatMap((row, i) => (row.fold === fold ? [] : [i]));
    const names = [...new Set(train.map((i) => rows[i]![label]!))].sort();
    const outputs = names.map((name) => ({
      label: name,
      rows: train.flatMap((i, k) => (rows[i]![label] === name ? [k] : [])),
    }));
    const scorer = createScorer(
      trainLinear(
        train.map((i) => counted[i]!),
        outputs,
        settings,
      ),
    );
    rows.forEach((row, i) => {
      if (row.fold !== fold) return;
      const scores = scorer.scores(scorer.vectorizer.vector(texts[i]!, counted[i]!.stacked));
      let best = 0;
      for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k;
      predictions.set(row.id!, names[best]!);
    });
  }
  return predictions;
}

async function main([folder, task, peers]: string[]): Promise<void> {
  if (folder === undefined || (task !== 'letters' && task !== 'haikou')) {
    process.stderr.write('usage: paired-peers.ts DIR letters|haikou [PEERS.csv]\n');
    process.exitCode = 1;
    return;
  }
  const [file, label, peerTask] =
    task === 'letters'
      ? ['letters-dev.csv', 'l1', 'letters']
      : ['haikou-12345-dev.csv', 'dept', 'haikou'];
  const rows = await readRows(join(folder, file!));
  const began = Date.now();
  const ours = predict(rows, label!, LEAD_SETTINGS);
  const right = (predictions: ReadonlyMap<string, string>, row: Row) =>
    predictions.get(row.id!) === row[label!];
  const report = (name: string, predictions: ReadonlyMap<string, string>) => {
    const hits = rows.filter((row) => right(predictions, row)).length;
    const [low, high] = exactInterval(hits, rows.length);
    const f1 = macroF1(
      rows.map((row) => ({ label: row[label!]!, prediction: predictions.get(row.id!) ?? '' })),
    );
    const pairs = rows.map((row) => [right(ours, row), right(predictions, row)] as const);
    const { onlyFirst, onlySecond, p } = mcNemar(pairs);
    const test =
      predictions === ours
        ? ''
        : `  ours alone right ${onlyFirst}, peer alone right ${onlySecond}, p ${p.toPrecision(2)}`;
    process.stdout.write(
      `${name.padEnd(52)} ${(hits / rows.length).toFixed(4)} (${low.toFixed(3)}–${high.toFixed(3)})  macroF1 ${f1.toFixed(3)}${test}\n`,
    );
  };
  process.stdout.write(
    `${task}: ${rows.length} tickets out of fold, ${Math.round((Date.now() - began) / 1000)} s\n`,
  );
  report('zhipai', ours);
  const byMethod = new Map<string, Map<string, string>>();
  for (const row of await readRows(peers ?? join(folder, 'peers-dev-out-of-fold.csv'))) {
    if (!row.task!.toLowerCase().startsWith(peerTask!)) continue;
    if (!byMethod.has(row.method!)) byMethod.set(row.method!, new Map());
    byMethod.get(row.method!)!.set(row.id!, row.predicted!);
  }
  for (const [method, predictions] of byMethod) report(method, predictions);
}

await main(process.argv.slice(2));
