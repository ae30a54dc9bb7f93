/** Learns a linear model from labelled texts, and trims it to what is worth carrying. */

import type { LinearModel } from './linear.js';
import type { StackedFeatures } from './stacking.js';
import { type SparseRows, squaredNorms, trainOneAgainstRest } from './svm.js';
import { eachFeature, type VectorSettings } from './vectorize.js';

export interface LevelSettings {
  readonly cost: number;
  readonly entries: number;
}

export interface LinearSettings {
  readonly vector: VectorSettings;
  /** Price of an error in the support vector machine. */
  readonly cost: number;
  /** Share of the class's mean row that is added to its weights; 0 or absent: none. */
  readonly centroid?: number | undefined;
  /** At most so many passes of the optimizer over the rows; more fit closer and take longer. */
  readonly passes: number;
  /** Features of fewer rows are left out. */
  readonly minRows: number;
  /** Entries that a label keeps, those of the greatest weight. */
  readonly entriesPerLabel: number;
  /** Of outputs that have more rows and more words than a third level; absent: as the others. */
  readonly above?: Readonly<Record<'level1' | 'level2' | 'head', LevelSettings>> | undefined;
}

/** n-gram hashes of one row with their counts; the head's are marked. */
export interface CountedRow {
  readonly hashes: Uint32Array;
  readonly counts: Uint16Array;
  readonly isHead: Uint8Array;
  readonly stacked?: StackedFeatures | undefined;
}

export function countFeatures(
  text: string,
  settings: VectorSettings,
  stacked?: StackedFeatures,
): CountedRow {
  const counts = new Map<number, number>();
  const heads = new Set<number>();
  eachFeature(text, settings, (hash, _start, _end, isHead) => {
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
    if (isHead) heads.add(hash);
  });
  // In order of hash, so that sums of floats do not depend on the order of words.
  const hashes = Uint32Array.from(counts.keys()).sort();
  return {
    hashes,
    counts: Uint16Array.from(hashes, (hash) => Math.min(65535, counts.get(hash)!)),
    isHead: Uint8Array.from(hashes, (hash) => (heads.has(hash) ? 1 : 0)),
    stacked,
  };
}

interface Space {
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  readonly idOf: Map<number, number>;
}

function buildSpace(rows: readonly CountedRow[], minRows: number): Space {
  const seen = new Map<number, number>();
  for (const row of rows) {
    for (const hash of row.hashes) seen.set(hash, (seen.get(hash) ?? 0) + 1);
    for (const hash of row.stacked?.hashes ?? []) {
      seen.set(hash, (seen.get(hash) ?? 0) + 1);
    }
  }
  const kept = Uint32Array.from(
    [...seen].filter(([, count]) => count >= minRows).map(([hash]) => hash),
  ).sort();
  const idf = Float32Array.from(
    kept,
    (hash) => Math.log((1 + rows.length) / (1 + seen.get(hash)!)) + 1,
  );
  const idOf = new Map<number, number>();
  kept.forEach((hash, id) => {
    idOf.set(hash, id);
  });
  return { hashes: kept, idf, idOf };
}

function vectorizeRows(
  rows: readonly CountedRow[],
  space: Space,
  { headWeight, stackedWeight = 0 }: VectorSettings,
): SparseRows {
  const rowStart = new Int32Array(rows.length + 1);
  const ids: number[] = [];
  const values: number[] = [];
  rows.forEach((row, r) => {
    const from = ids.length;
    let norm = 0;
    row.hashes.forEach((hash, k) => {
      const id = space.idOf.get(hash);
      if (id === undefined) return;
      const scale = row.isHead[k] === 1 ? headWeight : 1;
      const value = (1 + Math.log(row.counts[k]!)) * space.idf[id]! * scale;
      ids.push(id);
      values.push(value);
      norm += value * value;
    });
    const scale = norm > 0 ? 1 / Math.sqrt(norm) : 0;
    for (let k = from; k < values.length; k++) values[k] = values[k]! * scale;
    row.stacked?.hashes.forEach((hash, k) => {
      const id = space.idOf.get(hash);
      if (id === undefined) return;
      ids.push(id);
      values.push(row.stacked!.values[k]! * stackedWeight);
    });
    rowStart[r + 1] = ids.length;
  });
  return {
    rowStart,
    ids: Int32Array.from(ids),
    values: Float32Array.from(values),
    featureCount: space.hashes.length,
  };
}

/** Output → its positive rows; a row may be positive for several (a code and its ancestors). */
export interface Output {
  readonly label: string;
  readonly rows: readonly number[];
  /** Rows that it is told apart from others in; absent: all. */
  readonly among?: Int32Array | undefined;
  /** Its own cost and number of entries; absent: the settings'. */
  readonly own?: LevelSettings | undefined;
}

