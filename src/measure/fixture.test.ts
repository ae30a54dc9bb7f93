import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot, readRuleSet, readTaxonomy } from '../cli/load.js';
import { type Fixture, fixtureSchema, HARD_SETS } from './fixture.js';
import { checkFixtures, type FixtureCheck } from './fixture-check.js';

const rows: Fixture[] = [];
let check: FixtureCheck;
beforeAll(async () => {
  const folder = join(packageRoot(), 'fixtures');
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.csv'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    for await (const row of parseString(text, { headers: true }))
      rows.push(fixtureSchema.parse(row));
  }
  const { roles } = await readRuleSet(join(packageRoot(), 'rules'));
  const taxonomy = readTaxonomy(join(packageRoot(), 'taxonomy'));
  check = checkFixtures(rows, taxonomy, new Set(roles.map((role) => role.id)));
});

test('every fixture has its shape, its codes and its role, and is far from the lexicon', () => {
  expect(check.faults).toEqual([]);
  expect(check.medianNearest).toBeLessThan(0.2);
});

test('there are 800 hard ones, and each hard set has its own', () => {
  for (const [set, least] of Object.entries(HARD_SETS))
    expect(rows.filter((row) => row.set === set).length, set).toBeGreaterThanOrEqual(least);
});

test('the four cases that the product began from are among them', () => {
  expect(rows.filter((row) => row.set === 'origin').map((row) => row.code)).toEqual([
    '030302',
    '060902',
    '080603',
    '010301',
  ]);
});
