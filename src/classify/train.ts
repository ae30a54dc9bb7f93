/** Learns a model file from labelled texts: folds, out-of-fold scores, calibration, final fit. */

import { REQUEST_TYPES, type RequestType } from '../decision.js';
import { contentHash } from '../hash.js';
import type { Judged } from '../measure/selective.js';
import type { Taxonomy } from '../taxonomy/taxonomy.js';
import { normalize } from '../text/normalize.js';
import { createBlender } from './blend.js';
import { type Calibration, fitCalibration, fitSharpness, softmax } from './calibrate.js';
import type { Blend } from './classifier.js';
import { groupNearRepeats } from './groups.js';
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
  /** true: learn from it, but never judge by it (a definition is no ticket). */
  readonly isAuxiliary?: boolean | undefined;
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
  /** Best first, calibrated, at most five. */
  readonly ranking: readonly { readonly label: string; readonly confidence: number }[];
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
  rows.forEach(({ label }, row) => {
    rowsOf.get(label)?.push(row);
    if (target === 'category' && label.length === 6) {
      rowsOf.get(label.slice(0, 4))?.push(row);
      rowsOf.get(label.slice(0, 2))?.push(row);
    }
  });
  const all = Array.from(rows.keys());
  const asked = Int32Array.from(all.filter((row) => rows[row]!.request !== undefined));
  const requests = REQUEST_TYPES.filter((type) => rows.some((row) => row.request === type)).map(
    (type) => ({
      label: type,
      rows: all.filter((row) => rows[row]!.request === type),
      among: asked,
    }),
  );
  const codes = [...rowsOf].map(([label, positives]) => ({
    label,
    rows: positives,
    among: target === 'category' ? amongFor(label, rowsOf, all) : undefined,
  }));
  return target === 'category' ? [...codes, ...requests] : codes;
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
  rowsOf: ReadonlyMap<string, readonly number[]>,
  all: readonly number[],
): Int32Array | undefined {
  if (label.length === 2) return undefined;
  const branch = rowsOf.get(label.slice(0, 2)) ?? [];
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
  const allOutputs = outputsOf(labels, target, prepared);
  const learn = (part: readonly number[], step: number) => {
    const partRows = part.map((i) => prepared[i]!);
    const byLabel = new Map(
      outputsOf(labels, target, partRows).map((output) => [output.label, output]),
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

  const leafNames = target === 'category' ? names.filter((name) => name.length === 6) : names;
  const numberOf = new Map(leafNames.map((name, number) => [name, number]));
  const flat = judged.flatMap(({ rows: part, scores }) =>
    part.map((row, i) => ({ row, scores: scores[i]!, label: numberOf.get(row.label) ?? -1 })),
  );
  const blender = target === 'category' ? createBlender(names, taxonomy) : null;
  const blend = options.blend ?? blender?.fit(flat) ?? undefined;
  const scored = flat.map(({ row, scores, label }) => ({
    row,
    label,
    scores: blender === null ? scores : blender.apply(row.normalized, scores, blend!),
  }));

  const requestSharpness = fitRequests(flat, names);
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
    requestSharpness,
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
    ranking: topLabels(raw[i]!, leafNames, 5),
  }));
  return { bytes, calibration, outOfFold };
}

/** How sure the request type's scores are, out of fold; undefined: no row says one. */
function fitRequests(
  rows: readonly { readonly row: Prepared; readonly scores: Float32Array }[],
  names: readonly string[],
): number | undefined {
  const outputs = REQUEST_TYPES.map((type) => names.indexOf(type));
  const asked = rows.filter(({ row }) => row.request !== undefined);
  if (asked.length === 0 || outputs.some((output) => output < 0)) return undefined;
  return fitSharpness(
    asked.map(({ row, scores }) => ({
      scores: Float32Array.from(outputs, (output) => scores[output]!),
      label: REQUEST_TYPES.indexOf(row.request!),
    })),
  );
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function topLabels(probabilities: Float64Array, names: readonly string[], most: number) {
  return Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b]! - probabilities[a]!)
    .slice(0, most)
    .map((i) => ({ label: names[i]!, confidence: probabilities[i]! }));
}
