/** Ranks the categories of a text: linear scores down the tree, with the lexicon's keywords. */

import { type RequestType, SITUATIONS, type SituationShares, type Span } from '../decision.js';
import { ZhipaiError } from '../errors.js';
import type { Taxonomy } from '../taxonomy/taxonomy.js';
import { type Calibration, calibratedShares } from './calibrate.js';
import { createHead, isHeadLabel, situationOf, situationShares } from './heads.js';
import { createKeywordScorer, type KeywordHit, type KeywordScorer } from './keyword-scores.js';
import { createScorer, type LinearScorer } from './linear.js';
import type { Model } from './model-file.js';
import { eachFeature } from './vectorize.js';

/** How the parts of a score add up; fitted out of fold on the lexicon. */
export interface Blend {
  /** Of the level-2 parent's score. */
  readonly level2: number;
  /** Of the level-1 ancestor's score. */
  readonly level1: number;
  /** Of ln(1 + sum of keyword weights). */
  readonly keywords: number;
  /** Of ln P(the category's situation), where the model learned situations; absent: 0. */
  readonly situation?: number | undefined;
}

export interface Ranked {
  readonly code: string;
  /** P(code right), 0–1. */
  readonly confidence: number;
}

export interface Classification {
  /** Best first; the confidences of the whole ranking sum to at most 1. */
  readonly ranking: readonly Ranked[];
  /** What the text asks for and P(right), 0–1; null: the model does not know. */
  readonly request: { readonly type: RequestType; readonly confidence: number } | null;
  /** P(situation); where the model never learned them, from the candidates' categories. */
  readonly situations: SituationShares;
  /** Keywords of the first candidate. */
  readonly keywords: readonly KeywordHit[];
  /** Share of n-grams unknown to the model, 0–1. */
  readonly unknownShare: number;
  /** true: neither a keyword nor a known n-gram spoke. */
  readonly isBlind: boolean;
}

export interface Classifier {
  /** @param text normalized */
  classify(text: string): Classification;
  /** The ranking alone, by other weights of the parts than the model's own. */
  rankBy(text: string, blend: Blend): Ranked[];
  /** n-grams of the text that spoke for a code, merged into spans with their share, greatest first. */
  evidence(text: string, code: string, most: number): { span: Span; weight: number }[];
}

/** How many candidates a ranking keeps. */
export const RANKED = 8;

const isLeafCode = (label: string): boolean => label.length === 6 && !isHeadLabel(label);

/** Leaves of the model in order of its labels, with the numbers of their ancestors' outputs and their situations. */
export function leafOutputs(labels: readonly string[]): {
  leaves: number[];
  level2: number[];
  level1: number[];
  /** Numbers in SITUATIONS. */
  situation: number[];
} {
  const numberOf = new Map(labels.map((label, number) => [label, number]));
  const leaves = labels.flatMap((label, number) => (isLeafCode(label) ? [number] : []));
  const ancestor = (length: number) =>
    leaves.map((leaf) => numberOf.get(labels[leaf]!.slice(0, length)) ?? -1);
  const situation = leaves.map((leaf) => SITUATIONS.indexOf(situationOf(labels[leaf]!)));
  return { leaves, level2: ancestor(4), level1: ancestor(2), situation };
}

/** Blended scores of all leaves, no unit. */
export function blendScores(
  scores: Float32Array,
  keywordSums: Float32Array,
  outputs: ReturnType<typeof leafOutputs>,
  blend: Blend,
  shares: SituationShares | null,
  into: Float32Array,
): Float32Array {
  const { leaves, level2, level1, situation } = outputs;
  const weight = shares === null ? 0 : (blend.situation ?? 0);
  // A share of nothing would shut a category out for good.
  const bonuses = SITUATIONS.map((of) =>
    weight === 0 ? 0 : weight * Math.log(shares![of] + 1e-3),
  );
  for (let i = 0; i < leaves.length; i++) {
    const words = keywordSums[i]!;
    into[i] =
      scores[leaves[i]!]! +
      (level2[i]! < 0 ? 0 : blend.level2 * scores[level2[i]!]!) +
      (level1[i]! < 0 ? 0 : blend.level1 * scores[level1[i]!]!) +
      (words === 0 ? 0 : blend.keywords * Math.log1p(words)) +
      bonuses[situation[i]!]!;
  }
  return into;
}

