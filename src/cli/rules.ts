/** `zhipai rules lint | test | schema | diff`. */

import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ZhipaiError } from '../errors.js';
import { createRouter, type Router } from '../index.js';
import { exactInterval } from '../measure/interval.js';
import { createImpact, type Impact } from '../rules/impact.js';
import { exampleFacts, type Finding, lintRules } from '../rules/lint.js';
import { runReference } from '../rules/reference.js';
import { type Facts, type RuleData, sharesOf } from '../rules/types.js';
import { buildTaxonomy } from '../taxonomy/taxonomy.js';
import { normalize } from '../text/normalize.js';
import { redactInPlace } from '../text/redact.js';
import { type Columns, findColumns, requireColumn, toTicket } from './columns.js';
import { nearest } from './did-you-mean.js';
import { createLineFinder } from './json-lines.js';
import { fileReason, packageRoot, readPack, readRuleSet, readTaxonomy } from './load.js';
import { assertReadable, readTable } from './read-table.js';
import { type RouterOptions, routerFor } from './router-options.js';
import { jsonSchemas } from './schemas.js';
import { bold, COLUMNS, percent, wrap } from './terminal.js';

export interface RulesOptions extends RouterOptions {
  readonly json?: boolean | undefined;
}

const rulesFolder = (options: RulesOptions): string =>
  options.rules ?? join(packageRoot(), 'rules');

/** Rule files of a folder, in the order in which they are read. */
function ruleFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => !['ruleset.json', 'roles.json', 'policy.json'].includes(name))
    .sort();
}

/** Facts of a text that comes as a ticket of its own, as the last phase would see them. */
export function createFactsOf(router: Router): (text: string) => Facts {
  return (text) => {
    const normalized = normalize(text).text;
    const decision = router.classifyAndRoute({ text });
    const matter = decision.matters[0];
    const region = matter?.route.region ?? null;
    return {
      text: normalized,
      length: normalized.replace(/\s+/gu, '').length,
      channel: null,
      time: null,
      date: router.parts.data.pack.asOf ?? router.parts.data.rules.released,
      hasPrevious: false,
      returns: 0,
      request: decision.request.type,
      urgency: decision.urgency,
      category: matter?.category.code ?? null,
      confidence: matter?.category.confidence ?? null,
      ...sharesOf(decision),
      region: region === null ? [] : router.parts.regions.chainOf(region),
      amount: null,
    };
  };
}

interface PlacedFinding extends Finding {
  readonly line: number | null;
}

