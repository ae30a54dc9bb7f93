/** What rules and the policy make of the classifier's ranking. */

import type { Ranked } from './classify/classifier.js';
import type { PolicyData } from './policy.js';
import type { Taxonomy } from './taxonomy/taxonomy.js';

/** What a call to a merged hotline's number multiplies the odds of its categories by; stated, not measured. */
const HOTLINE_ODDS = 2;
/** From here on the text is clear, and the number called changes nothing. */
const CLEAR = 0.6;

/**
 * Merged hotlines: who called 12315 likely has a matter of the market.
 * @param prefixes codes that the called number speaks for; empty: no number, or one for everything
 */
export function withHotline(
  ranking: readonly Ranked[],
  prefixes: readonly string[],
): readonly Ranked[] {
  const first = ranking[0];
  if (prefixes.length === 0 || first === undefined || first.confidence >= CLEAR) return ranking;
  const spokenFor = ({ code }: Ranked) => prefixes.some((prefix) => code.startsWith(prefix));
  const mass = ranking.reduce((sum, one) => sum + one.confidence, 0);
  const weighed = ranking.map((one) => ({
    code: one.code,
    confidence: one.confidence * (spokenFor(one) ? HOTLINE_ODDS : 1),
  }));
  const scale = mass / weighed.reduce((sum, one) => sum + one.confidence, 0);
  return weighed
    .map((one) => ({ code: one.code, confidence: one.confidence * scale }))
    .sort((a, b) => b.confidence - a.confidence);
}

/** Puts a rule's code first; its confidence is that of a rule, the classifier's share is kept in order. */
export function withForced(ranking: readonly Ranked[], code: string | null): Ranked[] {
  if (code === null) return [...ranking];
  const inside = ranking.filter((one) => one.code.startsWith(code));
  if (code.length < 6 && inside.length > 0) {
    return [...inside, ...ranking.filter((one) => !one.code.startsWith(code))];
  }
  const full = code.length === 6 ? code : `${code.padEnd(4, '01')}99`;
  const rest = ranking.filter((one) => one.code !== full);
  return [
    { code: full, confidence: RULE_CONFIDENCE },
    ...rest.map((one) => ({ ...one, confidence: one.confidence * (1 - RULE_CONFIDENCE) })),
  ];
}

/** Stated, not measured: how often a scope rule that names a code is right about it. */
const RULE_CONFIDENCE = 0.8;

/** When no third level stands out but its parent does, the answer is the parent's 99. */
export function withAbstention(
  ranking: readonly Ranked[],
  taxonomy: Taxonomy,
  policy: PolicyData,
): Ranked[] {
  const first = ranking[0];
  if (first === undefined || first.code.endsWith('99')) return [...ranking];
  const parent = first.code.slice(0, 4);
  const other = `${parent}99`;
  const share = ranking
    .filter((one) => one.code.startsWith(parent))
    .reduce((sum, one) => sum + one.confidence, 0);
  const standsOut = share <= 0 || first.confidence / share >= policy.abstainBelow;
  if (standsOut || share < 0.5 || !taxonomy.byCode.has(other)) return [...ranking];
  // The parent's mass is kept: what no sibling stands out with goes to the 99.
  const standing = first.confidence / share;
  const rest = ranking
    .filter((one) => one.code !== other)
    .map((one) =>
      one.code.startsWith(parent) ? { ...one, confidence: one.confidence * standing } : one,
    );
  return [{ code: other, confidence: share * (1 - standing) }, ...rest];
}
