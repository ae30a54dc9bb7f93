/**
 * Draws losses by a seed, such as a disabled rule or a swapped route, and holds each against the
 * gate. `npx tsx bench/losses.ts [COUNT]`. A loss that turns no outcome of any fixture is told apart
 * from one that the gate let through: the first shows a gap in the fixtures, the second in the gate.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../src/classify/svm.js';
import { readFixtures } from '../src/cli/bench-data.js';
import { packageRoot, readPack } from '../src/cli/load.js';
import { createRouter, type Router } from '../src/index.js';
import { exampleCases, runCase } from '../src/measure/bench-cases.js';
import { type Baseline, checkGate } from '../src/measure/gate.js';

interface Loss {
  readonly what: string;
  readonly router: Router;
}

const random = seededRandom(12345);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

function draw(router: Router, codes: readonly string[], roles: readonly string[]): Loss {
  const { rules, pack, taxonomy, policy } = router.parts.data;
  const code = pick(codes);
  const second = code.slice(0, 4);
  switch (Math.floor(random() * 8)) {
    case 0: {
      const other = pick(codes.filter((one) => !one.startsWith(second))).slice(0, 4);
      const routes = rules.routes.map((row) => {
        if (row.code.startsWith(second)) return { ...row, role: pick(roles) };
        return row.code.startsWith(other) ? { ...row, role: pick(roles) } : row;
      });
      return {
        what: `routes of ${second} and ${other} changed`,
        router: router.with({ rules: { ...rules, hash: undefined, routes } }),
      };
    }
    case 1: {
      const file = rules.files.find((one) => one.phase === 'emergency')!;
      const gone = pick(file.rules.filter((rule) => rule.event.type === 'transfer'));
      const files = rules.files.map((one) =>
        one === file ? { ...one, rules: one.rules.filter((rule) => rule !== gone) } : one,
      );
      return {
        what: `emergency rule ${gone.id} disabled`,
        router: router.with({ rules: { ...rules, hash: undefined, files } }),
      };
    }
    case 2: {
      const region = pick(pack.regions.filter((one) => one.kind === 'district'));
      const regions = pack.regions.map((one) =>
        one === region ? { ...one, name: `${one.name}新`, aliases: [] } : one,
      );
      return {
        what: `region ${region.name} renamed`,
        router: router.with({ pack: { ...pack, hash: undefined, regions } }),
      };
    }
    case 3: {
      const role = pick(roles.filter((one) => pack.assignments.some((row) => row.role === one)));
      const assignments = pack.assignments.filter((row) => row.role !== role);
      return {
        what: `role ${role} has no unit`,
        router: router.with({ pack: { ...pack, hash: undefined, assignments } }),
      };
    }
    case 4: {
      const branch = code.slice(0, 2);
      const lexicon = taxonomy.lexicon.map((file) =>
        file.code === branch ? { ...file, categories: {} } : file,
      );
      return {
        what: `keywords of ${branch} thinned out`,
        router: router.with({ taxonomy: { ...taxonomy, hash: undefined, lexicon } }),
      };
    }
    case 5: {
      const phase = pick(['relate', 'scope', 'request'] as const);
      const files = rules.files.filter((one) => one.phase !== phase);
      return {
        what: `phase ${phase} emptied`,
        router: router.with({ rules: { ...rules, hash: undefined, files } }),
      };
    }
    case 6: {
      const rows = Object.fromEntries(codes.map((one) => [one, { n: 40, right: 40 }]));
      return {
        what: 'threshold lowered to 0.1 with every row trusted',
        router: router.with({ policy: { ...policy, hash: undefined, threshold: 0.1, rows } }),
      };
    }
    default: {
      const other = pick(codes.filter((one) => !one.startsWith(code.slice(0, 2))));
      const swap = (one: string) => (one === code ? other : one === other ? code : one);
      const lexicon = taxonomy.lexicon.map((file) => ({
        ...file,
        categories: Object.fromEntries(
          Object.entries(file.categories).map(([key, entry]) => [swap(key), entry]),
        ),
      }));
      const routes = rules.routes.map((row) => ({ ...row, code: swap(row.code) }));
      return {
        what: `codes ${code} and ${other} swapped in lexicon and routes`,
        router: router.with({
          taxonomy: { ...taxonomy, hash: undefined, lexicon },
          rules: { ...rules, hash: undefined, routes },
        }),
      };
    }
  }
}

const file = join(packageRoot(), 'bench', 'baseline.json');
const baseline = JSON.parse(readFileSync(file, 'utf8')) as Baseline;
const router = createRouter({ pack: readPack('example') });
const fixtures = await readFixtures('+08:00');
/** As `zhipai bench` does: the fixtures, and the examples of the rules that are there. */
const resultsOf = (one: Router) =>
  [...fixtures, ...exampleCases(one.parts.data.rules)].map((single) => runCase(one, single));
const { leaves } = router.parts.taxonomy;
const codes = leaves.filter((leaf) => !leaf.isOther).map((leaf) => leaf.code);
const roles = router.parts.data.rules.roles.map((role) => role.id);
const count = Number(process.argv[2] ?? 50);
let caught = 0;
let byOutcome = 0;
let silent = 0;
for (let i = 0; i < count; i++) {
  const { what, router: worse } = draw(router, codes, roles);
  const report = checkGate(resultsOf(worse), baseline, worse.versions);
  const named = report.failures.map(({ kind, at }) => `${kind} ${at}`);
  if (!report.passed) caught++;
  if (report.failures.some(({ kind }) => kind !== 'version')) byOutcome++;
  else if (report.turned.length === 0) silent++;
  process.stdout.write(
    `${report.passed ? '✗' : '✓'} ${what}: ${report.passed ? `${report.turned.length} turned` : named.slice(0, 3).join(', ')}\n`,
  );
}
let unchanged = 0;
for (let i = 0; i < 10; i++)
  if (checkGate(resultsOf(router), baseline, router.versions).passed) unchanged++;
process.stdout.write(
  `${caught} of ${count} losses fail the gate, ${byOutcome} by what the tickets show; ${silent} turn no fixture at all; unchanged passes ${unchanged} of 10\n`,
);
