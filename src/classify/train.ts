/** Learns a model file from labelled texts: folds, out-of-fold scores, calibration, final fit. */

import type { RequestType, Situation } from '../decision.js';
import { contentHash } from '../hash.js';
import type { Judged } from '../measure/selective.js';
import type { Taxonomy } from '../taxonomy/taxonomy.js';
import { normalize } from '../text/normalize.js';
import { createBlender } from './blend.js';
import {
  type Calibration,
  calibratedShares,
  fitCalibration,
  fitSharpness,
  softmax,
} from './calibrate.js';
import { type Blend, leafOutputs, RANKED } from './classifier.js';
import { groupNearRepeats } from './groups.js';
import { createHead, fitHead, HEADS, type HeadSharpness, outputName } from './heads.js';
import { createScorer } from './linear.js';
import { encodeModel } from './model-file.js';
import type { Base } from './stacking.js';
import {
  type CountedRow,
  countFeatures,
  type LinearSettings,
  type Output,
  trainLinear,
} from './train-linear.js';

export interface TrainRow {
  readonly text: string;
  /** A category code, or a unit or kind of unit. */
  readonly label: string;
  /** For `category`: what it asks for, where somebody said; learned beside the codes. */
  readonly request?: RequestType | undefined;
  /** For `category`: what the hotline has before it; learned beside the codes. */
  readonly situation?: Situation | undefined;
  /** true: learn from it, but never judge by it (a definition is no ticket). */
  readonly isAuxiliary?: boolean | undefined;
  /**
   * true: judged for its request and situation alone, and out of what the first levels learn: there
   * are more of its branch than life brings.
   */
  readonly isForHeads?: boolean | undefined;
}

/** What was found in the rows before anything was learned. */
export interface Findings {
  readonly rows: number;
  readonly labels: number;
  /** Labels with one row, which no fold can be judged on. */
  readonly singleRowLabels: number;
  readonly largestLabel: string;
  /** Of all rows, 0–1. */
  readonly largestShare: number;
  /** Rows whose text nearly repeats an earlier one's. */
  readonly nearRepeats: number;
  /** Of those, the ones with another label than the first. */
  readonly contradictory: number;
}

export interface TrainOptions {
  readonly target: 'category' | 'lead';
  readonly linear: LinearSettings;
  readonly folds: number;
  /** For `category`: fixed weights of the parts; absent: fitted out of fold. */
  readonly blend?: Blend | undefined;
  /** A category model whose answers become features; needs a stackedWeight. */
  readonly base?: Base | undefined;
  /** For `category`: gives the keywords, and its version goes into the header. */
  readonly taxonomy?: Taxonomy | undefined;
  readonly onFindings?: ((findings: Findings) => void) | undefined;
  /** Called with the share done, 0–1. */
  readonly progress?: ((share: number) => void) | undefined;
}

/** An out-of-fold answer, for judging and for thresholds on what follows from it. */
export interface OutOfFoldRow {
  readonly text: string;
  readonly label: string;
  /** Best first, calibrated, as long as a classifier's own. */
  readonly ranking: readonly Ranking[];
}

interface Ranking {
  readonly label: string;
  readonly confidence: number;
}

export interface Trained {
  readonly bytes: Uint8Array;
  readonly calibration: Calibration;
  readonly outOfFold: readonly OutOfFoldRow[];
}

interface Prepared extends TrainRow {
  readonly normalized: string;
  readonly fold: number;
}

