/** The figures of a benchmark run: by field, by set, by slice, with intervals. */

import { macroF1, weightedF1 } from './accuracy.js';
import { type BenchResult, MEASURED, type Measured } from './bench-cases.js';
import { ece, type ReliabilityBin, reliabilityBins } from './calibration-error.js';
import { exactInterval } from './interval.js';
import {
  type AutoReport,
  areaUnderRiskCoverage,
  autoReport,
  coverageAt,
  type Judged,
} from './selective.js';

export interface Share {
  readonly n: number;
  readonly right: number;
  /** Of n, 0–1; 0 when there is none. */
  readonly share: number;
  /** Exact, 95 %. */
  readonly interval95: readonly [number, number];
}

export interface Slice {
  readonly name: string;
  readonly value: string;
  readonly fields: Readonly<Partial<Record<Measured, Share>>>;
}

export interface Selective {
  readonly coverageAt: Readonly<Record<'0.95' | '0.98' | '0.99', number>>;
  readonly areaUnderRiskCoverage: number;
  readonly ece: number;
  readonly bins: readonly ReliabilityBin[];
  /** Points [coverage, risk], at most 100. */
  readonly curve: readonly (readonly [number, number])[];
}

export interface Confusion {
  readonly wanted: string;
  readonly got: string;
  readonly count: number;
}

export interface BenchFigures {
  readonly cases: number;
  readonly fields: Readonly<Partial<Record<Measured, Share>>>;
  readonly macroF1: Readonly<Partial<Record<'level3' | 'lead' | 'leadKind', number>>>;
  readonly weightedF1: Readonly<Partial<Record<'level3' | 'lead' | 'leadKind', number>>>;
  readonly category: Selective | null;
  readonly lead: Selective | null;
  /** What really went out unseen; right means the lead. */
  readonly auto: AutoReport;
  readonly confusions: readonly Confusion[];
  /** Level 1 wanted × got. */
  readonly branches: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly slices: readonly Slice[];
}

export function shareOf(hits: readonly boolean[]): Share {
  const right = hits.filter(Boolean).length;
  return {
    n: hits.length,
    right,
    share: hits.length === 0 ? 0 : right / hits.length,
    interval95: exactInterval(right, hits.length),
  };
}

function fieldsOf(results: readonly BenchResult[]): Partial<Record<Measured, Share>> {
  const fields: Partial<Record<Measured, Share>> = {};
  for (const field of MEASURED) {
    const hits = results.flatMap(({ hits: all }) => {
      const hit = all[field];
      return hit === undefined ? [] : [hit];
    });
    if (hits.length > 0) fields[field] = shareOf(hits);
  }
  return fields;
}

function selective(rows: readonly Judged[]): Selective | null {
  if (rows.length === 0) return null;
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  const curve: [number, number][] = [];
  const step = Math.max(1, Math.floor(rows.length / 100));
  let wrong = 0;
  sorted.forEach((row, i) => {
    if (!row.right) wrong++;
    if ((i + 1) % step === 0 || i + 1 === sorted.length)
      curve.push([(i + 1) / sorted.length, wrong / (i + 1)]);
  });
  return {
    coverageAt: {
      '0.95': coverageAt(rows, 0.95),
      '0.98': coverageAt(rows, 0.98),
      '0.99': coverageAt(rows, 0.99),
    },
    areaUnderRiskCoverage: areaUnderRiskCoverage(rows),
    ece: ece(rows),
    bins: reliabilityBins(rows),
    curve,
  };
}

/** How long a text is, in words for a table. */
export const lengthBand = (text: string): string =>
  text.length < 8
    ? '<8'
    : text.length < 30
      ? '8–29'
      : text.length < 100
        ? '30–99'
        : text.length < 300
          ? '100–299'
          : '≥300';

const SLICES: readonly (readonly [string, (result: BenchResult) => string])[] = [
  ['set', ({ case: one }) => one.set],
  ['branch', ({ case: one }) => one.wanted.code?.slice(0, 2) ?? ''],
  ['voice', ({ case: one }) => one.voice ?? ''],
  ['channel', ({ case: one }) => one.ticket.channel ?? ''],
  ['length', ({ case: one }) => lengthBand(one.ticket.text)],
  ['region', ({ case: one }) => one.ticket.region ?? ''],
  ['request', ({ case: one }) => one.wanted.request ?? ''],
  ['followUp', ({ case: one }) => (one.wanted.action === 'attach' ? 'yes' : '')],
];

export function figuresOf(results: readonly BenchResult[]): BenchFigures {
  const coded = results.filter((one) => one.case.wanted.code !== undefined);
  const led = results.filter(({ hits }) => hits.lead !== undefined || hits.leadKind !== undefined);
  const leadRight = ({ hits }: BenchResult) => hits.lead ?? hits.leadKind ?? false;
  const judgedLead = led.map((one) => ({
    confidence: one.leadConfidence,
    right: leadRight(one),
    prediction: one.outcome.role,
    sent: one.outcome.action === 'dispatch',
  }));
  const labelled = {
    level3: coded.map((one) => ({ label: one.case.wanted.code!, prediction: one.outcome.code })),
    lead: results.flatMap((one) =>
      one.case.wanted.leadRole === undefined
        ? []
        : [{ label: one.case.wanted.leadRole, prediction: one.outcome.role }],
    ),
    leadKind: results.flatMap((one) =>
      one.case.wanted.leadKind === undefined
        ? []
        : [{ label: one.case.wanted.leadKind, prediction: one.kind }],
    ),
  };
  const f1 = (score: typeof macroF1) =>
    Object.fromEntries(
      Object.entries(labelled).flatMap(([name, rows]) =>
        rows.length === 0 ? [] : [[name, score(rows)]],
      ),
    );
  return {
    cases: results.length,
    fields: fieldsOf(results),
    macroF1: f1(macroF1),
    weightedF1: f1(weightedF1),
    category: selective(
      coded.map((one) => ({
        confidence: one.categoryConfidence,
        right: one.hits.level3 === true,
        prediction: one.outcome.code,
      })),
    ),
    lead: selective(judgedLead),
    auto: autoReport(judgedLead, (row) => (row as (typeof judgedLead)[number]).sent),
    confusions: confusionsOf(results),
    branches: branchesOf(coded),
    slices: slicesOf(results),
  };
}

function confusionsOf(results: readonly BenchResult[]): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { case: one, outcome, hits, kind } of results) {
    const pair =
      hits.level3 === false
        ? [one.wanted.code!, outcome.code]
        : hits.leadKind === false
          ? [one.wanted.leadKind!, kind]
          : null;
    if (pair === null) continue;
    const [wanted = '', got = ''] = pair;
    const key = `${wanted}\n${got}`;
    counts.set(key, { wanted, got, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || (a.wanted < b.wanted ? -1 : 1))
    .slice(0, 30);
}

function branchesOf(coded: readonly BenchResult[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const { case: one, outcome } of coded) {
    const branch = one.wanted.code!.slice(0, 2);
    const row = table[branch] ?? {};
    table[branch] = row;
    const got = outcome.code.slice(0, 2) || '—';
    row[got] = (row[got] ?? 0) + 1;
  }
  return table;
}

function slicesOf(results: readonly BenchResult[]): Slice[] {
  return SLICES.flatMap(([name, sliceOf]) => {
    const groups = new Map<string, BenchResult[]>();
    for (const result of results) {
      const value = sliceOf(result);
      if (value === '') continue;
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [result]);
      else group.push(result);
    }
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, group]) => ({ name, value, fields: fieldsOf(group) }));
  });
}
