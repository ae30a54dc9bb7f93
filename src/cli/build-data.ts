/** Run by `npm run build`: reads taxonomy, rules and packs, learns the shipped model, writes src/data/generated. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexiconRows } from '../classify/lexicon-rows.js';
import { CATEGORY_BLEND, CATEGORY_SETTINGS, LEXICON_FOLDS } from '../classify/settings.js';
import { type OutOfFoldRow, trainModel } from '../classify/train.js';
import { contentHash } from '../hash.js';
import { type Judged, thresholdFor } from '../measure/selective.js';
import type { PolicyData } from '../policy.js';
import { policyFileSchema } from '../rules/schema.js';
import { buildRouteTable, type RouteTable } from '../rules/tables.js';
import { buildTaxonomy } from '../taxonomy/taxonomy.js';
import { packageRoot, readJson, readPack, readRuleSet, readTaxonomy } from './load.js';

const root = packageRoot();
const generated = join(root, 'src', 'data', 'generated');

/** Everything that the generated files depend on; unchanged inputs cost no second training. */
function inputsHash(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (entry.name === 'generated' || entry.name.endsWith('.test.ts')) continue;
      const file = join(path, entry.name);
      if (entry.isDirectory()) add(file);
      else hash.update(entry.name).update(readFileSync(file));
    }
  };
  for (const folder of ['taxonomy', 'rules', 'src/classify', 'src/text', 'src/measure'])
    add(join(root, folder));
  return hash.update(readFileSync(join(root, 'src/cli/build-data.ts'))).digest('hex');
}

/** How sure the lead is, and whether it is the label's: what the policy's threshold rests on. */
function leadRows(outOfFold: readonly OutOfFoldRow[], table: RouteTable): Judged[] {
  return outOfFold.map(({ label, ranking }) => {
    const role = table.rowFor(ranking[0]!.label, [])?.role ?? '';
    const sum = ranking
      .filter((one) => table.rowFor(one.label, [])?.role === role)
      .reduce((total, one) => total + one.confidence, 0);
    return {
      confidence: Math.min(1, sum),
      right: role === table.rowFor(label, [])?.role,
      prediction: role,
    };
  });
}

const write = (name: string, text: string): void =>
  writeFileSync(
    join(generated, `${name}.ts`),
    `export const ${name} =\n  ${JSON.stringify(text)};\n`,
  );

async function main(): Promise<void> {
  const hash = inputsHash();
  const stamp = join(generated, 'inputs.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  mkdirSync(generated, { recursive: true });
  const taxonomyData = readTaxonomy(join(root, 'taxonomy'));
  const taxonomy = buildTaxonomy(taxonomyData);
  const ruleSet = await readRuleSet(join(root, 'rules'));
  const began = Date.now();
  let shown = 0;
  const { bytes, calibration, outOfFold } = trainModel(lexiconRows(taxonomyData), {
    target: 'category',
    linear: CATEGORY_SETTINGS,
    folds: LEXICON_FOLDS,
    blend: CATEGORY_BLEND,
    taxonomy,
    progress(share) {
      if (share < shown + 0.1) return;
      shown = share;
      process.stderr.write(`model ${Math.round(share * 100)} %\n`);
    },
  });
  const set = readJson(join(root, 'rules', 'policy.json'), policyFileSchema);
  const judged = leadRows(outOfFold, buildRouteTable(ruleSet.routes));
  const policy: PolicyData = {
    version: set.version,
    target: set.target,
    threshold: thresholdFor(judged, set.target),
    vetoes: {},
    fixedOn: { rows: judged.length, note: 'out-of-fold utterances of the lexicon' },
    prior: set.prior,
    rows: set.rows,
    abstainBelow: set.abstainBelow,
  };
  const right = outOfFold.filter((row) => row.ranking[0]!.label === row.label).length;
  process.stderr.write(
    `model: ${bytes.length} bytes, out of fold on the lexicon ${right} of ${outOfFold.length} right, ` +
      `ECE ${calibration.ece}, policy threshold ${policy.threshold}, ${Math.round((Date.now() - began) / 1000)} s\n`,
  );
  const lexicon = taxonomyData.lexicon.map(({ code, categories }) => ({
    code,
    categories: Object.fromEntries(
      Object.entries(categories).map(([name, { keywords }]) => [name, { keywords }]),
    ),
  }));
  const packNames = readdirSync(join(root, 'rules', 'packs')).sort();
  const packs = Object.fromEntries(
    packNames.map((name) => {
      const pack = readPack(name);
      return [name, { ...pack, hash: contentHash(pack) }];
    }),
  );
  write(
    'taxonomyJson',
    JSON.stringify({
      version: taxonomyData.version,
      branches: taxonomyData.branches,
      lexicon,
      hash: taxonomy.hash,
    }),
  );
  write('rulesJson', JSON.stringify({ ...ruleSet, hash: contentHash(ruleSet) }));
  write('packsJson', JSON.stringify(packs));
  write('policyJson', JSON.stringify({ ...policy, hash: contentHash(policy) }));
  write('modelBase64', Buffer.from(bytes).toString('base64'));
  writeFileSync(stamp, hash);
}

await main();
