/** From a role and a region to the unit that does it there. */

import type { UnitRef } from '../decision.js';
import { buildAutomaton } from '../text/keywords.js';
import {
  type DispatchMode,
  type PackData,
  type RegionKind,
  STREET_ROLE,
  type UnitData,
} from './types.js';

export interface NamedUnit {
  readonly unit: UnitData;
  readonly start: number;
  readonly end: number;
}

export interface Directory {
  readonly byId: ReadonlyMap<string, UnitData>;
  /**
   * The unit for a role: the street's, else the district's, else the city's; where the pack sends to
   * districts or bureaus first, theirs before the street's.
   * @param chain  region ids from the smallest up
   * @param date   YYYY-MM-DD; units out of their time are passed over for their successors
   * @param named  units that the text names: of several for the role in a region, one of them
   * @returns null when the pack names nobody
   */
  unitFor(
    role: string,
    chain: readonly string[],
    date: string,
    named?: readonly NamedUnit[],
  ): UnitData | null;
  /** The nearest unit of a kind, or the one of this id or name; null: the pack has none. */
  unitLabelled(label: string, chain: readonly string[], date: string): UnitData | null;
  /** A role that the unit has, preferably this one; null: none. */
  roleOf(unit: UnitData, preferred: string | null): string | null;
  /** The unit above, in force on that day; null at the top. */
  parentOf(unit: UnitData, date: string): UnitData | null;
  /**
   * Units that the text names, each once, with the place of the name: the longest name where
   * several begin, and of units that share one (环保局 of each district) the nearest to the chain.
   * @param text normalized
   */
  namedIn(text: string, chain: readonly string[]): NamedUnit[];
}

export const toRef = (unit: UnitData): UnitRef => ({
  id: unit.id,
  name: unit.name,
  kind: unit.kind,
});

const inForce = (unit: UnitData, date: string): boolean =>
  (unit.validFrom === undefined || date >= unit.validFrom) &&
  (unit.validTo === undefined || date <= unit.validTo);

/** How far up a region's first unit is looked for, the first sought first. */
const SOUGHT: Readonly<Record<DispatchMode, readonly RegionKind[]>> = {
  street: ['road', 'community', 'street', 'zone', 'district', 'city'],
  district: ['road', 'zone', 'district', 'city', 'street', 'community'],
  bureau: ['road', 'city', 'zone', 'district', 'street', 'community'],
};

export function buildDirectory(
  pack: Pick<PackData, 'units' | 'assignments' | 'regions'> &
    Partial<Pick<PackData, 'dispatchMode'>>,
): Directory {
  const kindOf = new Map(pack.regions.map((region) => [region.id, region.kind]));
  const cityId = pack.regions.find((region) => region.kind === 'city')?.id ?? '';
  const withCity = (chain: readonly string[]): readonly string[] =>
    chain.includes(cityId) ? chain : [...chain, cityId];
  const inOrder = (role: string, chain: readonly string[]): string[] => {
    // What is a street's own stays with the street, whoever hears of the rest first.
    const sought = SOUGHT[role === STREET_ROLE ? 'street' : (pack.dispatchMode ?? 'street')];
    const rank = (id: string) => sought.indexOf(kindOf.get(id) ?? 'city');
    return [...withCity(chain)].sort((a, b) => rank(a) - rank(b));
  };
  const byId = new Map(pack.units.map((unit) => [unit.id, unit]));
  const unitIds = new Map<string, string[]>();
  const rolesOf = new Map<string, string[]>();
  for (const { role, region, unit } of pack.assignments) {
    push(unitIds, `${role}\n${region}`, unit);
    push(rolesOf, unit, role);
  }
  const unitsByLabel = new Map<string, UnitData[]>();
  for (const unit of pack.units) {
    for (const label of new Set([unit.id, unit.name, unit.kind])) push(unitsByLabel, label, unit);
  }
  const holders = new Map<string, UnitData[]>();
  for (const unit of pack.units) {
    for (const name of [unit.name, ...(unit.aliases ?? [])])
      push(holders, name.toLowerCase(), unit);
  }
  const names = [...holders.keys()];
  const automaton = buildAutomaton(names);

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
    unitFor(role, chain, date, named = []) {
      for (const region of inOrder(role, chain)) {
        const ids = unitIds.get(`${role}\n${region}`) ?? [];
        const meant = ids.length > 1 ? named.find(({ unit }) => ids.includes(unit.id)) : undefined;
        const unit = current(meant?.unit ?? byId.get(ids[0] ?? ''), date);
        if (unit !== null) return unit;
      }
      return null;
    },
    unitLabelled(label, chain, date) {
      const labelled = unitsByLabel.get(label) ?? [];
      for (const region of withCity(chain)) {
        const unit = labelled.find((one) => one.region === region && inForce(one, date));
        if (unit !== undefined) return unit;
      }
      return null;
    },
    roleOf(unit, preferred) {
      const roles = rolesOf.get(unit.id) ?? [];
      return preferred !== null && roles.includes(preferred) ? preferred : (roles[0] ?? null);
    },
    parentOf(unit, date) {
      return unit.parent === undefined ? null : current(byId.get(unit.parent), date);
    },
    namedIn(text, chain) {
      const found: NamedUnit[] = [];
      const hits: { name: number; start: number; end: number }[] = [];
      automaton.scan(text, (name, start, end) => {
        while (hits.length > 0 && hits.at(-1)!.start >= start) hits.pop();
        const last = hits.at(-1);
        if (last === undefined || end > last.end) hits.push({ name, start, end });
      });
      const distance = ({ region }: UnitData): number => {
        const at = chain.indexOf(region);
        return at < 0 ? chain.length + (region === cityId ? 0 : 1) : at;
      };
      for (const { name, start, end } of hits) {
        const [unit] = [...holders.get(names[name]!)!].sort((a, b) => distance(a) - distance(b));
        if (!found.some((one) => one.unit === unit)) found.push({ unit: unit!, start, end });
      }
      return found;
    },
  };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
