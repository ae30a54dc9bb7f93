/** What `npm test` proves of the labelled fixtures: counts, labels, and the distance to the lexicon. */

import type { TaxonomyData } from '../taxonomy/taxonomy.js';
import { trigrams } from '../text/likeness.js';
import { type Fixture, HARD_SETS, PLAIN_SET } from './fixture.js';

export interface FixturesWanted {
  /** Plain fixtures of each third level but the 99s. */
  readonly perCategory: number;
  /** Voices that they speak in. */
  readonly voices: number;
  /** Fixtures of all hard sets together. */
  readonly hard: number;
  /** Of each hard set. */
  readonly sets: Readonly<Record<string, number>>;
  /** Share of a fixture's trigrams that one utterance of the lexicon may hold, 0–1. */
  readonly nearest: number;
  /** Bound of that share's median over all fixtures, 0–1. */
  readonly medianNearest: number;
}

export const FIXTURES_WANTED: FixturesWanted = {
  perCategory: 5,
  voices: 3,
  hard: 800,
  sets: HARD_SETS,
  nearest: 0.5,
  medianNearest: 0.2,
};

export interface FixtureFault {
  readonly kind:
    | 'id'
    | 'text'
    | 'code'
    | 'role'
    | 'previous'
    | 'perCategory'
    | 'voices'
    | 'set'
    | 'hard'
    | 'nearest'
    | 'median';
  /** Id of the fixture, its category or its set; '' for the whole. */
  readonly at: string;
  readonly zh: string;
  readonly en: string;
}

export interface FixtureCheck {
  readonly faults: readonly FixtureFault[];
  /** Median share of trigrams that a fixture has in common with its nearest utterance, 0–1. */
  readonly medianNearest: number;
}

/**
 * @param roles ids of the known roles
 * @param wanted counts to hold the fixtures against; the tests plant smaller files
 */
export function checkFixtures(
  fixtures: readonly Fixture[],
  taxonomy: TaxonomyData,
  roles: ReadonlySet<string>,
  wanted: Partial<FixturesWanted> = {},
): FixtureCheck {
  const want = { ...FIXTURES_WANTED, ...wanted };
  const faults: FixtureFault[] = [];
  const add = (kind: FixtureFault['kind'], at: string, zh: string, en: string) =>
    void faults.push({ kind, at, zh, en });
  checkRows(fixtures, thirdLevels(taxonomy), roles, add);
  checkCounts(fixtures, thirdLevels(taxonomy), want, add);
  const medianNearest = checkDistance(fixtures, taxonomy, want, add);
  return { faults, medianNearest };
}

type Add = (kind: FixtureFault['kind'], at: string, zh: string, en: string) => void;

function thirdLevels(taxonomy: TaxonomyData): Set<string> {
  return new Set(
    taxonomy.branches.flatMap((branch) =>
      (branch.children ?? []).flatMap((second) =>
        (second.children ?? []).map((third) => third.code),
      ),
    ),
  );
}

function checkRows(
  fixtures: readonly Fixture[],
  codes: ReadonlySet<string>,
  roles: ReadonlySet<string>,
  add: Add,
): void {
  const ids = new Set<string>();
  const texts = new Map<string, string>();
  for (const { id, text } of fixtures) {
    if (ids.has(id)) add('id', id, '编号重复', 'the id is given twice');
    ids.add(id);
    const twin = texts.get(text);
    if (twin !== undefined && text !== '')
      add('text', id, `正文与 ${twin} 相同`, `it has the text of ${twin}`);
    texts.set(text, id);
  }
  for (const { id, code, other_codes, lead_role, previous_id } of fixtures) {
    for (const one of [code, ...other_codes.split(' ').filter(Boolean)]) {
      if (!codes.has(one)) add('code', id, `没有三级代码 ${one}`, `there is no third level ${one}`);
    }
    if (lead_role !== '' && !roles.has(lead_role))
      add('role', id, `没有角色「${lead_role}」`, `no role ${lead_role}`);
    if (previous_id === id) add('previous', id, '前一工单是它自己', 'it follows itself');
  }
}

