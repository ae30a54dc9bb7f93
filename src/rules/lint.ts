/**
 * What is wrong with rules although each file has its right shape: names that do not exist, rules
 * that can never decide, ties, examples that fail, gaps. Pure: it gets the data and gives findings.
 */

import { buildDirectory } from '../place/directory.js';
import { buildRegions } from '../place/regions.js';
import type { PackData } from '../place/types.js';
import type { Taxonomy } from '../taxonomy/taxonomy.js';
import { codeLength, regionLength } from './choose.js';
import { compileRules, factValue } from './compile.js';
import { implies, leavesOf } from './conditions.js';
import { compilePattern, OPERATORS } from './operators.js';
import { buildRouteTable, packRows } from './tables.js';
import { FACT_NAMES, type Facts, type Phase, type RuleData, type RuleSetData } from './types.js';

export const FINDING_KINDS = [
  'unknownCode',
  'unknownRole',
  'unknownUnit',
  'unknownRegion',
  'unknownFact',
  'unknownOperator',
  'duplicateId',
  'neverWins',
  'tie',
  'example',
  'gap',
  'emptyGroup',
  'priority',
  'pattern',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** `emergency.json`, `routes.csv`, `pack.json`. */
  readonly file: string;
  readonly ruleId?: string | undefined;
  /** Place in the file, such as `['rules', 3, 'priority']`; for routes.csv the row's number. */
  readonly path: readonly (string | number)[];
  readonly zh: string;
  readonly en: string;
  readonly didYouMean?: string | undefined;
}

export interface LintInput {
  readonly rules: RuleSetData;
  /** File of each phase's rules, in order of `rules.files`. */
  readonly fileNames: readonly string[];
  readonly taxonomy: Taxonomy;
  readonly pack: PackData;
  /** Facts of a text as a ticket of its own; an example is judged by them. */
  readonly factsOf: (text: string) => Facts;
  /** The nearest of some names, or null. */
  readonly nearest: (name: string, names: readonly string[]) => string | null;
}

interface Placed {
  readonly rule: RuleData;
  readonly phase: Phase;
  readonly file: string;
  readonly path: readonly (string | number)[];
}

type Add = (finding: Finding) => void;

export function lintRules(input: LintInput): Finding[] {
  const findings: Finding[] = [];
  const add: Add = (finding) => void findings.push(finding);
  const placed = input.rules.files.flatMap((file, i) =>
    file.rules.map(
      (rule, k): Placed => ({
        rule,
        phase: file.phase,
        file: input.fileNames[i] ?? `${file.phase}.json`,
        path: ['rules', k],
      }),
    ),
  );
  lintNames(input, placed, add);
  lintShapes(placed, add);
  // A rule that cannot run has been named already, and would stop the others.
  const runnable = placed.filter(({ rule }) => canRun(rule));
  lintRank(input, runnable, add);
  lintExamples(input, runnable, add);
  lintTables(input, add);
  lintPack(input, add);
  lintGaps(input, add);
  return findings;
}

function canRun(rule: RuleData): boolean {
  for (const { leaf } of leavesOf(rule.conditions)) {
    if (!Object.hasOwn(OPERATORS, leaf.operator)) return false;
    if (leaf.operator !== 'matches') continue;
    try {
      compilePattern(String(leaf.value));
    } catch {
      return false;
    }
  }
  return true;
}

const roleNames = ({ rules, pack }: LintInput): string[] =>
  [...rules.roles, ...(pack.roles ?? [])].map((role) => role.id);

