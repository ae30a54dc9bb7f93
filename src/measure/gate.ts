/**
 * Whether a change made routing worse: outcomes ticket by ticket against the ones that were accepted.
 * It fails on what must never be lost, on a category or region that goes down as a whole, and on a
 * branch or hard set that loses more than chance.
 */

import type { BenchOutcome, BenchResult, Measured } from './bench-cases.js';
import { binomialUpperTail } from './interval.js';

/** `bench/baseline.json`: outcomes that were accepted, and why. */
export interface Baseline {
  readonly accepted: string;
  readonly why: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Id → [code, role, unit, region, request, urgency, action, hits]. */
  readonly outcomes: Readonly<Record<string, BaselineRow>>;
}
export type BaselineRow = readonly [
  code: string,
  role: string,
  unit: string,
  region: string,
  request: string,
  urgency: string,
  action: string,
  /** Fields that were right, joined by a blank. */
  right: string,
];

export const baselineRow = ({ outcome, hits }: BenchResult): BaselineRow => [
  outcome.code,
  outcome.role,
  outcome.unit,
  outcome.region,
  outcome.request,
  outcome.urgency,
  outcome.action,
  Object.entries(hits)
    .filter(([, hit]) => hit)
    .map(([field]) => field)
    .join(' '),
];

/** Losses of a group that fail the gate although a paired test of so few could not tell. */
export const GATE = {
  /** Of a category's tickets that were right and are not. */
  perCategory: 3,
  /** Of a region's or a role's tickets that had a unit and lost it, or of a role's leads. */
  perGroup: 3,
  /** Tickets of a second level that change hands, or of a branch that change category, without gain. */
  churnHands: 5,
  churnCodes: 8,
  /** Tickets of one category that change hands without gain. */
  churnCategory: 3,
  /**
   * Share of a branch's or hard set's tickets that may turn at all, and the fewest that count: so
   * wide a change is accepted by a person, even where as many are won as lost.
   */
  turnedShare: 0.03,
  turnedLeast: 8,
  /** One-sided level of the paired tests, before Holm's correction. */
  level: 0.05,
  /** Net loss that a branch or set may have whatever the test says, as a share of its tickets. */
  margin: 0.005,
} as const;

export interface Turned {
  readonly id: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** Whether a measured field went from right to wrong. */
  readonly isLoss: boolean;
}

export interface GateFailure {
  readonly kind:
    | 'emergency'
    | 'recusal'
    | 'dispatch'
    | 'category'
    | 'region'
    | 'role'
    | 'churn'
    | 'branch'
    | 'set'
    | 'missing'
    | 'version';
  /** The ticket, category, region, role, branch or set. */
  readonly at: string;
  readonly zh: string;
  readonly en: string;
}

export interface GateReport {
  readonly passed: boolean;
  readonly failures: readonly GateFailure[];
  readonly turned: readonly Turned[];
  /** Tickets that the baseline does not know yet. */
  readonly unknown: readonly string[];
}

const PARTS = ['code', 'role', 'unit', 'region', 'request', 'urgency', 'action'] as const;

/** @param versions of the router that was measured; absent: not looked at */
export function checkGate(
  results: readonly BenchResult[],
  baseline: Baseline,
  versions?: { readonly taxonomy: string },
): GateReport {
  const failures: GateFailure[] = [];
  const turned: Turned[] = [];
  const unknown: string[] = [];
  const fail = (kind: GateFailure['kind'], at: string, zh: string, en: string) =>
    void failures.push({ kind, at, zh, en });
  const compared: Compared[] = [];
  for (const result of results) {
    const row = baseline.outcomes[result.case.id];
    if (row === undefined) {
      unknown.push(result.case.id);
      continue;
    }
    const one = compare(result, row);
    compared.push(one);
    turned.push(...one.turned);
  }
  const seen = new Set(results.map((result) => result.case.id));
  const missing = Object.keys(baseline.outcomes).filter((id) => !seen.has(id));
  if (missing.length > 0)
    fail(
      'missing',
      missing.slice(0, 5).join(' '),
      `基线里的 ${missing.length} 件不见了（rule: 开头的是规则的例句）；删考题或规则请用 bench accept 说明理由`,
      `${missing.length} cases of the baseline are gone (rule: are examples of rules); to drop tickets or rules, accept with a reason`,
    );
  checkVersion(baseline.versions.taxonomy, versions?.taxonomy, fail);
  neverLost(compared, fail);
  groupLosses(compared, fail);
  wideChanges(compared, fail);
  pairedLosses(compared, fail);
  return { passed: failures.length === 0, failures, turned, unknown };
}

/** Another tree or lexicon under the same number: two tickets of one version would not mean the same. */
function checkVersion(before: string | undefined, after: string | undefined, fail: Fail): void {
  const numberOf = (version: string) => version.split('+')[0];
  if (before === undefined || after === undefined || before === after) return;
  if (numberOf(before) === numberOf(after))
    fail(
      'version',
      'taxonomy',
      `分类或词库变了（${before} → ${after}），版本号没有变；改版本号，或用 bench accept 说明理由`,
      `the tree or lexicon changed (${before} → ${after}) under the same number; raise it, or accept with a reason`,
    );
}

