/** How scores down the tree and keywords add up: fitted out of fold, applied to every text. */

import type { Taxonomy } from '../taxonomy/taxonomy.js';
import { fitSharpness, type ScoredRow, softmax } from './calibrate.js';
import { type Blend, blendScores, leafOutputs } from './classifier.js';
import { type Head, situationShares } from './heads.js';
import { createKeywordScorer } from './keyword-scores.js';

/** An out-of-fold row: its normalized text, the raw scores of all outputs, its leaf's number. */
export interface BlendRow {
  readonly row: { readonly normalized: string };
  readonly scores: Float32Array;
  readonly label: number;
}

/**
 * Fits and applies the blend of scores down the tree, keywords and situations.
 * @param situations the model's head of situations; null: it has none
 */
export function createBlender(
  names: readonly string[],
  taxonomy: Taxonomy | undefined,
  situations: Head | null,
) {
  const outputs = leafOutputs(names);
  const codes = outputs.leaves.map((leaf) => names[leaf]!);
  const keywords = createKeywordScorer(taxonomy ?? { keywords: new Map() }, codes);
  const blended = (scores: Float32Array, sums: Float32Array, blend: Blend): Float32Array =>
    blendScores(
      scores,
      sums,
      outputs,
      blend,
      situations === null ? null : situationShares(situations, scores),
      new Float32Array(codes.length),
    );
  const apply = (text: string, scores: Float32Array, blend: Blend): Float32Array =>
    blended(scores, keywords.score(text).sums, blend);
  return {
    apply,
    /** Coordinate search by likelihood, on every n-th row so that it takes seconds. */
    fit(rows: readonly BlendRow[]): Blend {
      const every = Math.max(1, Math.floor(rows.length / 500));
      const sample = rows.filter((_, i) => i % every === 0);
      const sums = sample.map(({ row }) => keywords.score(row.normalized).sums.slice());
      const lossOf = (blend: Blend): number => {
        const scored: ScoredRow[] = sample.map(({ scores, label }, i) => ({
          label,
          scores: blended(scores, sums[i]!, blend),
        }));
        const sharpness = fitSharpness(scored);
        let loss = 0;
        for (const { scores, label } of scored) {
          if (label >= 0) loss -= Math.log(softmax(scores, sharpness)[label]! + 1e-12);
        }
        return loss;
      };
      let blend: Blend = { level2: 0.5, level1: 0.25, keywords: 0.2 };
      let best = lossOf(blend);
      const choices = {
        keywords: [0, 0.05, 0.1, 0.2, 0.3],
        level2: [0, 0.25, 0.5, 1, 1.5],
        level1: [0, 0.25, 0.5, 1, 1.5],
      };
      for (const part of ['level2', 'level1', 'keywords', 'level2', 'level1'] as const) {
        for (const value of choices[part]) {
          const next = { ...blend, [part]: value };
          const loss = lossOf(next);
          if (loss < best - 1e-9) [best, blend] = [loss, next];
        }
      }
      return blend;
    },
  };
}