/** Codes, roles, regions, facts and operators that a rule names. */
function lintNames(input: LintInput, placed: readonly Placed[], add: Add): void {
  const roles = roleNames(input);
  const codes = [...input.taxonomy.byCode.keys()];
  const regions = input.pack.regions.map((region) => region.id);
  const ids = new Map<string, string>();
  for (const { rule, file, path } of placed) {
    const say = (
      kind: FindingKind,
      at: readonly (string | number)[],
      [zh, en]: readonly [string, string],
      name: string,
      names: readonly string[],
    ) => {
      const near = input.nearest(name, names);
      add({
        kind,
        file,
        ruleId: rule.id,
        path: [...path, ...at],
        zh,
        en,
        ...(near === null ? {} : { didYouMean: near }),
      });
    };
    const first = ids.get(rule.id);
    if (first !== undefined)
      add({
        kind: 'duplicateId',
        file,
        ruleId: rule.id,
        path: [...path, 'id'],
        zh: `规则编号与 ${first} 里的重复，请改成新的编号`,
        en: `the id is used in ${first} already; give it a new one`,
      });
    ids.set(rule.id, file);
    const checkCode = (code: string, at: readonly (string | number)[]) => {
      if (!input.taxonomy.byCode.has(code))
        say('unknownCode', at, [`没有分类 ${code}`, `there is no category ${code}`], code, codes);
    };
    const checkRole = (role: string, at: readonly (string | number)[]) => {
      if (!roles.includes(role))
        say('unknownRole', at, [`没有角色「${role}」`, `there is no role ${role}`], role, roles);
    };
    for (const { leaf, path: at } of leavesOf(rule.conditions)) {
      if (!(FACT_NAMES as readonly string[]).includes(leaf.fact) && !leaf.fact.startsWith('field.'))
        say(
          'unknownFact',
          [...at, 'fact'],
          [`没有事实 ${leaf.fact}`, `there is no fact ${leaf.fact}`],
          leaf.fact,
          FACT_NAMES,
        );
      if (!Object.hasOwn(OPERATORS, leaf.operator))
        say(
          'unknownOperator',
          [...at, 'operator'],
          [`没有运算 ${leaf.operator}`, `there is no operator ${leaf.operator}`],
          leaf.operator,
          Object.keys(OPERATORS),
        );
      const values = [leaf.value].flat().map(String);
      if (leaf.operator === 'underCategory')
        for (const code of values) checkCode(code, [...at, 'value']);
      if (leaf.operator === 'withinRegion' && regions.length > 0) {
        for (const region of values) {
          if (!regions.includes(region))
            say(
              'unknownRegion',
              [...at, 'value'],
              [
                `城市包 ${input.pack.id} 没有区域 ${region}`,
                `pack ${input.pack.id} has no region ${region}`,
              ],
              region,
              regions,
            );
        }
      }
    }
    const { event } = rule;
    if (event.type === 'category') checkCode(event.params.code, ['event', 'params', 'code']);
    if ((event.type === 'inform' || event.type === 'manual') && event.params.code !== undefined)
      checkCode(event.params.code, ['event', 'params', 'code']);
    if (event.type === 'route') {
      checkRole(event.params.role, ['event', 'params', 'role']);
      for (const role of event.params.assist ?? []) checkRole(role, ['event', 'params', 'assist']);
    }
    if (event.type === 'assist')
      for (const role of event.params.roles) checkRole(role, ['event', 'params', 'roles']);
  }
}

/** A group with nothing in it, a priority of 0, a pattern that repeats a repetition. */
function lintShapes(placed: readonly Placed[], add: Add): void {
  for (const { rule, file, path } of placed) {
    const at = (more: readonly (string | number)[]) => ({
      file,
      ruleId: rule.id,
      path: [...path, ...more],
    });
    if (rule.priority < 1)
      add({
        kind: 'priority',
        ...at(['priority']),
        zh: `优先级 ${rule.priority} 会被 json-rules-engine 当作 1，请写 1 到 1000`,
        en: `json-rules-engine takes priority ${rule.priority} as 1; write 1 to 1000`,
      });
    const visit = (condition: RuleData['conditions'], where: (string | number)[]): void => {
      if ('fact' in condition) return;
      if ('not' in condition) {
        visit(condition.not, [...where, 'not']);
        return;
      }
      const group = 'all' in condition ? 'all' : 'any';
      const parts = 'all' in condition ? condition.all : condition.any;
      if (parts.length === 0)
        add({
          kind: 'emptyGroup',
          ...at([...where, group]),
          zh: `空的 ${group} 会让规则总是生效，请写上条件或删去`,
          en: `an empty ${group} always holds; give it conditions or remove it`,
        });
      parts.forEach((part, i) => {
        visit(part, [...where, group, i]);
      });
    };
    visit(rule.conditions, ['conditions']);
    for (const { leaf, path: where } of leavesOf(rule.conditions)) {
      if (leaf.operator !== 'matches') continue;
      const fault = patternFault(String(leaf.value));
      if (fault !== null) add({ kind: 'pattern', ...at([...where, 'value']), ...fault });
    }
  }
}

