import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildTaxonomy } from '../taxonomy/taxonomy.js';
import { RELATIONS, readCrosswalk } from './crosswalk.js';
import { packageRoot, readTaxonomy } from './load.js';

const folder = join(packageRoot(), 'taxonomy', 'crosswalks');
const rowsOf = (name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const theirs = (name: string) => new Set(rowsOf(name).map((row) => row[1]));

test('each crosswalk reaches every label of the other list', () => {
  expect(theirs('guangdong-db44t2479-2024.csv').size).toBe(514);
  expect(theirs('letters-2020.csv').size).toBe(517);
  expect(theirs('haikou-2018-a.csv').size).toBe(138);
  expect(theirs('haikou-2018-b.csv').size).toBe(374);
});

test('the code that Guangdong printed twice says that it is ambiguous', () => {
  const rows = rowsOf('guangdong-db44t2479-2024.csv').filter((row) => row[1] === '090499');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row[3]).toContain('ambiguous');
});

test('every one of our codes exists, and every relation is one of four', () => {
  const { byCode } = buildTaxonomy(readTaxonomy(join(packageRoot(), 'taxonomy')));
  for (const name of readdirSync(folder)) {
    for (const [ours = '', , relation = ''] of rowsOf(name)) {
      expect(byCode.has(ours), `${name} ${ours}`).toBe(true);
      expect(RELATIONS, `${name} ${ours}`).toContain(relation);
    }
  }
});

test('a code answers by its longest prefix, the nearest relation first', async () => {
  const crosswalk = await readCrosswalk(join(folder, 'letters-2020.csv'));
  expect(crosswalk('030902')[0]).toBe('城乡建设/住房保障与房地产/住房公积金');
});
