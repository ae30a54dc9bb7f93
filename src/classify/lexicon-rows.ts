/** What the shipped model is learned from: the taxonomy's own words. */

import { REQUEST_TYPES, type RequestType, type Situation } from '../decision.js';
import type { CategoryData, TaxonomyData } from '../taxonomy/taxonomy.js';
import { situationOf } from './heads.js';
import type { TrainRow } from './train.js';

/**
 * Tickets are judged out of fold. Utterances avoid the names of things on purpose, so that they teach
 * well and would make every confidence too low; names and definitions only teach.
 */
export function lexiconRows(taxonomy: TaxonomyData): TrainRow[] {
  const rows: TrainRow[] = [];
  const entries = taxonomy.lexicon.flatMap((file) => Object.entries(file.categories));
  const hasTickets = entries.some(([, entry]) => (entry.tickets?.length ?? 0) > 0);
  const visit = (node: CategoryData): void => {
    for (const child of node.children ?? []) visit(child);
    if (node.code.length !== 6 || node.code.endsWith('99')) return;
    const label = node.code;
    rows.push({ label, text: `${node.name}。${node.definition}`, isAuxiliary: true });
    for (const text of node.includes ?? []) rows.push({ label, text, isAuxiliary: true });
  };
  for (const branch of taxonomy.branches) visit(branch);
  for (const [label, entry] of entries) {
    const situation = situationOf(label);
    rows.push({ label, text: Object.keys(entry.keywords).join('。'), isAuxiliary: true });
    entry.utterances?.forEach((text, i) => {
      const request = REQUEST_TYPES.find((type) => type.startsWith(entry.requests?.[i] ?? '-'));
      rows.push({ label, text, request, situation, isAuxiliary: hasTickets });
    });
    for (const { text, request } of entry.tickets ?? [])
      rows.push({ label, text, request, situation });
  }
  for (const { code, request, situation, text } of taxonomy.situations ?? []) {
    rows.push({
      // A 99 is reached by abstaining: its words teach its parent.
      label: code.endsWith('99') ? code.slice(0, 4) : code,
      text,
      request: requestIn(situation, request),
      situation,
      isForHeads: true,
    });
  }
  return rows;
}

/** What an empty call or a unit's report asks for is nobody's request. */
const requestIn = (situation: Situation, request: RequestType): RequestType | undefined =>
  situation === 'invalid' || situation === 'followUp' ? undefined : request;