/** @param progress called after each output with the share done, 0–1 */
export function trainLinear(
  rows: readonly CountedRow[],
  outputs: readonly Output[],
  settings: LinearSettings,
  progress?: (share: number) => void,
): LinearModel {
  const space = buildSpace(rows, settings.minRows);
  const sparse = vectorizeRows(rows, space, settings.vector);
  const norms = squaredNorms(sparse);
  const isPositive = new Uint8Array(rows.length);
  const kept: { ids: Int32Array; steps: Int8Array }[] = [];
  const scales = new Float32Array(outputs.length);
  const biases = new Float32Array(outputs.length);
  outputs.forEach((output, label) => {
    isPositive.fill(0);
    for (const row of output.rows) isPositive[row] = 1;
    const svm = {
      cost: output.own?.cost ?? settings.cost,
      passes: settings.passes,
      tolerance: 0.1,
    };
    const weights = trainOneAgainstRest(sparse, norms, isPositive, svm, output.among);
    addCentroid(weights, sparse, output.rows, settings.centroid ?? 0);
    biases[label] = weights[sparse.featureCount]!;
    const most = output.own?.entries ?? settings.entriesPerLabel;
    const trimmed = trim(weights, sparse.featureCount, most);
    scales[label] = trimmed.scale;
    kept.push(trimmed);
    progress?.((label + 1) / outputs.length);
  });
  return pack(space, kept, outputs, scales, biases, settings.vector);
}

/**
 * Few rows leave a margin much freedom; their mean pulls it to what they share (Rocchio,
 * "Relevance feedback in information retrieval", 1971).
 */
function addCentroid(
  weights: Float32Array,
  { rowStart, ids, values }: SparseRows,
  positives: readonly number[],
  share: number,
): void {
  if (share === 0 || positives.length === 0) return;
  const scale = share / positives.length;
  for (const row of positives) {
    for (let k = rowStart[row]!; k < rowStart[row + 1]!; k++) {
      weights[ids[k]!] = weights[ids[k]!]! + scale * values[k]!;
    }
  }
}

/** The greatest weights in 8 bits; what rounds to nothing goes. */
function trim(weights: Float32Array, featureCount: number, most: number) {
  let largest = 0;
  for (let id = 0; id < featureCount; id++) largest = Math.max(largest, Math.abs(weights[id]!));
  const scale = Math.fround(largest / 127) || 1;
  // Weights are counted by their 8-bit size, which tells the floor without a sort.
  const sizes = new Uint32Array(128);
  const stepOf = (id: number) => Math.min(127, Math.round(Math.abs(weights[id]!) / scale));
  for (let id = 0; id < featureCount; id++) if (weights[id] !== 0) sizes[stepOf(id)]!++;
  let floor = 127;
  for (let kept = sizes[127]!; floor > 1 && kept + sizes[floor - 1]! <= most; floor--) {
    kept += sizes[floor - 1]!;
  }
  const ids: number[] = [];
  for (let id = 0; id < featureCount; id++) {
    if (weights[id] !== 0 && stepOf(id) >= floor) ids.push(id);
  }
  return {
    ids: Int32Array.from(ids),
    steps: Int8Array.from(ids, (id) => Math.sign(weights[id]!) * stepOf(id)),
    scale,
  };
}

/** Turns entries by label into entries by feature, and leaves out features that no label kept. */
function pack(
  space: Space,
  kept: readonly { ids: Int32Array; steps: Int8Array }[],
  outputs: readonly Output[],
  scales: Float32Array,
  biases: Float32Array,
  settings: VectorSettings,
): LinearModel {
  const perFeature = new Uint32Array(space.hashes.length);
  for (const { ids } of kept) for (const id of ids) perFeature[id] = perFeature[id]! + 1;
  const usedIds = Array.from(perFeature.keys()).filter((id) => perFeature[id]! > 0);
  const newId = new Int32Array(space.hashes.length).fill(-1);
  const entryStart = new Uint32Array(usedIds.length + 1);
  usedIds.forEach((id, k) => {
    newId[id] = k;
    entryStart[k + 1] = entryStart[k]! + perFeature[id]!;
  });
  const fill = entryStart.slice();
  const total = entryStart[usedIds.length]!;
  const entryLabel = new Uint16Array(total);
  const entryWeight = new Int8Array(total);
  kept.forEach(({ ids, steps }, label) => {
    ids.forEach((id, k) => {
      const at = fill[newId[id]!]!++;
      entryLabel[at] = label;
      entryWeight[at] = steps[k]!;
    });
  });
  return {
    settings,
    labels: outputs.map((output) => output.label),
    hashes: Uint32Array.from(usedIds, (id) => space.hashes[id]!),
    idf: Float32Array.from(usedIds, (id) => space.idf[id]!),
    entryStart,
    entryLabel,
    entryWeight,
    scales,
    biases,
  };
}