/** RE2 takes linear time whatever the pattern; but a repetition of a repetition says it was not meant so. */
function patternFault(pattern: string): { zh: string; en: string } | null {
  try {
    compilePattern(pattern);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    return {
      zh: `不是 RE2 写法的正则：${got}；反向引用和环视请改写`,
      en: `no RE2 pattern: ${got}; rewrite back references and look-arounds`,
    };
  }
  return /\([^()]*[+*][^()]*\)[+*]/u.test(pattern)
    ? {
        zh: '重复里套着重复，别的引擎会卡死，请写成一层',
        en: 'a repetition of a repetition would hang other engines; write it flat',
      }
    : null;
}

/** Phases in which all rules that fire count, not the first alone. */
const ALL_COUNT: ReadonlySet<Phase> = new Set(['emergency', 'coordinate']);

function lintRank(input: LintInput, placed: readonly Placed[], add: Add): void {
  const texts = [...new Set(placed.flatMap(({ rule }) => rule.examples.match))];
  const facts = new Map(texts.map((text) => [text, input.factsOf(text)]));
  for (const phase of new Set(placed.map((one) => one.phase))) {
    if (ALL_COUNT.has(phase)) continue;
    const mine = placed.filter((one) => one.phase === phase);
    const rank = ({ rule }: Placed) =>
      [rule.priority, codeLength(rule.conditions), regionLength(rule.conditions)] as const;
    const compare = (a: Placed, b: Placed) => {
      const [x, y] = [rank(a), rank(b)];
      return y[0] - x[0] || y[1] - x[1] || y[2] - x[2];
    };
    for (const one of mine) {
      const winner = mine.find(
        (other) =>
          other !== one &&
          compare(other, one) < 0 &&
          covers(other.rule, one.rule) &&
          implies(one.rule.conditions, other.rule.conditions),
      );
      if (winner !== undefined)
        add({
          kind: 'neverWins',
          file: one.file,
          ruleId: one.rule.id,
          path: [...one.path, 'priority'],
          zh: `永远轮不到它：凡是它成立时，优先的 ${winner.rule.id} 也成立；请提高优先级或删去`,
          en: `it can never decide: whenever it holds, ${winner.rule.id} holds too and goes first; raise its priority or remove it`,
        });
    }
    const compiled = compileRules(mine.map(({ rule }) => ({ rule, phase })));
    const told = new Set<string>();
    for (const text of texts) {
      const given = facts.get(text)!;
      const fired = compiled
        .fire(phase, compiled.scan(given.text), given, {})
        .map((match) => mine.find((one) => one.rule === match.rule)!)
        .sort(compare);
      const [first, second] = fired;
      if (first === undefined || second === undefined || compare(first, second) !== 0) continue;
      if (JSON.stringify(first.rule.event) === JSON.stringify(second.rule.event)) continue;
      const pair = [first.rule.id, second.rule.id].sort().join('\n');
      if (told.has(pair)) continue;
      told.add(pair);
      add({
        kind: 'tie',
        file: first.file,
        ruleId: first.rule.id,
        path: [...first.path, 'priority'],
        zh: `与 ${second.rule.id} 分不出先后而结果不同，例如「${text}」；请给其中一条更高的优先级`,
        en: `it ties with ${second.rule.id} and they decide differently, as on 「${text}」; give one a higher priority`,
      });
    }
  }
}

