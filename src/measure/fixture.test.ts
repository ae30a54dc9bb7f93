import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot, readRuleSet, readTaxonomy } from '../cli/load.js';
import { buildTaxonomy } from '../taxonomy/taxonomy.js';
import { type Fixture, fixtureSchema } from './fixture.js';

const rows: Fixture[] = [];
beforeAll(async () => {
  const folder = join(packageRoot(), 'fixtures');
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.csv'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    for await (const row of parseString(text, { headers: true }))
      rows.push(fixtureSchema.parse(row));
  }
});

test('there are fixtures, each id and each text once', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  expect(new Set(rows.map((row) => row.text)).size).toBe(rows.length);
});

test('every code and role of a fixture exists', async () => {
  const taxonomy = buildTaxonomy(readTaxonomy(join(packageRoot(), 'taxonomy')));
  const { roles } = await readRuleSet(join(packageRoot(), 'rules'));
  const names = new Set(roles.map((role) => role.id));
  for (const { id, code, other_codes, lead_role } of rows) {
    for (const one of [code, ...other_codes.split(' ').filter(Boolean)]) {
      expect(taxonomy.byCode.get(one)?.level, `${id} ${one}`).toBe(3);
    }
    expect(names.has(lead_role), `${id} ${lead_role}`).toBe(true);
  }
});

test('the four cases that the product began from are among them', () => {
  expect(rows.filter((row) => row.set === 'origin').map((row) => row.code)).toEqual([
    '030302',
    '060902',
    '080603',
    '010301',
  ]);
});
