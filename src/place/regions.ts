/** Where a ticket is from: its own field, else the names of places in its text. */

import { buildAutomaton } from '../text/keywords.js';
import type { RegionData, RegionKind } from './types.js';

export interface RegionFinding {
  /** Region ids from the smallest up to the city; empty when none is known. */
  readonly chain: readonly string[];
  /** Ids that the text may mean, when it does not say which; else empty. */
  readonly ambiguous: readonly string[];
  /** Id that the text names while the ticket's field names another place, else null. */
  readonly contradicts: string | null;
  /** Places in the text that named the region. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

export interface Regions {
  readonly byId: ReadonlyMap<string, RegionData>;
  /** Ids from the region itself up. */
  chainOf(id: string): readonly string[];
  /** @param field the ticket's own region: an id or a name of the pack */
  find(text: string, field?: string): RegionFinding;
}

/** Smaller first. A road is smaller than a district and crosses streets. */
const SIZE: Readonly<Record<RegionKind, number>> = {
  community: 0,
  road: 1,
  street: 2,
  zone: 3,
  district: 4,
  city: 5,
};

export function buildRegions(regions: readonly RegionData[]): Regions {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const idsByName = new Map<string, string[]>();
  for (const region of regions) {
    for (const name of [region.name, ...(region.aliases ?? [])]) {
      const key = name.toLowerCase();
      const ids = idsByName.get(key) ?? [];
      if (!ids.includes(region.id)) ids.push(region.id);
      idsByName.set(key, ids);
    }
  }
  const names = [...idsByName.keys()];
  const automaton = buildAutomaton(names);
  const chains = new Map<string, readonly string[]>();
  const chainOf = (id: string): readonly string[] => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const chain: string[] = [];
    for (let at = byId.get(id); at !== undefined && !chain.includes(at.id); ) {
      chain.push(at.id);
      at = at.parent === undefined ? undefined : byId.get(at.parent);
    }
    chains.set(id, chain);
    return chain;
  };

  const findInText = (text: string): Omit<RegionFinding, 'contradicts'> => {
    const hits: { ids: readonly string[]; start: number; end: number }[] = [];
    automaton.scan(text, (name, start, end) => {
      // A longer name that ends here or covers the last one replaces it: 高新区 within 龙城高新区.
      while (hits.length > 0 && hits.at(-1)!.start >= start) hits.pop();
      const last = hits.at(-1);
      if (last === undefined || end > last.end)
        hits.push({ ids: idsByName.get(names[name]!)!, start, end });
    });
    if (hits.length === 0) return { chain: [], ambiguous: [], spans: [] };
    const sure = new Set(hits.filter((hit) => hit.ids.length === 1).map((hit) => hit.ids[0]!));
    let best: { id: string; size: number } | null = null;
    let ambiguous: readonly string[] = [];
    for (const hit of hits) {
      // A shared name is settled by a larger place that the text names too.
      const fitting =
        hit.ids.length === 1
          ? hit.ids
          : hit.ids.filter((id) => chainOf(id).some((above) => above !== id && sure.has(above)));
      const settled = fitting.length === 1 ? fitting[0]! : null;
      if (settled === null) {
        if (ambiguous.length === 0) ambiguous = fitting.length > 1 ? fitting : hit.ids;
        continue;
      }
      const size = SIZE[byId.get(settled)!.kind];
      if (best === null || size < best.size) best = { id: settled, size };
    }
    const spans = hits.map(({ start, end }) => ({ start, end }));
    if (best === null) return { chain: sharedChain(ambiguous.map(chainOf)), ambiguous, spans };
    const isSettled = best.size < SIZE.city;
    return { chain: chainOf(best.id), ambiguous: isSettled ? [] : ambiguous, spans };
  };

  return {
    byId,
    chainOf,
    find(text, field) {
      const found = findInText(text);
      const key = field?.trim().toLowerCase();
      if (key === undefined || key === '') return { ...found, contradicts: null };
      const ids = byId.has(key) ? [key] : (idsByName.get(key) ?? []);
      if (ids.length !== 1) return { ...found, contradicts: null };
      const chain = chainOf(ids[0]!);
      if (found.chain.length === 0)
        return { chain, ambiguous: [], contradicts: null, spans: found.spans };
      // The text may say more exactly where within the field's region it is.
      if (found.chain.includes(ids[0]!)) return { ...found, contradicts: null };
      const contradicts = chain.includes(found.chain[0]!) ? null : found.chain[0]!;
      return { chain, ambiguous: [], contradicts, spans: found.spans };
    },
  };
}

/** The part that all chains end in: what is sure although the place is not. */
function sharedChain(chains: readonly (readonly string[])[]): readonly string[] {
  const [first, ...rest] = chains;
  return (first ?? []).filter((id) => rest.every((chain) => chain.includes(id)));
}
