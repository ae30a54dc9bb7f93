/** Run by `npm run build`: reads taxonomy, rules and packs, learns the shipped model, writes src/data/generated. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexiconRows } from '../classify/lexicon-rows.js';
import { CATEGORY_BLEND, CATEGORY_SETTINGS, LEXICON_FOLDS } from '../classify/settings.js';
import { type OutOfFoldRow, trainModel } from '../classify/train.js';
import { contentHash } from '../hash.js';
import type { PolicyData } from '../policy.js';
import { fitPolicy, type LeadCase } from '../policy-fit.js';
import { policyFileSchema } from '../rules/schema.js';
import { buildRouteTable } from '../rules/tables.js';
import { buildTaxonomy, type TaxonomyData } from '../taxonomy/taxonomy.js';
import {
  type LeadReading,
  packageRoot,
  readJson,
  readLeadReadings,
  readPack,
  readRuleSet,
  readTaxonomy,
} from './load.js';

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
  for (const file of ['src/cli/build-data.ts', 'src/policy.ts', 'src/policy-fit.ts'])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Category → role → how many readers named it: of its tickets, and of the category as a whole. */
function talliesOf(taxonomy: TaxonomyData, readings: readonly LeadReading[]) {
  const tallies: Record<string, Record<string, number>> = {};
  const add = (code: string, role: string): void => {
    if (role === '') return;
    tallies[code] ??= {};
    tallies[code][role] = (tallies[code][role] ?? 0) + 1;
  };
  for (const { categories } of taxonomy.lexicon)
    for (const [code, { tickets = [] }] of Object.entries(categories))
      for (const { leads } of tickets) for (const role of leads) add(code, role);
  for (const { code, roles } of readings) for (const role of roles) add(code, role);
  return tallies;
}

/** The lexicon's tickets that have a lead, with what was said of them out of fold. */
function leadCases(taxonomy: TaxonomyData, outOfFold: readonly OutOfFoldRow[]): LeadCase[] {
  const leadsOf = new Map(
    taxonomy.lexicon.flatMap(({ categories }) =>
      Object.values(categories).flatMap(({ tickets = [] }) =>
        tickets.map(({ text, leads }) => [text, leads] as const),
      ),
    ),
  );
  return outOfFold.flatMap(({ text, label, ranking }) => {
    const leads = (leadsOf.get(text) ?? []).filter((role) => role !== '');
    const lead = leads[0];
    if (lead === undefined) return [];
    const own: Record<string, number> = {};
    for (const role of leads) own[role] = (own[role] ?? 0) + 1;
    const candidates = ranking.map(({ label: code, confidence }) => ({ code, confidence }));
    return [{ code: label, lead, own, ranking: candidates }];
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
  const table = buildRouteTable(ruleSet.routes);
  const fitted = fitPolicy(
    leadCases(taxonomyData, outOfFold),
    talliesOf(taxonomyData, await readLeadReadings(join(root, 'rules', 'lead-readings.csv'))),
    (code) => table.rowFor(code, [])?.role ?? null,
    set.target,
  );
  const policy: PolicyData = {
    version: set.version,
    target: set.target,
    ...fitted,
    rows: set.rows,
    abstainBelow: set.abstainBelow,
  };
  const right = outOfFold.filter((row) => row.ranking[0]!.label === row.label).length;
  process.stderr.write(
    `model: ${bytes.length} bytes, out of fold on the lexicon ${right} of ${outOfFold.length} right, ` +
      `ECE ${calibration.ece}, policy threshold ${policy.threshold} (prior ${policy.prior} × ${policy.priorStrength}), ${Math.round((Date.now() - began) / 1000)} s\n`,
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