type Fail = (kind: GateFailure['kind'], at: string, zh: string, en: string) => void;

interface Compared {
  readonly result: BenchResult;
  readonly before: BaselineRow;
  readonly lost: readonly Measured[];
  readonly won: readonly Measured[];
  readonly turned: readonly Turned[];
}

function compare(result: BenchResult, before: BaselineRow): Compared {
  const rightBefore = new Set(before[7].split(' ').filter(Boolean));
  const fields = Object.entries(result.hits) as [Measured, boolean][];
  const lost = fields.filter(([field, hit]) => !hit && rightBefore.has(field)).map(([f]) => f);
  const won = fields.filter(([field, hit]) => hit && !rightBefore.has(field)).map(([f]) => f);
  const after = baselineRow(result);
  const turned = PARTS.flatMap((field, i) =>
    before[i] === after[i]
      ? []
      : [
          {
            id: result.case.id,
            field,
            before: before[i] ?? '',
            after: after[i] ?? '',
            isLoss: lost.some((one) => partOf(one) === field),
          },
        ],
  );
  return { result, before, lost, won, turned };
}

/** Which part of an outcome a measured field looks at. */
const partOf = (field: Measured): keyof BenchOutcome =>
  field === 'lead' || field === 'leadKind'
    ? 'role'
    : field === 'recusal'
      ? 'unit'
      : field === 'request' || field === 'urgency' || field === 'action'
        ? field
        : 'code';

function neverLost(compared: readonly Compared[], fail: Fail): void {
  for (const { result, lost, before } of compared) {
    const { id, wanted } = result.case;
    if (wanted.urgency === '特急' && (lost.includes('urgency') || lost.includes('action')))
      fail('emergency', id, `特急工单 ${id} 不再被认出`, `emergency ${id} is no longer found`);
    if (lost.includes('recusal'))
      fail(
        'recusal',
        id,
        `投诉某单位的工单 ${id} 又派给了它自己`,
        `${id} goes to the very unit that it complains of`,
      );
    const goesOutWrong =
      result.outcome.action === 'dispatch' &&
      before[6] !== 'dispatch' &&
      (result.hits.lead === false || result.hits.leadKind === false);
    if (goesOutWrong)
      fail(
        'dispatch',
        id,
        `工单 ${id} 现在无人看过就派出，而主办是错的`,
        `${id} now leaves unseen with a wrong lead`,
      );
  }
}

/** A category, region or role that goes down as a whole. */
function groupLosses(compared: readonly Compared[], fail: Fail): void {
  const tally = (
    groupOf: (one: Compared) => string,
    isLost: (one: Compared) => boolean,
  ): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const one of compared) {
      const group = groupOf(one);
      if (group !== '' && isLost(one)) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return counts;
  };
  const net = (field: Measured, group: string, groupOf: (one: Compared) => string): number =>
    compared.filter((one) => groupOf(one) === group && one.lost.includes(field)).length -
    compared.filter((one) => groupOf(one) === group && one.won.includes(field)).length;
  const codeOf = ({ result }: Compared) =>
    result.case.set === 'plain' ? (result.case.wanted.code ?? '') : '';
  for (const [field, what] of [
    ['level3', '分类'],
    ['lead', '主办'],
  ] as const) {
    for (const [code] of tally(codeOf, (one) => one.lost.includes(field))) {
      const lost = net(field, code, codeOf);
      if (lost >= GATE.perCategory)
        fail(
          'category',
          code,
          `分类 ${code} 的工单净丢 ${lost} 件（${what}）`,
          `category ${code} loses ${lost} of its tickets (${field})`,
        );
    }
  }
  const secondOf = ({ result }: Compared) => (result.case.wanted.code ?? '').slice(0, 4);
  const branchOfAny = ({ result }: Compared) => (result.case.wanted.code ?? '').slice(0, 2);
  for (const [second] of tally(secondOf, (one) => one.lost.includes('lead'))) {
    const lost = net('lead', second, secondOf);
    if (lost >= GATE.perGroup)
      fail(
        'category',
        second,
        `二级 ${second} 的工单净丢主办 ${lost} 件`,
        `second level ${second} loses ${lost} leads`,
      );
  }
  const handsTurned = (one: Compared) => one.turned.some(({ field }) => field === 'role');
  for (const [groupOf, most, zh, en] of [
    [secondOf, GATE.churnHands, '二级', ''],
    [codeOf, GATE.churnCategory, '分类', 'category '],
  ] as const) {
    for (const [group, count] of tally(groupOf, handsTurned)) {
      if (count >= most && net('lead', group, groupOf) >= 0)
        fail(
          'churn',
          group,
          `${zh} ${group} 有 ${count} 件工单换手而主办没有更准`,
          `${count} tickets of ${en}${group} change hands and no more leads are right`,
        );
    }
  }
  const codeTurned = (one: Compared) => one.turned.some(({ field }) => field === 'code');
  for (const [branch, count] of tally(branchOfAny, codeTurned)) {
    if (count >= GATE.churnCodes && net('level3', branch, branchOfAny) >= 0)
      fail(
        'churn',
        branch,
        `一级 ${branch} 有 ${count} 件工单换了分类而没有更准`,
        `${count} tickets of branch ${branch} change category and no more are right`,
      );
  }
  const unitGone = ({ before, result }: Compared) =>
    before[2] !== '' && result.outcome.unit !== before[2] && result.outcome.role === before[1];
  for (const [region, count] of tally((one) => one.before[3], unitGone)) {
    if (count >= GATE.perGroup)
      fail(
        'region',
        region,
        `区域 ${region} 有 ${count} 件工单的承办单位变了而职责没变`,
        `${count} tickets of region ${region} changed unit while the role stayed`,
      );
  }
  for (const [role, count] of tally((one) => one.before[1], unitGone)) {
    if (count >= GATE.perGroup)
      fail(
        'role',
        role,
        `职责「${role}」有 ${count} 件工单换了或丢了承办单位`,
        `${count} tickets of role ${role} changed or lost their unit`,
      );
  }
}