/** @returns the exit code: 2 with a finding */
export async function rulesLint(options: RulesOptions): Promise<number> {
  const folder = rulesFolder(options);
  const rules = await readRuleSet(folder);
  const pack = readPack(options.pack ?? 'generic');
  const taxonomy = buildTaxonomy(readTaxonomy(options.taxonomy ?? join(packageRoot(), 'taxonomy')));
  // The facts of examples come from the shipped rules: the ones under test may not even run.
  const factsOf = createFactsOf(createRouter({ pack }));
  const names = ruleFiles(folder);
  const findings = lintRules({ rules, fileNames: names, taxonomy, pack, factsOf, nearest });
  const placed = withLines(findings, folder, options.pack);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ findings: placed })}\n`);
  } else {
    const count = rules.files.reduce((sum, file) => sum + file.rules.length, 0);
    process.stdout.write(
      `规则 ${rules.version}：${count} 条规则，${rules.routes.length} 行主办表，${rules.roles.length} 个角色；城市包 ${pack.id}@${pack.version}\n`,
    );
    process.stdout.write(`${findingLines(placed).join('\n')}\n`);
  }
  return placed.length === 0 ? 0 : 2;
}

function withLines(
  findings: readonly Finding[],
  folder: string,
  pack: string | undefined,
): PlacedFinding[] {
  const finders = new Map<string, ReturnType<typeof createLineFinder> | null>();
  const finderOf = (file: string) => {
    const known = finders.get(file);
    if (known !== undefined) return known;
    const path = file === 'pack.json' ? packFile(pack) : join(folder, file);
    const finder = existsSync(path) ? createLineFinder(path) : null;
    finders.set(file, finder);
    return finder;
  };
  return findings.map((finding) => {
    if (finding.file.endsWith('.csv')) {
      const row = finding.path[0];
      return { ...finding, line: typeof row === 'number' ? row + 2 : null };
    }
    return { ...finding, line: finderOf(finding.file)?.lineOf(finding.path) ?? null };
  });
}

function packFile(pack: string | undefined): string {
  const isFolder = pack !== undefined && existsSync(pack) && statSync(pack).isDirectory();
  return isFolder
    ? join(pack, 'pack.json')
    : join(packageRoot(), 'rules', 'packs', pack ?? 'generic', 'pack.json');
}

function findingLines(findings: readonly PlacedFinding[]): string[] {
  if (findings.length === 0) return ['没有问题 / no finding'];
  return [
    ...findings.flatMap((one) => {
      const where = `${one.file}${one.line === null ? '' : `:${one.line}`}`;
      const field = one.path.length === 0 ? '' : ` ${fieldText(one.path)}`;
      const meant = one.didYouMean;
      return [
        bold(`${where}${one.ruleId === undefined ? '' : ` ${one.ruleId}`}${field}`),
        ...wrap(`  ${one.zh}${meant === undefined ? '' : `；是不是想写 ${meant}？`}`, COLUMNS),
        ...wrap(`  ${one.en}${meant === undefined ? '' : `; did you mean ${meant}?`}`, COLUMNS),
      ];
    }),
    `共 ${findings.length} 处 / ${findings.length} findings`,
  ];
}

const fieldText = (path: readonly (string | number)[]): string =>
  path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');

export interface TestOptions extends RulesOptions {
  /** Only this rule, with every condition of every example. */
  readonly rule?: string | undefined;
}

/** Runs every rule's examples by json-rules-engine itself. @returns the exit code: 2 when one fails */
export async function rulesTest(options: TestOptions): Promise<number> {
  const set = await readRuleSet(rulesFolder(options));
  const router = await routerFor({ ...options, rules: options.rules ?? rulesFolder(options) });
  const factsOf = createFactsOf(router);
  const rules = set.files.flatMap((file) => file.rules);
  const chosen =
    options.rule === undefined ? rules : rules.filter((one) => one.id === options.rule);
  if (chosen.length === 0) {
    const ids = rules.map((one) => one.id);
    const near = nearest(options.rule ?? '', ids);
    throw new ZhipaiError('USAGE', {
      got: `--rule ${options.rule}`,
      want: `${ids.length} rules: ${ids.slice(0, 5).join(', ')} …`,
      ...(near === null ? {} : { didYouMean: near }),
    });
  }
  let examples = 0;
  const failed: { rule: string; text: string; wanted: boolean; conditions: unknown }[] = [];
  const lines: string[] = [];
  for (const rule of chosen) {
    for (const [side, wanted] of [
      ['match', true],
      ['noMatch', false],
    ] as const) {
      for (const text of rule.examples[side]) {
        examples++;
        const facts = exampleFacts(rule, factsOf(text), wanted);
        const [outcome] = await runReference([{ ...rule, effective: undefined }], facts);
        const isRight = outcome?.fired === wanted;
        if (!isRight)
          failed.push({ rule: rule.id, text, wanted, conditions: outcome?.conditions ?? null });
        if (!isRight || options.rule !== undefined)
          lines.push(
            ...exampleLines(rule, text, wanted, outcome?.fired === true, outcome?.conditions),
          );
      }
    }
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ rules: chosen.length, examples, failed })}\n`);
  } else {
    process.stdout.write(
      [
        ...lines,
        `${chosen.length} 条规则，${examples} 条例句，不符 ${failed.length} 条 / ${chosen.length} rules, ${examples} examples, ${failed.length} failed`,
        '',
      ].join('\n'),
    );
  }
  return failed.length === 0 ? 0 : 2;
}

function exampleLines(
  rule: RuleData,
  text: string,
  wanted: boolean,
  fired: boolean,
  conditions: unknown,
): string[] {
  const mark = fired === wanted ? '✓' : '✗';
  return [
    ...wrap(
      `${mark} ${rule.id}：${wanted ? '应命中' : '不应命中'}，${fired ? '命中了' : '没有命中'}「${text}」`,
      COLUMNS,
    ),
    ...resultLines(conditions, 1),
  ];
}

/** json-rules-engine's nested results. */
function resultLines(node: unknown, depth: number): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const one = node as Record<string, unknown>;
  const indent = '  '.repeat(depth);
  const mark = one.result === true ? '✓' : one.result === false ? '✗' : '·';
  for (const group of ['all', 'any'] as const) {
    if (Array.isArray(one[group]))
      return [
        `${indent}${mark} ${group}`,
        ...one[group].flatMap((part) => resultLines(part, depth + 1)),
      ];
  }
  if (one.not !== undefined) return [`${indent}${mark} not`, ...resultLines(one.not, depth + 1)];
  const value = JSON.stringify(one.value) ?? '';
  return wrap(
    `${indent}${mark} ${String(one.fact)} ${String(one.operator)} ${value.length > 60 ? `${value.slice(0, 58)}…` : value}`,
    COLUMNS,
  );
}