/** Whether a rule is in force on every day that another is. */
function covers(a: RuleData, b: RuleData): boolean {
  const [from, to] = [a.effective?.from, a.effective?.to];
  return (
    (from === undefined || (b.effective?.from ?? '') >= from) &&
    (to === undefined || (b.effective?.to ?? '9999') <= to)
  );
}

function lintExamples(input: LintInput, placed: readonly Placed[], add: Add): void {
  for (const { rule, phase, file, path } of placed) {
    const compiled = compileRules([{ rule: { ...rule, effective: undefined }, phase }]);
    for (const [side, wanted] of [
      ['match', true],
      ['noMatch', false],
    ] as const) {
      rule.examples[side].forEach((text, i) => {
        const facts = exampleFacts(rule, input.factsOf(text), wanted);
        const fires = compiled.fire(phase, compiled.scan(facts.text), facts, {}).length > 0;
        if (fires === wanted) return;
        add({
          kind: 'example',
          file,
          ruleId: rule.id,
          path: [...path, 'examples', side, i],
          zh: wanted ? `例句「${text}」应当命中却没有` : `例句「${text}」不应命中却命中了`,
          en: wanted
            ? `「${text}」 must match and does not`
            : `「${text}」 must not match and does`,
        });
      });
    }
  }
}

/** What earlier steps decide, so that an example need not bring it about. */
const ASKED: ReadonlySet<string> = new Set([
  'urgency',
  'request',
  'category',
  'confidence',
  'level2Confidence',
  'emergencyShare',
  'followUpShare',
  'invalidShare',
  'outOfScopeShare',
]);

/**
 * The facts under which an example is judged. What earlier phases decide is not the example's to
 * say: a rule that asks for an urgency, a request type or a (sure) category is given it in `match`, so
 * that the example tests the rule's own words.
 */
export function exampleFacts(rule: RuleData, facts: Facts, isMatch: boolean): Facts {
  if (!isMatch) return facts;
  const given: Record<string, unknown> = { ...facts };
  for (const { leaf, path } of leavesOf(rule.conditions)) {
    if (path.includes('not')) continue;
    const value = [leaf.value].flat()[0];
    const isAsked = ASKED.has(leaf.fact);
    if (!isAsked || OPERATORS[leaf.operator]?.(factValue(leaf.fact, facts, {}), leaf.value))
      continue;
    if (leaf.operator === 'equal' || leaf.operator === 'in') given[leaf.fact] = value;
    if (leaf.operator === 'underCategory') given[leaf.fact] = String(value).padEnd(6, '01');
    if (leaf.operator === 'greaterThanInclusive') given[leaf.fact] = value;
  }
  return given as unknown as Facts;
}

function lintTables(input: LintInput, add: Add): void {
  const roles = roleNames(input);
  const codes = [...input.taxonomy.byCode.keys()];
  const regions = input.pack.regions.map((region) => region.id);
  for (const [file, rows] of [
    ['routes.csv', input.rules.routes],
    ['pack.json', input.pack.routes],
  ] as const) {
    rows.forEach((row, i) => {
      const path = file === 'pack.json' ? ['routes', i] : [i];
      const say = (kind: FindingKind, zh: string, en: string, name: string, names: string[]) => {
        const near = input.nearest(name, names);
        add({ kind, file, path, zh, en, ...(near === null ? {} : { didYouMean: near }) });
      };
      if (!input.taxonomy.byCode.has(row.code))
        say('unknownCode', `没有分类 ${row.code}`, `no category ${row.code}`, row.code, codes);
      for (const role of [row.role, ...row.assist]) {
        if (!roles.includes(role))
          say('unknownRole', `没有角色「${role}」`, `no role ${role}`, role, roles);
      }
      if (row.region !== '' && regions.length > 0 && !regions.includes(row.region))
        say(
          'unknownRegion',
          `没有区域 ${row.region}`,
          `no region ${row.region}`,
          row.region,
          regions,
        );
    });
  }
}