/** So much turned that a person should look, whatever the net. */
function wideChanges(compared: readonly Compared[], fail: Fail): void {
  for (const groupOf of [branchOf, setOf]) {
    for (const [group, list] of groupsOf(compared, groupOf)) {
      const n = list.length;
      const turned = list.filter((one) =>
        one.turned.some(({ field }) => field !== 'unit' && field !== 'region'),
      ).length;
      if (turned < GATE.turnedLeast || turned <= n * GATE.turnedShare) continue;
      const share = Math.round((turned / n) * 100);
      fail(
        'churn',
        group,
        `「${group}」有 ${turned} 件（${share} %）工单变了；这么大的改动请看过后用 bench accept 说明理由`,
        `${turned} tickets of ${group} (${share} %) turned; look at so wide a change and accept it with a reason`,
      );
    }
  }
}

/** Members of each group; those whose group is '' belong to none. */
function groupsOf(
  compared: readonly Compared[],
  groupOf: (one: Compared) => string,
): Map<string, Compared[]> {
  const groups = new Map<string, Compared[]>();
  for (const one of compared) {
    const group = groupOf(one);
    if (group === '') continue;
    const list = groups.get(group);
    if (list === undefined) groups.set(group, [one]);
    else list.push(one);
  }
  return groups;
}

const branchOf = ({ result }: Compared): string =>
  result.case.set === 'plain' ? (result.case.wanted.code ?? '').slice(0, 2) : '';
const setOf = ({ result }: Compared): string =>
  result.case.set === 'plain' ? '' : result.case.set;

/** Which fields stand for a group in its paired test. */
const TESTED: readonly Measured[] = [
  'level3',
  'lead',
  'leadKind',
  'request',
  'urgency',
  'action',
  'recusal',
];

interface PairedTest {
  readonly kind: 'branch' | 'set';
  readonly at: string;
  readonly field: Measured;
  readonly lost: number;
  readonly won: number;
  readonly n: number;
  readonly p: number;
}

/**
 * One-sided sign tests with Holm's step-down correction over all of them.
 * @see Holm, "A simple sequentially rejective multiple test procedure", 1979
 */
function pairedLosses(compared: readonly Compared[], fail: Fail): void {
  const tests: PairedTest[] = [];
  const groups: [PairedTest['kind'], (one: Compared) => string][] = [
    ['branch', branchOf],
    ['set', ({ result }) => result.case.set],
  ];
  for (const [kind, groupOf] of groups) {
    for (const [at, list] of groupsOf(compared, groupOf)) {
      for (const field of TESTED) {
        const lost = list.filter((one) => one.lost.includes(field)).length;
        const won = list.filter((one) => one.won.includes(field)).length;
        if (lost === 0) continue;
        const p = binomialUpperTail(lost, lost + won, 0.5);
        tests.push({ kind, at, field, lost, won, n: list.length, p });
      }
    }
  }
  tests.sort((a, b) => a.p - b.p);
  for (const [i, { kind, at, field, lost, won, n, p }] of tests.entries()) {
    if (p > GATE.level / (tests.length - i)) break;
    if ((lost - won) / n <= GATE.margin) continue;
    fail(
      kind,
      at,
      `${kind === 'branch' ? '一级' : '难例集'} ${at} 的「${field}」净丢 ${lost - won} 件（丢 ${lost}，得 ${won}，单侧 p = ${p.toExponential(1)}）`,
      `${kind} ${at} loses ${lost - won} in ${field} (${lost} lost, ${won} won, one-sided p = ${p.toExponential(1)})`,
    );
  }
}
