/** How much alike two texts are, by the character trigrams that they share. */

import { normalize } from './normalize.js';

/** Character trigrams without blanks and punctuation. */
export function trigrams(text: string): Set<string> {
  const bare = normalize(text).text.replace(/[\s\p{P}]+/gu, '');
  const grams = new Set<string>();
  for (let i = 0; i + 3 <= bare.length; i++) grams.add(bare.slice(i, i + 3));
  return grams;
}

/** Jaccard similarity of two sets, 0–1. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const gram of a) if (b.has(gram)) both++;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}
