/** From a role and a region to the unit that does it there. */

import type { UnitRef } from '../decision.js';
import type { PackData, UnitData } from './types.js';

export interface Directory {
  readonly byId: ReadonlyMap<string, UnitData>;
  /**
   * The nearest unit for a role: the street's, else the district's, else the city's.
   * @param chain  region ids from the smallest up
   * @param date   YYYY-MM-DD; units out of their time are passed over for their successors
   * @returns null when the pack names nobody
   */
  unitFor(role: string, chain: readonly string[], date: string): UnitData | null;
  /** The unit above, in force on that day; null at the top. */
  parentOf(unit: UnitData, date: string): UnitData | null;
  /** Units that the text names, each once, with the place of the name. */
  namedIn(text: string): { unit: UnitData; start: number; end: number }[];
}

export const toRef = (unit: UnitData): UnitRef => ({
  id: unit.id,
  name: unit.name,
  kind: unit.kind,
});

const inForce = (unit: UnitData, date: string): boolean =>
  (unit.validFrom === undefined || date >= unit.validFrom) &&
  (unit.validTo === undefined || date <= unit.validTo);

export function buildDirectory(
  pack: Pick<PackData, 'units' | 'assignments' | 'regions'>,
): Directory {
  const byId = new Map(pack.units.map((unit) => [unit.id, unit]));
  const cityId = pack.regions.find((region) => region.kind === 'city')?.id ?? '';
  const unitIds = new Map<string, string>();
  for (const { role, region, unit } of pack.assignments) unitIds.set(`${role}\n${region}`, unit);

  const current = (unit: UnitData | undefined, date: string): UnitData | null => {
    const seen = new Set<string>();
    for (let at = unit; at !== undefined && !seen.has(at.id); ) {
      if (inForce(at, date)) return at;
      seen.add(at.id);
      at = at.successor === undefined ? undefined : byId.get(at.successor);
    }
    return null;
  };

  return {
    byId,
    unitFor(role, chain, date) {
      for (const region of chain.includes(cityId) ? chain : [...chain, cityId]) {
        const id = unitIds.get(`${role}\n${region}`);
        const unit = id === undefined ? null : current(byId.get(id), date);
        if (unit !== null) return unit;
      }
      return null;
    },
    parentOf(unit, date) {
      return unit.parent === undefined ? null : current(byId.get(unit.parent), date);
    },
    namedIn(text) {
      return pack.units.flatMap((unit) => {
        for (const name of [unit.name, ...(unit.aliases ?? [])]) {
          const start = text.indexOf(name.toLowerCase());
          if (start >= 0) return [{ unit, start, end: start + name.length }];
        }
        return [];
      });
    },
  };
}