function lintPack(input: LintInput, add: Add): void {
  const { pack } = input;
  const roles = roleNames(input);
  const units = pack.units.map((unit) => unit.id);
  const regions = pack.regions.map((region) => region.id);
  const codes = [...input.taxonomy.byCode.keys()];
  const check = (
    kind: FindingKind,
    path: readonly (string | number)[],
    name: string | undefined,
    names: readonly string[],
    [zh, en]: readonly [string, string],
  ) => {
    if (name === undefined || names.includes(name)) return;
    const near = input.nearest(name, names);
    add({
      kind,
      file: 'pack.json',
      path,
      zh: `没有${zh} ${name}`,
      en: `there is no ${en} ${name}`,
      ...(near === null ? {} : { didYouMean: near }),
    });
  };
  const unit = ['单位', 'unit'] as const;
  const region = ['区域', 'region'] as const;
  pack.regions.forEach((one, i) => {
    check('unknownRegion', ['regions', i, 'parent'], one.parent, regions, region);
  });
  pack.units.forEach((one, i) => {
    check('unknownRegion', ['units', i, 'region'], one.region, regions, region);
    check('unknownUnit', ['units', i, 'parent'], one.parent, units, unit);
    check('unknownUnit', ['units', i, 'successor'], one.successor, units, unit);
  });
  pack.assignments.forEach((one, i) => {
    check('unknownRole', ['assignments', i, 'role'], one.role, roles, ['角色', 'role']);
    check('unknownRegion', ['assignments', i, 'region'], one.region, regions, region);
    check('unknownUnit', ['assignments', i, 'unit'], one.unit, units, unit);
  });
  for (const [number, spoken] of Object.entries(pack.hotlines)) {
    for (const code of spoken)
      check('unknownCode', ['hotlines', number], code, codes, ['分类', 'category']);
  }
  pack.disputes?.forEach(({ rows }, i) => {
    rows.forEach(({ codes: own, role, assist }, k) => {
      const at = ['disputes', i, 'rows', k];
      for (const code of own)
        check('unknownCode', [...at, 'codes'], code, codes, ['分类', 'category']);
      for (const one of [role, ...assist])
        check('unknownRole', [...at, 'role'], one, roles, ['角色', 'role']);
    });
  });
  for (const role of pack.direct ?? [])
    check('unknownRole', ['direct'], role, roles, ['角色', 'role']);
  for (const role of [pack.lastResort, pack.arbitration.role])
    check('unknownRole', ['lastResort'], role, roles, ['角色', 'role']);
}

/** Roles that the route tables ask for and that nobody in the city has, district by district. */
function lintGaps(input: LintInput, add: Add): void {
  const { pack, rules, taxonomy } = input;
  const table = buildRouteTable(packRows(pack), rules.routes);
  const uncovered = taxonomy.leaves.filter(({ code }) => table.rowFor(code, []) === null);
  for (const { code, name } of uncovered)
    add({
      kind: 'gap',
      file: 'routes.csv',
      path: [],
      zh: `分类 ${code} ${name} 没有主办，请加一行`,
      en: `category ${code} has no lead; add a row`,
    });
  if (pack.units.length === 0) return;
  const directory = buildDirectory(pack);
  const regions = buildRegions(pack.regions);
  const districts = pack.regions.filter((region) => region.kind === 'district');
  const date = pack.asOf ?? rules.released;
  const missing = new Map<string, Set<string>>();
  for (const { code } of taxonomy.leaves) {
    for (const district of districts) {
      const chain = regions.chainOf(district.id);
      const role = table.rowFor(code, chain)?.role;
      if (role === undefined || directory.unitFor(role, chain, date) !== null) continue;
      const at = missing.get(role) ?? new Set();
      at.add(district.name);
      missing.set(role, at);
    }
  }
  for (const [role, names] of missing)
    add({
      kind: 'gap',
      file: 'pack.json',
      path: ['assignments'],
      zh: `角色「${role}」在 ${[...names].join('、')} 没有承担单位，请在 assignments 里指定`,
      en: `role ${role} has no unit in ${[...names].join(', ')}; name one under assignments`,
    });
}
