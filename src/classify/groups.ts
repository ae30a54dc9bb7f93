/**
 * Which rows say nearly the same. They must stand in one fold, or a model is praised for
 * remembering. Near-identical: the Jaccard similarity of their 3-character shingles is 0.7 or more.
 * @see MinHash: Broder, "On the resemblance and containment of documents", 1997
 */

const BANDS = 12;
const ROWS_PER_BAND = 3;
const NEAR = 0.7;

function shinglesOf(text: string): Set<number> {
  const bare = text.replace(/[\s\p{P}]+/gu, '');
  const shingles = new Set<number>();
  for (let i = 0; i + 3 <= bare.length; i++) {
    let hash = 0x811c9dc5;
    for (let k = 0; k < 3; k++) hash = Math.imul(hash ^ bare.charCodeAt(i + k), 0x01000193);
    shingles.add(hash >>> 0);
  }
  return shingles;
}

function jaccard(a: Set<number>, b: Set<number>): number {
  let both = 0;
  for (const shingle of a) if (b.has(shingle)) both++;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}

/**
 * @param texts normalized texts
 * @returns for each text the number of the first text of its group
 */
export function groupNearRepeats(texts: readonly string[]): Int32Array {
  const parents = Int32Array.from({ length: texts.length }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parents[root] !== root) root = parents[root]!;
    while (parents[i] !== root) [parents[i], i] = [root, parents[i]!];
    return root;
  };
  const unite = (a: number, b: number): void => {
    const [first, second] = [find(a), find(b)];
    if (first !== second) parents[Math.max(first, second)] = Math.min(first, second);
  };
  const exact = new Map<string, number>();
  const shingles = texts.map(shinglesOf);
  const buckets = new Map<string, number[]>();
  const multipliers = Array.from(
    { length: BANDS * ROWS_PER_BAND },
    (_, k) => (0x9e3779b1 * (2 * k + 1)) | 1,
  );
  texts.forEach((text, i) => {
    const twin = exact.get(text);
    if (twin !== undefined) {
      unite(twin, i);
      return;
    }
    exact.set(text, i);
    const set = shingles[i]!;
    if (set.size === 0) return;
    const signature = multipliers.map((multiplier) => {
      let least = 0xffffffff;
      for (const shingle of set) {
        const mixed = Math.imul(shingle ^ (shingle >>> 15), multiplier);
        const hash = (mixed ^ (mixed >>> 13)) >>> 0;
        if (hash < least) least = hash;
      }
      return least;
    });
    for (let band = 0; band < BANDS; band++) {
      const from = band * ROWS_PER_BAND;
      const key = `${band}:${signature.slice(from, from + ROWS_PER_BAND).join(',')}`;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [i]);
      else {
        for (const other of bucket) {
          if (find(other) !== find(i) && jaccard(set, shingles[other]!) >= NEAR) unite(other, i);
        }
        bucket.push(i);
      }
    }
  });
  return parents.map((_, i) => find(i));
}
