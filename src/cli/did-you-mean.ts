/** The nearest name to one that does not exist. */

import levenshtein from 'natural/lib/natural/distance/levenshtein_distance.js';

/** @returns the nearest of `names` when it is near enough to have been meant, else null */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const candidate of names) {
    const distance = levenshtein.LevenshteinDistance(name.toLowerCase(), candidate.toLowerCase());
    if (best === null || distance < best.distance) best = { name: candidate, distance };
  }
  if (best === null || best.distance > Math.max(1, Math.floor(name.length / 2))) return null;
  return best.name;
}
