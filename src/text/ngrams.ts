/**
 * Hashed character n-grams. No dictionary, no segmentation: the same text gives the same features
 * for ever, and nothing is cut out of it as a string.
 */

/** One 32-bit hash for each field, so that 停车 in the head is another feature than 停车 in the body. */
export const FIELDS = {
  body: 0x2545f491,
  head: 0x6c8e9cf5,
  /** Codes that a base model gives the text and its head. */
  stackedBody: 0x1b873593,
  stackedHead: 0x38b34ae5,
} as const;

/** Longest n-gram. Four characters hold most Chinese terms whole. */
export const MAX_N = 4;

const mix = (hash: number, unit: number): number => {
  let h = Math.imul(hash ^ unit, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** Hash of a whole word as one feature of a field. */
export function hashOf(word: string, field: number): number {
  let hash = field;
  for (let i = 0; i < word.length; i++) hash = mix(hash, word.charCodeAt(i));
  return hash;
}

/** Blanks, digits and punctuation: what a gram may not cross, given as 0. Digits count as one sign. */
const units = new Uint16Array(65536);
for (let unit = 0; unit < 65536; unit++) {
  const char = String.fromCharCode(unit);
  if (/[\p{L}\p{M}]/u.test(char)) units[unit] = unit;
  else if (/\p{Nd}/u.test(char)) units[unit] = 0x30;
}

/**
 * Calls `visit` with the hash of each n-gram (1 ≤ n ≤ maxN) of `text` between `start` and `end`.
 * A run of digits is one sign, since a house number says nothing that the next one does not.
 */
export function eachNgram(
  text: string,
  field: number,
  start: number,
  end: number,
  maxN: number,
  visit: (hash: number, start: number, end: number) => void,
): void {
  // Places and signs of the last MAX_N signs, as a ring, so that a run of digits may be skipped.
  const at = [0, 0, 0, 0];
  const signs = [0, 0, 0, 0];
  let held = 0;
  let last = 0;
  for (let i = start; i < end; i++) {
    const unit = units[text.charCodeAt(i)]!;
    if (unit === 0) {
      held = 0;
      last = 0;
      continue;
    }
    if (unit === 0x30 && last === 0x30) continue;
    last = unit;
    for (let k = Math.min(held, MAX_N - 1); k > 0; k--) {
      at[k] = at[k - 1]!;
      signs[k] = signs[k - 1]!;
    }
    at[0] = i;
    signs[0] = unit;
    if (held < MAX_N) held++;
    let hash = field;
    // Backwards from the newest sign, so that each longer gram costs one more step.
    for (let n = 1; n <= maxN && n <= held; n++) {
      hash = mix(hash, signs[n - 1]!);
      visit(mix(hash, n), at[n - 1]!, i + 1);
    }
  }
}