/** Writes the JSON Schemas, or prints one. */
export function rulesSchema(name: string | undefined, out: string | undefined): number {
  const schemas = jsonSchemas();
  if (out !== undefined) {
    try {
      mkdirSync(out, { recursive: true });
      for (const [key, schema] of Object.entries(schemas))
        writeFileSync(join(out, `${key}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
    } catch (error) {
      throw new ZhipaiError('FILE_UNWRITABLE', { file: out, got: fileReason(error) });
    }
    process.stdout.write(`${Object.keys(schemas).length} schemas → ${out}\n`);
    return 0;
  }
  const key = name ?? 'rule-file';
  const schema = schemas[key];
  if (schema === undefined) {
    const names = Object.keys(schemas);
    const near = nearest(key, names);
    throw new ZhipaiError('USAGE', {
      got: `rules schema ${key}`,
      want: names.join(' | '),
      ...(near === null ? {} : { didYouMean: near }),
    });
  }
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return 0;
}

export interface DiffOptions extends RulesOptions {
  readonly data: string;
  readonly maxChanged?: number | undefined;
  readonly label?: string | undefined;
  readonly field?: 'lead.role' | 'lead.kind' | undefined;
  readonly text?: string | undefined;
}

interface Score {
  rows: number;
  before: number;
  after: number;
}

/**
 * @param before, after folders of rules, or of a pack (with pack.json)
 * @returns the exit code: 2 when more tickets change hands than allowed
 */
export async function rulesDiff(
  before: string,
  after: string,
  options: DiffOptions,
): Promise<number> {
  assertReadable(options.data);
  const [a, b] = [await routerOver(before, options), await routerOver(after, options)];
  const impact = createImpact(a, b);
  const samples = new Map<string, string>();
  const score: Score = { rows: 0, before: 0, after: 0 };
  let columns: Columns | null = null;
  let labelColumn: string | null = null;
  let bad = 0;
  for await (const event of readTable(options.data)) {
    if (event.kind === 'header') {
      columns = findColumns(options.data, event.names, options.text);
      labelColumn =
        options.label === undefined
          ? null
          : requireColumn(options.data, event.names, options.label);
    } else if (event.kind === 'reject') bad++;
    else {
      const ticket = toTicket(event.row, columns!, a.parts.data.pack.offset);
      const id = ticket.id ?? `${basename(options.data)}:${event.row.line}`;
      const decisions = impact.add(ticket, id);
      samples.set(id, ticket.text);
      const label = labelColumn === null ? '' : (event.row.fields[labelColumn] ?? '').trim();
      if (label !== '') {
        score.rows++;
        const leadOf = (decision: typeof decisions.before) => {
          const lead = decision.matters[0]?.route.lead;
          return (options.field === 'lead.kind' ? lead?.unit?.kind : lead?.role) ?? '';
        };
        if (leadOf(decisions.before) === label) score.before++;
        if (leadOf(decisions.after) === label) score.after++;
      }
    }
  }
  const result = impact.result();
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...result, score, unreadableRows: bad })}\n`);
  } else process.stdout.write(`${impactLines(result, score, samples, options, bad).join('\n')}\n`);
  const share = result.rows === 0 ? 0 : result.changed.length / result.rows;
  return options.maxChanged !== undefined && share > options.maxChanged ? 2 : 0;
}

function routerOver(folder: string, options: RulesOptions): Promise<Router> {
  if (existsSync(join(folder, 'pack.json'))) return routerFor({ ...options, pack: folder });
  return routerFor({ ...options, rules: folder });
}

const SHOWN = 20;

function impactLines(
  { rows, changed, moves }: Impact,
  score: Score,
  samples: ReadonlyMap<string, string>,
  options: DiffOptions,
  bad: number,
): string[] {
  const share = rows === 0 ? 0 : changed.length / rows;
  const lines = [
    `${rows} 件中 ${changed.length} 件换手（${percent(share, 2)}）${bad === 0 ? '' : `，另有 ${bad} 行读不了`}`,
    `${changed.length} of ${rows} tickets change hands${bad === 0 ? '' : `; ${bad} rows could not be read`}`,
  ];
  if (options.maxChanged !== undefined)
    lines.push(
      `上限 ${percent(options.maxChanged, 2)}：${share > options.maxChanged ? '超过' : '未超过'}`,
    );
  if (score.rows > 0) {
    const [low, high] = exactInterval(score.after, score.rows);
    lines.push(
      `主办正确 / lead right: ${percent(score.before / score.rows)} → ${percent(score.after / score.rows)}（95 %：${percent(low)}–${percent(high)}，n = ${score.rows}）`,
    );
  }
  if (moves.length > 0) lines.push('', '从谁到谁 / from whom to whom');
  for (const { from, to, count } of moves.slice(0, SHOWN))
    lines.push(
      ...wrap(`  ${String(count).padStart(5)}  ${from || '（无）'} → ${to || '（无）'}`, COLUMNS),
    );
  if (moves.length > SHOWN) lines.push(`  … ${moves.length - SHOWN} more`);
  if (changed.length > 0) lines.push('', '例子 / examples');
  for (const { id, before, after } of changed.slice(0, 5)) {
    const reasons = after.why.filter((one) => !before.why.includes(one));
    lines.push(
      ...wrap(`  ${id} ${redactInPlace(samples.get(id) ?? '').slice(0, 60)}`, COLUMNS),
      ...wrap(
        `    ${before.hands} → ${after.hands}；依据 ${(reasons.length > 0 ? reasons : after.why).join('、')}`,
        COLUMNS,
      ),
    );
  }
  return lines;
}