/** @throws ZhipaiError MODEL_MISMATCH when the model knows a code that the taxonomy lacks */
export function createClassifier(taxonomy: Taxonomy, model: Model): Classifier {
  const { labels } = model.linear;
  const unknown = labels.find((label) => !taxonomy.byCode.has(label) && !isHeadLabel(label));
  if (unknown !== undefined) throw new ZhipaiError('MODEL_MISMATCH', { got: unknown });
  const outputs = leafOutputs(labels);
  const codes = outputs.leaves.map((leaf) => labels[leaf]!);
  const scorer: LinearScorer = createScorer(model.linear);
  const keywordScorer: KeywordScorer = createKeywordScorer(taxonomy, codes);
  const blend = model.header.blend ?? { level2: 0, level1: 0, keywords: 0 };
  const { sharpness, knots } = model.header.calibration;
  const blended = new Float32Array(codes.length);
  const { headSharpness } = model.header;
  const requestHead = createHead('request', labels, headSharpness);
  const situationHead = createHead('situation', labels, headSharpness);
  const requestOf = (scores: Float32Array): Classification['request'] => {
    if (requestHead === null) return null;
    const shares = requestHead.shares(scores);
    let best = 0;
    for (let i = 1; i < shares.length; i++) if (shares[i]! > shares[best]!) best = i;
    return { type: requestHead.labels[best] as RequestType, confidence: shares[best]! };
  };
  const situationsOf = (ranking: readonly Ranked[]): SituationShares => {
    const shares = { normal: 0, emergency: 0, followUp: 0, invalid: 0, outOfScope: 0 };
    for (const { code, confidence } of ranking) shares[situationOf(code)] += confidence;
    return shares;
  };

  return {
    classify(text) {
      const vector = scorer.vectorizer.vector(text);
      const { unknownShare, size } = vector;
      const words = keywordScorer.score(text);
      const scores = scorer.scores(vector);
      const request = requestOf(scores);
      const own = situationHead === null ? null : situationShares(situationHead, scores);
      blendScores(scores, words.sums, outputs, blend, own, blended);
      const ranking = rank(blended, codes, sharpness, knots);
      const situations = own ?? situationsOf(ranking);
      const first = codes.indexOf(ranking[0]?.code ?? '');
      return {
        ranking,
        request,
        situations,
        keywords: first < 0 ? [] : words.hitsOf(first),
        unknownShare,
        isBlind: size === 0 && words.touched.length === 0,
      };
    },
    rankBy(text, parts) {
      const scores = scorer.scores(scorer.vectorizer.vector(text));
      // Situations cost a softmax, and the weights of a stacked model do not ask for them.
      const isAsked = situationHead !== null && (parts.situation ?? 0) !== 0;
      const own = isAsked ? situationShares(situationHead, scores) : null;
      blendScores(scores, keywordScorer.score(text).sums, outputs, parts, own, blended);
      return rank(blended, codes, sharpness, knots);
    },
    evidence(text, code, most) {
      const label = labels.indexOf(code);
      if (label < 0) return [];
      const weightAt = new Float32Array(text.length);
      eachFeature(text, model.linear.settings, (hash, start, end) => {
        const feature = scorer.vectorizer.idOf(hash);
        if (feature < 0) return;
        const share = (scorer.weight(feature, label) * model.linear.idf[feature]!) / (end - start);
        for (let i = start; i < end; i++) weightAt[i] = weightAt[i]! + share;
      });
      return strongestSpans(weightAt, most);
    },
  };
}

/** Softmax over all, kept for the best; the first is mapped to its calibrated share right. */
function rank(
  scores: Float32Array,
  codes: readonly string[],
  sharpness: number,
  knots: Calibration['knots'],
): Ranked[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (best.length === RANKED && scores[i]! <= scores[best[RANKED - 1]!]!) continue;
    let at = best.length === RANKED ? RANKED - 1 : best.length;
    while (at > 0 && scores[best[at - 1]!]! < scores[i]!) {
      best[at] = best[at - 1]!;
      at--;
    }
    best[at] = i;
  }
  if (best.length === 0) return [];
  const max = scores[best[0]!]!;
  // e^−14 is a millionth: what lies below cannot change the fourth decimal.
  const share = (i: number): number => {
    const distance = (scores[i]! - max) * sharpness;
    return distance > -14 ? Math.exp(distance) : 0;
  };
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += share(i);
  const raw = best.map((i) => share(i) / sum);
  const confidences = calibratedShares(raw, knots);
  return best.map((i, k) => ({ code: codes[i]!, confidence: confidences[k]! }));
}

/** Runs of characters with positive weight, greatest first, with their share of all of them. */
function strongestSpans(weightAt: Float32Array, most: number): { span: Span; weight: number }[] {
  const runs: { span: Span; weight: number }[] = [];
  const floor = weightAt.reduce((max, weight) => Math.max(max, weight), 0) * 0.25;
  for (let i = 0; i < weightAt.length; i++) {
    if (weightAt[i]! <= floor) continue;
    let end = i;
    let weight = 0;
    while (end < weightAt.length && weightAt[end]! > floor) weight += weightAt[end++]!;
    runs.push({ span: { start: i, end }, weight });
    i = end;
  }
  const total = runs.reduce((sum, run) => sum + run.weight, 0);
  return runs
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ span, weight }) => ({ span, weight: total === 0 ? 0 : weight / total }));
}
