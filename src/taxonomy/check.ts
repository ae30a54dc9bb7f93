/** What `taxonomy check` proves: counts, shapes, names, boundaries and the lexicon. */

import { jaccard, trigrams } from '../text/likeness.js';
import type { CategoryData, LexiconEntry, SituationData, TaxonomyData } from './taxonomy.js';

export const WANTED = {
  level1: 13,
  level2: 132,
  level3: 1095,
  keywords: 6,
  utterances: 12,
  /** Categories that carry at least one exclude. */
  withExcludes: 700,
  /** Trigrams that two utterances of a category may share (Jaccard). */
  likeness: 0.6,
  /** Share of a category's utterances that say it without its name's own words. */
  withoutName: 1 / 3,
  shortest: 5,
  longest: 330,
  /** Share of all utterances that one opening of 8 characters may begin. */
  opening: 0.005,
} as const;

export interface TaxonomyFault {
  readonly kind:
    | 'count'
    | 'code'
    | 'name'
    | 'other'
    | 'definition'
    | 'exclude'
    | 'keywords'
    | 'utterances'
    | 'likeness'
    | 'opening'
    | 'length'
    | 'ownName'
    | 'situation';
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** @param wanted counts to hold the tree against; the tests plant smaller trees */
export function checkTaxonomy(
  data: TaxonomyData,
  wanted: Partial<typeof WANTED> = {},
): TaxonomyFault[] {
  const want = { ...WANTED, ...wanted };
  const faults: TaxonomyFault[] = [];
  const add = (kind: TaxonomyFault['kind'], code: string, zh: string, en: string) =>
    void faults.push({ kind, code, zh, en });
  const nodes: CategoryData[] = [];
  const visit = (node: CategoryData, parent: string): void => {
    nodes.push(node);
    if (!/^\d{2}(\d{2}){0,2}$/.test(node.code) || node.code.slice(0, -2) !== parent) {
      add(
        'code',
        node.code,
        `代码应为 ${parent} 加两位数字`,
        `the code must be ${parent} and two digits`,
      );
    }
    const names = new Set<string>();
    for (const child of node.children ?? []) {
      if (names.has(child.name))
        add('name', child.code, `同级名称「${child.name}」重复`, `its sibling has the same name`);
      names.add(child.name);
      visit(child, node.code);
    }
  };
  for (const branch of data.branches) visit(branch, '');
  const seen = new Set<string>();
  for (const { code } of nodes) {
    if (seen.has(code)) add('code', code, '代码重复', 'the code is given twice');
    seen.add(code);
  }
  for (const [key, length] of [
    ['level1', 2],
    ['level2', 4],
    ['level3', 6],
  ] as const) {
    const got = nodes.filter((node) => node.code.length === length).length;
    if (got !== want[key])
      add(
        'count',
        '',
        `第 ${length / 2} 级有 ${got} 个，应为 ${want[key]} 个`,
        `level ${length / 2} has ${got}, wanted ${want[key]}`,
      );
  }
  const codes = new Set(nodes.map((node) => node.code));
  const leaves = nodes.filter((node) => node.code.length === 6);
  checkOthers(nodes, add);
  checkBoundaries(leaves, codes, want.withExcludes, add);
  const entries = new Map(data.lexicon.flatMap((file) => Object.entries(file.categories)));
  checkLexicon(leaves, entries, want, add);
  checkSituations(data.situations ?? [], codes, add);
  return faults;
}

type Add = (kind: TaxonomyFault['kind'], code: string, zh: string, en: string) => void;

function checkOthers(nodes: readonly CategoryData[], add: Add): void {
  for (const node of nodes) {
    const isOther = node.name.startsWith('其他');
    if (node.code.length === 6 && isOther !== node.code.endsWith('99')) {
      add(
        'other',
        node.code,
        '只有 99 叫「其他…」，且 99 必须叫「其他…」',
        'only a 99 is named 其他, and every 99 is',
      );
    }
    if (node.code.length < 6 && isOther)
      add('other', node.code, '一、二级不设「其他」', 'no 其他 above the third level');
    if (node.code.length === 6 && node.code.endsWith('99') && (node.includes?.length ?? 0) > 8) {
      add('other', node.code, '「其他」列了太多事项，应拆出分类', 'this 99 is a dumping ground');
    }
  }
}

function checkBoundaries(
  leaves: readonly CategoryData[],
  codes: ReadonlySet<string>,
  withExcludes: number,
  add: Add,
): void {
  for (const { code, name, definition, excludes } of leaves) {
    const bare = definition.replace(/[\s\p{P}]/gu, '');
    if (bare.length < 12 || bare === name || bare === `${name}问题`) {
      add('definition', code, '定义没有说清什么属于它', 'the definition only repeats the name');
    }
    for (const exclude of excludes ?? []) {
      if (exclude.code === code)
        add('exclude', code, `「${exclude.case}」排除到自己`, 'it excludes to itself');
      else if (exclude.code.length !== 6 || !codes.has(exclude.code)) {
        add(
          'exclude',
          code,
          `「${exclude.case}」指向不存在的三级代码 ${exclude.code}`,
          `it excludes to ${exclude.code}, which is no third level`,
        );
      }
    }
  }
  const carrying = leaves.filter((leaf) => (leaf.excludes?.length ?? 0) > 0).length;
  if (carrying < withExcludes)
    add(
      'count',
      '',
      `只有 ${carrying} 个分类写了排除，应至少 ${withExcludes} 个`,
      `${carrying} categories carry an exclude, wanted ${withExcludes}`,
    );
}

/** Whether a text holds four characters in a row of a name (all of a shorter one). */
function saysName(text: string, name: string): boolean {
  const bare = name.replace(/[、与和及的]/gu, '');
  const width = Math.min(4, bare.length);
  for (let i = 0; i + width <= bare.length; i++) {
    if (text.includes(bare.slice(i, i + width))) return true;
  }
  return false;
}

const FORMULA =
  /^(?:市民|群众|来电人|网民|居民|村民|业主|诉求人)?(?:来电|来信|微信|公众号|网站|电话)?(?:反映|咨询|投诉|求助|建议|举报|表示|称)?[:，,：]?/u;

function checkSituations(
  situations: readonly SituationData[],
  codes: ReadonlySet<string>,
  add: Add,
): void {
  const seen = new Set<string>();
  for (const { code, situation, text } of situations) {
    const opening = `「${text.slice(0, 12)}」`;
    if (!codes.has(code))
      add(
        'situation',
        code,
        `处境例句${opening}的代码不在分类树里`,
        `${opening} has a code that the tree lacks`,
      );
    if (situation === 'emergency' && !code.startsWith('1301'))
      add(
        'situation',
        code,
        `险情例句${opening}不在 1301 之下`,
        `the emergency ${opening} is not under 1301`,
      );
    if (seen.has(text)) add('situation', code, `处境例句${opening}重复`, `${opening} stands twice`);
    seen.add(text);
  }
}

function checkLexicon(
  leaves: readonly CategoryData[],
  entries: ReadonlyMap<string, LexiconEntry>,
  want: typeof WANTED,
  add: Add,
): void {
  const openings = new Map<string, number>();
  let total = 0;
  for (const { code, name } of leaves) {
    const entry = entries.get(code);
    if (code.endsWith('99')) {
      if (entry !== undefined)
        add('keywords', code, '99 不设词条，由弃权得到', 'a 99 has no lexicon');
      continue;
    }
    const keywords = Object.keys(entry?.keywords ?? {}).length;
    const utterances = entry?.utterances ?? [];
    if (keywords < want.keywords)
      add(
        'keywords',
        code,
        `只有 ${keywords} 个关键词，应至少 ${want.keywords} 个`,
        `${keywords} keywords, wanted ${want.keywords}`,
      );
    if (utterances.length < want.utterances)
      add(
        'utterances',
        code,
        `只有 ${utterances.length} 条示例，应至少 ${want.utterances} 条`,
        `${utterances.length} utterances, wanted ${want.utterances}`,
      );
    if (entry?.requests !== undefined && entry.requests.length !== utterances.length)
      add(
        'utterances',
        code,
        `诉求类型有 ${entry.requests.length} 个，示例有 ${utterances.length} 条`,
        `${entry.requests.length} request types for ${utterances.length} utterances`,
      );
    const without = utterances.filter((text) => !saysName(text, name)).length;
    if (without < utterances.length * want.withoutName) {
      add(
        'ownName',
        code,
        `只有 ${without} 条示例不用分类名称里的说法，应至少三分之一`,
        `${without} utterances do without the name's own words, a third is wanted`,
      );
    }
    const texts = [...utterances, ...(entry?.tickets ?? []).map((ticket) => ticket.text)];
    const odd = texts.find((text) => text.length < want.shortest || text.length > want.longest);
    if (odd !== undefined) {
      add('length', code, `示例长 ${odd.length} 字`, `an utterance has ${odd.length} characters`);
    }
    const grams = texts.map(trigrams);
    grams.forEach((a, i) => {
      const twin = grams.findIndex((b, k) => k < i && jaccard(a, b) > want.likeness);
      if (twin >= 0)
        add(
          'likeness',
          code,
          `第 ${twin + 1} 条与第 ${i + 1} 条示例太像`,
          `utterances ${twin + 1} and ${i + 1} are too much alike`,
        );
    });
    for (const text of texts) {
      total++;
      const opening = text.replace(FORMULA, '').slice(0, 8);
      openings.set(opening, (openings.get(opening) ?? 0) + 1);
    }
  }
  for (const code of entries.keys()) {
    if (!leaves.some((leaf) => leaf.code === code))
      add('keywords', code, '词条的代码不在分类树里', 'the lexicon has a code that the tree lacks');
  }
  const most = Math.max(1, Math.floor(total * want.opening));
  for (const [opening, count] of openings) {
    if (count > most)
      add(
        'opening',
        '',
        `开头「${opening}」出现 ${count} 次，最多 ${most} 次`,
        `the opening ${opening} occurs ${count} times, at most ${most} wanted`,
      );
  }
}
