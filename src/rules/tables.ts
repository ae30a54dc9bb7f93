/**
 * Route tables: category × region → role. A city's own table stands before the rule set's; within
 * a table the longest code wins, then the smallest region.
 */

import type { PackData } from '../place/types.js';
import type { RouteRow } from './types.js';

export interface RouteTable {
  /** @param chain region ids from the smallest up; null: no row covers the category */
  rowFor(code: string, chain: readonly string[]): RouteRow | null;
}

/** @param tables the first one that covers the category answers */
export function buildRouteTable(...tables: readonly (readonly RouteRow[])[]): RouteTable {
  const indexed = tables.map((table) => {
    const rows = new Map<string, RouteRow>();
    for (const row of table) {
      const key = `${row.code}\n${row.region}`;
      if (!rows.has(key)) rows.set(key, row);
    }
    return rows;
  });
  return {
    rowFor(code, chain) {
      for (const rows of indexed) {
        for (let length = code.length; length >= 2; length -= 2) {
          const prefix = code.slice(0, length);
          for (const region of [...chain, '']) {
            const row = rows.get(`${prefix}\n${region}`);
            if (row !== undefined) return row;
          }
        }
      }
      return null;
    },
  };
}

/** A pack's own rows: its settled disputes, then what else it says. */
export const packRows = ({
  disputes = [],
  routes,
}: Pick<PackData, 'disputes' | 'routes'>): RouteRow[] => [
  ...disputes.flatMap(({ id, rows }) =>
    rows.flatMap(({ codes, role, assist }) =>
      codes.map((code) => ({ code, region: '', role, assist, dispute: id })),
    ),
  ),
  ...routes,
];
