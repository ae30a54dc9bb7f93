/** The category tree in memory: built once from its data files, then only read. */

import type { RequestType, Situation } from '../decision.js';
import { ZhipaiError } from '../errors.js';
import { contentHash } from '../hash.js';

export interface CategoryData {
  readonly code: string;
  readonly name: string;
  readonly definition: string;
  /** Third level: typical matters, in people's words. */
  readonly includes?: readonly string[] | undefined;
  /** Third level: near misses, each with the code where it belongs. */
  readonly excludes?: readonly { readonly case: string; readonly code: string }[] | undefined;
  readonly children?: readonly CategoryData[] | undefined;
}

/** Keywords of one third level: word → weight 1–5 (5: hardly ever another category). */
export interface LexiconEntry {
  readonly keywords: Readonly<Record<string, number>>;
  /** What people say of it; used to train, not to route. */
  readonly utterances?: readonly string[] | undefined;
  /** What each utterance asks for, by the first character of its request type; - where nobody said. */
  readonly requests?: string | undefined;
  /** Whole tickets, written to be judged by: what confidences and thresholds are fitted on. */
  readonly tickets?: readonly TicketData[] | undefined;
}

/** A written ticket with what its writer, who knew the tree alone, thought right. */
export interface TicketData {
  readonly text: string;
  readonly request: RequestType;
  /** Id of the role that should lead, by its writer and by further readers; '': not sure, or cities differ. */
  readonly leads: readonly string[];
}

/** One branch's file of `taxonomy/lexicon`. */
export interface LexiconData {
  readonly code: string;
  readonly categories: Readonly<Record<string, LexiconEntry>>;
}

/** What people say in a situation that more than the category tells; used to train, not to route. */
export interface SituationData {
  readonly situation: Situation;
  readonly code: string;
  readonly request: RequestType;
  readonly text: string;
}

export interface TaxonomyData {
  readonly version: string;
  readonly branches: readonly CategoryData[];
  readonly lexicon: readonly LexiconData[];
  readonly situations?: readonly SituationData[] | undefined;
  /** Given for the shipped data, so that starting need not compute it. */
  readonly hash?: string | undefined;
}

export interface Category {
  readonly code: string;
  readonly name: string;
  readonly level: 1 | 2 | 3;
  readonly definition: string;
  readonly includes: readonly string[];
  readonly excludes: readonly { readonly case: string; readonly code: string }[];
  /** null at level 1. */
  readonly parent: Category | null;
  /** Names from level 1 down to this one. */
  readonly path: readonly string[];
  /** The 其他 of its parent, reached by abstaining. */
  readonly isOther: boolean;
}

export interface Taxonomy {
  readonly version: string;
  readonly hash: string;
  /** By code, of all levels. */
  readonly byCode: ReadonlyMap<string, Category>;
  /** Third levels in order of code, the 99s too. */
  readonly leaves: readonly Category[];
  /** Keywords by third-level code. */
  readonly keywords: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/** @throws ZhipaiError TAXONOMY_FAULT for a code that is given twice or stands under the wrong parent */
export function buildTaxonomy(data: TaxonomyData): Taxonomy {
  const byCode = new Map<string, Category>();
  const add = (node: CategoryData, parent: Category | null): void => {
    const level = (node.code.length / 2) as 1 | 2 | 3;
    const wantedParent = node.code.slice(0, -2);
    if (!/^\d{2}(\d{2}){0,2}$/.test(node.code) || wantedParent !== (parent?.code ?? '')) {
      const want = `${parent?.code ?? ''}NN`;
      throw new ZhipaiError('TAXONOMY_FAULT', { field: node.code, got: node.code, want });
    }
    if (byCode.has(node.code)) {
      const got = `${node.code} twice`;
      throw new ZhipaiError('TAXONOMY_FAULT', { field: node.code, got, want: 'each code once' });
    }
    const category: Category = {
      code: node.code,
      name: node.name,
      level,
      definition: node.definition,
      includes: node.includes ?? [],
      excludes: node.excludes ?? [],
      parent,
      path: [...(parent?.path ?? []), node.name],
      isOther: level === 3 && node.code.endsWith('99'),
    };
    byCode.set(node.code, category);
    for (const child of node.children ?? []) add(child, category);
  };
  for (const branch of data.branches) add(branch, null);

  const keywords = new Map<string, Readonly<Record<string, number>>>();
  for (const file of data.lexicon) {
    for (const [code, entry] of Object.entries(file.categories)) keywords.set(code, entry.keywords);
  }
  const leaves = [...byCode.values()]
    .filter((category) => category.level === 3)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const hash = data.hash ?? contentHash({ branches: data.branches, lexicon: data.lexicon });
  return { version: data.version, hash, byCode, leaves, keywords };
}

/** @returns the names from level 1 down, or [] for a code that the tree lacks */
export const pathOf = (taxonomy: Taxonomy, code: string): readonly string[] =>
  taxonomy.byCode.get(code)?.path ?? [];

/** @returns whether `code` is `ancestor` or lies under it; '' lies above all */
export const isUnder = (code: string, ancestor: string): boolean => code.startsWith(ancestor);