/** In an order that depends on the rows alone, each with its fold. */
function prepare(
  rows: readonly TrainRow[],
  folds: number,
  report: TrainOptions['onFindings'],
): Prepared[] {
  const sorted = rows
    .map((row) => ({ ...row, label: row.label.trim(), normalized: normalize(row.text).text }))
    .filter((row) => row.label !== '' && row.normalized.trim() !== '')
    .sort((a, b) => order(a.normalized, b.normalized) || order(a.label, b.label));
  const groups = groupNearRepeats(sorted.map((row) => row.normalized));
  report?.(findingsOf(sorted, groups));
  return sorted.map((row, i) => ({
    ...row,
    fold: Number.parseInt(contentHash(sorted[groups[i]!]!.normalized).slice(0, 6), 16) % folds,
  }));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function findingsOf(rows: readonly TrainRow[], groups: Int32Array): Findings {
  const support = new Map<string, number>();
  for (const { label } of rows) support.set(label, (support.get(label) ?? 0) + 1);
  const [largestLabel, largest] = [...support].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  const repeats = rows.map((_, i) => i).filter((i) => groups[i] !== i);
  return {
    rows: rows.length,
    labels: support.size,
    singleRowLabels: [...support.values()].filter((count) => count === 1).length,
    largestLabel,
    largestShare: rows.length === 0 ? 0 : largest / rows.length,
    nearRepeats: repeats.length,
    contradictory: repeats.filter((i) => rows[groups[i]!]!.label !== rows[i]!.label).length,
  };
}

/** Outputs of a model: the labels, and for codes their ancestors too. */
function outputsOf(
  labels: readonly string[],
  target: TrainOptions['target'],
  rows: readonly Prepared[],
  above: LinearSettings['above'],
): Output[] {
  const names = new Set<string>();
  for (const label of labels) {
    names.add(label);
    if (target === 'category') {
      names.add(label.slice(0, 4));
      names.add(label.slice(0, 2));
    }
  }
  const rowsOf = new Map([...names].sort().map((name) => [name, [] as number[]]));
  rows.forEach(({ label, isForHeads }, row) => {
    rowsOf.get(label)?.push(row);
    if (target !== 'category') return;
    if (label.length > 4) rowsOf.get(label.slice(0, 4))?.push(row);
    if (label.length > 2 && !isForHeads) rowsOf.get(label.slice(0, 2))?.push(row);
  });
  const all = Array.from(rows.keys());
  const common = all.filter((row) => !rows[row]!.isForHeads);
  const ofBranch = new Map<string, number[]>();
  for (const row of target === 'category' ? all : []) {
    const branch = rows[row]!.label.slice(0, 2);
    const own = ofBranch.get(branch);
    if (own === undefined) ofBranch.set(branch, [row]);
    else own.push(row);
  }
  const heads = HEADS.flatMap((head) => {
    const byLabel = new Map<string, number[]>();
    const among: number[] = [];
    rows.forEach((row, i) => {
      const label = row[head];
      if (label === undefined) return;
      among.push(i);
      const own = byLabel.get(label);
      if (own === undefined) byLabel.set(label, [i]);
      else own.push(i);
    });
    return [...byLabel.keys()].sort().map((label) => ({
      label: outputName(head, label),
      rows: byLabel.get(label)!,
      among: Int32Array.from(among),
      own: above?.head,
    }));
  });
  const codes = [...rowsOf].map(([label, positives]) => ({
    label,
    rows: positives,
    among:
      target === 'category'
        ? amongFor(label, all, common, ofBranch.get(label.slice(0, 2)) ?? [])
        : undefined,
    own: label.length === 6 ? undefined : label.length === 2 ? above?.level1 : above?.level2,
  }));
  return target === 'category' ? [...codes, ...heads] : codes;
}

/** Of the rows outside its branch a second level sees one in so many: the first level parts them. */
const OUTSIDE = 4;

/**
 * Down the tree a class is told apart where the levels above leave off: a third level within its
 * branch, a second level within its branch and a sample of the rest. It costs a fifth of the time
 * of learning each against all.
 */
function amongFor(
  label: string,
  all: readonly number[],
  common: readonly number[],
  branch: readonly number[],
): Int32Array {
  if (label.length === 2) return Int32Array.from(common);
  if (label.length === 6) return Int32Array.from(branch);
  const inside = new Set(branch);
  return Int32Array.from(all.filter((row) => inside.has(row) || row % OUTSIDE === 0));
}

/** Scores of one fold's rows by a model of the other folds. */
interface FoldScores {
  readonly rows: readonly Prepared[];
  readonly scores: readonly Float32Array[];
  readonly unknownShares: readonly number[];
}

export function trainModel(rows: readonly TrainRow[], options: TrainOptions): Trained {
  const { target, folds, linear, taxonomy, base } = options;
  const prepared = prepare(rows, folds, options.onFindings);
  const counted = prepared.map((row) =>
    countFeatures(row.normalized, linear.vector, base?.features(row.normalized)),
  );
  const labels = [...new Set(prepared.map((row) => row.label))].sort();
  const allOutputs = outputsOf(labels, target, prepared, linear.above);
  const learn = (part: readonly number[], step: number) => {
    const partRows = part.map((i) => prepared[i]!);
    const byLabel = new Map(
      outputsOf(labels, target, partRows, linear.above).map((output) => [output.label, output]),
    );
    const outputs = allOutputs.map(({ label }) => byLabel.get(label) ?? { label, rows: [] });
    return trainLinear(part.map((i) => counted[i]!) as CountedRow[], outputs, linear, (share) =>
      options.progress?.((step + share) / (folds + 1)),
    );
  };

  const all = prepared.map((_, i) => i);
  const judged: FoldScores[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const test = all.filter((i) => prepared[i]!.fold === fold && !prepared[i]!.isAuxiliary);
    const scorer = createScorer(
      learn(
        all.filter((i) => prepared[i]!.fold !== fold || prepared[i]!.isAuxiliary),
        fold,
      ),
    );
    const unknownShares: number[] = [];
    const scores = test.map((i) => {
      const vector = scorer.vectorizer.vector(prepared[i]!.normalized, counted[i]!.stacked);
      unknownShares.push(vector.unknownShare);
      return scorer.scores(vector).slice();
    });
    judged.push({ rows: test.map((i) => prepared[i]!), scores, unknownShares });
  }
  const model = learn(all, folds);
  const names = model.labels;

  const leafNames =
    target === 'category' ? leafOutputs(names).leaves.map((leaf) => names[leaf]!) : names;
  const numberOf = new Map(leafNames.map((name, number) => [name, number]));
  const flat = judged.flatMap(({ rows: part, scores }) =>
    part.map((row, i) => ({ row, scores: scores[i]!, label: numberOf.get(row.label) ?? -1 })),
  );
  const judgedFlat = flat.filter(({ row }) => row.isForHeads !== true);
  const headSharpness: HeadSharpness = Object.fromEntries(
    HEADS.map((head) => [head, fitHead(head, flat, names)]),
  );
  const blender =
    target === 'category'
      ? createBlender(names, taxonomy, createHead('situation', names, headSharpness))
      : null;
  const blend = options.blend ?? blender?.fit(judgedFlat) ?? undefined;
  const scored = judgedFlat.map(({ row, scores, label }) => ({
    row,
    label,
    scores: blender === null ? scores : blender.apply(row.normalized, scores, blend!),
  }));

  const sharpness = fitSharpness(scored);
  const raw = scored.map(({ scores }) => softmax(scores, sharpness));
  const judgedRows: Judged[] = scored.map(({ row }, i) => {
    const best = argmax(raw[i]!);
    return {
      confidence: raw[i]![best]!,
      right: leafNames[best] === row.label,
      prediction: leafNames[best]!,
    };
  });
  const calibration = fitCalibration(judgedRows, sharpness);
  const unknown = judged.flatMap((part) => part.unknownShares);
  const bytes = encodeModel(model, {
    target,
    calibration,
    blend,
    base: base?.hash,
    headSharpness,
    trainedOn: {
      taxonomy: taxonomy === undefined ? '' : `${taxonomy.version}+${taxonomy.hash}`,
      rows: prepared.length,
      rowsHash: contentHash(prepared.map((row) => [row.normalized, row.label])),
      support: allOutputs.map((output) => output.rows.length),
      unknownShare:
        Math.round((unknown.reduce((a, b) => a + b, 0) / (unknown.length || 1)) * 1e4) / 1e4,
    },
  });
  const outOfFold = scored.map(({ row }, i) => ({
    text: row.text,
    label: row.label,
    ranking: topLabels(raw[i]!, leafNames, calibration),
  }));
  return { bytes, calibration, outOfFold };
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** The best, as a classifier ranks them: calibrated, best first. */
function topLabels(
  probabilities: Float64Array,
  names: readonly string[],
  { knots }: Calibration,
): Ranking[] {
  const best = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b]! - probabilities[a]!)
    .slice(0, RANKED);
  const raw = best.map((i) => probabilities[i]!);
  return calibratedShares(raw, knots).map((confidence, k) => ({
    label: names[best[k]!]!,
    confidence,
  }));
}