function checkCounts(
  fixtures: readonly Fixture[],
  codes: ReadonlySet<string>,
  want: FixturesWanted,
  add: Add,
): void {
  const byCode = new Map<string, Fixture[]>();
  const bySet = new Map<string, number>();
  for (const fixture of fixtures) {
    bySet.set(fixture.set, (bySet.get(fixture.set) ?? 0) + 1);
    if (fixture.set !== PLAIN_SET) continue;
    const list = byCode.get(fixture.code);
    if (list === undefined) byCode.set(fixture.code, [fixture]);
    else list.push(fixture);
  }
  for (const code of codes) {
    if (code.endsWith('99')) continue;
    const mine = byCode.get(code) ?? [];
    if (mine.length < want.perCategory)
      add(
        'perCategory',
        code,
        `只有 ${mine.length} 条，应至少 ${want.perCategory} 条`,
        `${mine.length} fixtures, wanted ${want.perCategory}`,
      );
    else if (new Set(mine.map((one) => one.voice)).size < want.voices)
      add('voices', code, `语气不到 ${want.voices} 种`, `fewer than ${want.voices} voices`);
  }
  let hard = 0;
  for (const [set, least] of Object.entries(want.sets)) {
    const got = bySet.get(set) ?? 0;
    hard += got;
    if (got < least)
      add(
        'set',
        set,
        `难例集只有 ${got} 条，应至少 ${least} 条`,
        `${got} fixtures, wanted ${least}`,
      );
  }
  if (hard < want.hard)
    add(
      'hard',
      '',
      `难例共 ${hard} 条，应至少 ${want.hard} 条`,
      `${hard} hard, wanted ${want.hard}`,
    );
}

/** A fixture that echoes the lexicon would measure memory. */
function checkDistance(
  fixtures: readonly Fixture[],
  taxonomy: TaxonomyData,
  want: FixturesWanted,
  add: Add,
): number {
  const holders = new Map<string, number[]>();
  const utterances = [
    ...taxonomy.lexicon.flatMap((file) =>
      Object.values(file.categories).flatMap((entry) => [
        ...(entry.utterances ?? []),
        ...(entry.tickets ?? []).map((ticket) => ticket.text),
      ]),
    ),
    ...(taxonomy.situations ?? []).map((one) => one.text),
  ];
  utterances.forEach((text, index) => {
    for (const gram of trigrams(text)) {
      const list = holders.get(gram);
      if (list === undefined) holders.set(gram, [index]);
      else list.push(index);
    }
  });
  const shared = new Uint16Array(utterances.length);
  const shares: number[] = [];
  for (const { id, text } of fixtures) {
    const grams = trigrams(text);
    if (grams.size === 0) continue;
    shared.fill(0);
    let most = 0;
    let nearest = -1;
    for (const gram of grams) {
      for (const index of holders.get(gram) ?? []) {
        const count = (shared[index] ?? 0) + 1;
        shared[index] = count;
        if (count > most) {
          most = count;
          nearest = index;
        }
      }
    }
    const share = most / grams.size;
    shares.push(share);
    // A text of a few characters is no copy: any two say 没水了 alike.
    if (share > want.nearest && grams.size >= 6)
      add(
        'nearest',
        id,
        `与词库示例「${utterances[nearest]?.slice(0, 16)}…」相同的三字串占 ${Math.round(share * 100)} %`,
        `it shares ${Math.round(share * 100)} % of its trigrams with an utterance of the lexicon`,
      );
  }
  shares.sort((a, b) => a - b);
  const median = shares[Math.floor(shares.length / 2)] ?? 0;
  if (median >= want.medianNearest)
    add(
      'median',
      '',
      `与最近示例的中位相似为 ${median.toFixed(3)}，应小于 ${want.medianNearest}`,
      `the median share with the nearest utterance is ${median.toFixed(3)}`,
    );
  return median;
}
