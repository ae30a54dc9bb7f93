/** What the shipped model is learned from: the taxonomy's own words. */

import { REQUEST_TYPES } from '../decision.js';
import type { CategoryData, TaxonomyData } from '../taxonomy/taxonomy.js';
import type { TrainRow } from './train.js';

/** Utterances and typical matters are judged out of fold; names and definitions only teach. */
export function lexiconRows(taxonomy: TaxonomyData): TrainRow[] {
  const rows: TrainRow[] = [];
  const hasUtterances = taxonomy.lexicon.some((file) =>
    Object.values(file.categories).some((entry) => (entry.utterances?.length ?? 0) > 0),
  );
  const visit = (node: CategoryData): void => {
    for (const child of node.children ?? []) visit(child);
    if (node.code.length !== 6 || node.code.endsWith('99')) return;
    const label = node.code;
    rows.push({ label, text: `${node.name}。${node.definition}`, isAuxiliary: true });
    for (const text of node.includes ?? []) rows.push({ label, text, isAuxiliary: hasUtterances });
  };
  for (const branch of taxonomy.branches) visit(branch);
  for (const file of taxonomy.lexicon) {
    for (const [label, entry] of Object.entries(file.categories)) {
      rows.push({ label, text: Object.keys(entry.keywords).join('。'), isAuxiliary: true });
      entry.utterances?.forEach((text, i) => {
        const request = REQUEST_TYPES.find((type) => type.startsWith(entry.requests?.[i] ?? '-'));
        rows.push({ label, text, request });
      });
    }
  }
  return rows;
}
