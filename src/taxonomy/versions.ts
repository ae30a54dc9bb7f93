/** What changed between two versions of the tree, and where a ticket filed under the old one belongs. */

import { ZhipaiError } from '../errors.js';
import type { Category, Taxonomy } from './taxonomy.js';

export interface TaxonomyDiff {
  readonly from: string;
  readonly to: string;
  /** Codes that only the new version has. */
  readonly added: readonly string[];
  /** Codes that only the old version has; each needs a row of the migration table. */
  readonly retired: readonly string[];
  readonly renamed: readonly {
    readonly code: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Same name, other definition, includes or excludes: old tickets stay, new ones may file otherwise. */
  readonly redefined: readonly string[];
}

const boundary = ({ definition, includes, excludes }: Category): string =>
  JSON.stringify([definition, includes, excludes]);

export function diffTaxonomies(before: Taxonomy, after: Taxonomy): TaxonomyDiff {
  const codes = (taxonomy: Taxonomy) => [...taxonomy.byCode.keys()].sort();
  const shared = codes(before).filter((code) => after.byCode.has(code));
  const pairs = shared.map((code) => [before.byCode.get(code)!, after.byCode.get(code)!] as const);
  return {
    from: before.version,
    to: after.version,
    added: codes(after).filter((code) => !before.byCode.has(code)),
    retired: codes(before).filter((code) => !after.byCode.has(code)),
    renamed: pairs
      .filter(([a, b]) => a.name !== b.name)
      .map(([a, b]) => ({ code: a.code, from: a.name, to: b.name })),
    redefined: pairs
      .filter(([a, b]) => a.name === b.name && boundary(a) !== boundary(b))
      .map(([a]) => a.code),
  };
}

/** One row of `taxonomy/migrations/A-to-B.csv`. */
export interface MigrationRow {
  readonly from: string;
  /** One code for a move or a merge, several for a split, none for a retirement. */
  readonly to: readonly string[];
}

/**
 * Where tickets of an old code belong.
 * @returns one code: they move; several: a person or the classifier chooses; none: the code is retired
 *          without a heir; the code itself where the table has no row for it
 * @throws ZhipaiError TAXONOMY_FAULT when a retired code has no row, or a row leads to no code of `after`
 */
export function createMigration(
  rows: readonly MigrationRow[],
  diff: TaxonomyDiff,
  after: Taxonomy,
) {
  const toByFrom = new Map(rows.map((row) => [row.from, row.to]));
  for (const code of diff.retired) {
    if (code.length === 6 && !toByFrom.has(code)) {
      throw new ZhipaiError('TAXONOMY_FAULT', {
        field: code,
        got: `retired in ${diff.to}`,
        want: 'a row of the migration table',
      });
    }
  }
  for (const { from, to } of rows) {
    const missing = to.find((code) => after.byCode.get(code)?.level !== 3);
    if (missing !== undefined) {
      throw new ZhipaiError('TAXONOMY_FAULT', {
        field: from,
        got: `→ ${missing}`,
        want: `a third level of ${diff.to}`,
      });
    }
  }
  return (code: string): readonly string[] => toByFrom.get(code) ?? [code];
}
