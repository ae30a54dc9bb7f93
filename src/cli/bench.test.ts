import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRouter, shippedPacks } from '../index.js';
import { runCase } from '../measure/bench-cases.js';
import { type Baseline, checkGate } from '../measure/gate.js';
import { bench, benchAccept, measure } from './bench.js';
import { readFixtures } from './bench-data.js';
import { packageRoot } from './load.js';

const folder = mkdtempSync(join(tmpdir(), 'zhipai-bench-'));
const baseline = JSON.parse(
  readFileSync(join(packageRoot(), 'bench', 'baseline.json'), 'utf8'),
) as Baseline;

test('the gate passes on the shipped data; to change an outcome, run bench accept --why', async () => {
  const { gate } = await measure({});
  expect(gate?.failures).toEqual([]);
  expect(gate?.unknown).toEqual([]);
});

test('the gate names an emergency rule that was lost', async () => {
  const router = createRouter({ pack: shippedPacks().example! });
  const { rules } = router.parts.data;
  const weaker = router.with({
    rules: {
      ...rules,
      hash: undefined,
      files: rules.files.map((file) =>
        file.phase === 'emergency'
          ? { ...file, rules: file.rules.filter(({ id }) => !/gas|by-/u.test(id)) }
          : file,
      ),
    },
  });
  const cases = await readFixtures('+08:00');
  const report = checkGate(
    cases.map((one) => runCase(weaker, one)),
    baseline,
  );
  expect(report.passed).toBe(false);
  expect(report.failures.map(({ kind }) => kind)).toContain('emergency');
});

test('a labelled file of one’s own is measured, accepted and then gated', async () => {
  const cases = join(folder, 'mine.csv');
  writeFileSync(
    cases,
    'id,text,code,lead_role,request,urgency,action\n' +
      'a,路灯不亮三天了,020505,路灯管理,投诉,一般,dispatch\n' +
      'b,请问护照怎么办,010501,公安出入境,咨询,一般,answer\n',
  );
  const own = { cases, baseline: join(folder, 'baseline.json'), report: join(folder, 'report') };
  expect(await benchAccept('第一次接入', own)).toBe(0);
  expect(await bench(own)).toBe(0);
  const html = readFileSync(join(folder, 'report', 'report.html'), 'utf8');
  expect(html).toContain('<svg');
  expect(html).not.toMatch(/https?:\/\/|<script/u);
  expect(existsSync(join(folder, 'report', 'report.md'))).toBe(true);
  expect(existsSync(join(folder, 'report', 'report.json'))).toBe(true);
});

test('a file with no label, and a label of no kind, are told with their place', async () => {
  const cases = join(folder, 'bad.csv');
  writeFileSync(cases, 'id,text\na,路灯不亮\n');
  await expect(measure({ cases })).rejects.toMatchObject({ code: 'CSV_COLUMN_MISSING' });
  writeFileSync(cases, 'id,text,urgency\na,路灯不亮,很急\n');
  await expect(measure({ cases })).rejects.toMatchObject({
    code: 'CSV_ROW',
    data: { line: 2, field: 'urgency', got: '很急' },
  });
});

test('what is absent is said to be absent', async () => {
  const { absent } = await measure({});
  expect(absent).toEqual(expect.arrayContaining(['haikou', 'labels/emergency']));
});
