/**
 * Linear support vector machine with squared hinge loss, trained in the dual, one class against
 * the rest (Hsieh, Chang, Lin, Keerthi and Sundararajan, "A Dual Coordinate Descent Method for
 * Large-scale Linear SVM", ICML 2008). It uses only + − × ÷ and a seeded shuffle, so that the same
 * rows give the same weights on every machine.
 */

/** Rows in compressed form: row r has entries rowStart[r] … rowStart[r + 1] − 1. */
export interface SparseRows {
  readonly rowStart: Int32Array;
  readonly ids: Int32Array;
  readonly values: Float32Array;
  readonly featureCount: number;
}

export interface SvmSettings {
  /** Price of an error; larger fits the rows closer. */
  readonly cost: number;
  /** At most so many passes over the rows. */
  readonly passes: number;
  /** Stop when the projected gradient spans less than this. */
  readonly tolerance: number;
}

/** mulberry32: a small seeded generator, uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function squaredNorms(rows: SparseRows): Float64Array {
  const norms = new Float64Array(rows.rowStart.length - 1);
  for (let row = 0; row < norms.length; row++) {
    let sum = 0;
    for (let k = rows.rowStart[row]!; k < rows.rowStart[row + 1]!; k++) {
      sum += rows.values[k]! * rows.values[k]!;
    }
    norms[row] = sum;
  }
  return norms;
}

/**
 * @param isPositive  1 for rows of the class, 0 for the rest
 * @param among       rows to learn from; absent: all
 * @returns weights of the features, and the bias as the last entry
 */
export function trainOneAgainstRest(
  rows: SparseRows,
  norms: Float64Array,
  isPositive: Uint8Array,
  settings: SvmSettings,
  among?: Int32Array,
): Float32Array {
  const { rowStart, ids, values, featureCount } = rows;
  const weights = new Float32Array(featureCount + 1);
  const alphas = new Float64Array(norms.length);
  const order = among?.slice() ?? Int32Array.from(norms, (_, row) => row);
  const count = order.length;
  const diagonal = 0.5 / settings.cost;
  const random = seededRandom(20_26);
  let active = count;
  let shrinkAbove = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < settings.passes; pass++) {
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    for (let i = active - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const swap = order[i]!;
      order[i] = order[j]!;
      order[j] = swap;
    }
    for (let i = 0; i < active; i++) {
      const row = order[i]!;
      const y = isPositive[row] === 1 ? 1 : -1;
      const from = rowStart[row]!;
      const to = rowStart[row + 1]!;
      let score = weights[featureCount]!;
      for (let k = from; k < to; k++) score += weights[ids[k]!]! * values[k]!;
      const alpha = alphas[row]!;
      const gradient = y * score - 1 + diagonal * alpha;
      let projected = gradient;
      if (alpha === 0) {
        if (gradient > shrinkAbove) {
          // Far on the right side: leave the row out until the end.
          active--;
          order[i] = order[active]!;
          order[active] = row;
          i--;
          continue;
        }
        if (gradient > 0) projected = 0;
      }
      if (projected > high) high = projected;
      if (projected < low) low = projected;
      if (projected > 1e-12 || projected < -1e-12) {
        const next = Math.max(0, alpha - gradient / (norms[row]! + 1 + diagonal));
        const step = (next - alpha) * y;
        alphas[row] = next;
        weights[featureCount] = weights[featureCount]! + step;
        for (let k = from; k < to; k++) weights[ids[k]!] = weights[ids[k]!]! + step * values[k]!;
      }
    }
    if (high - low <= settings.tolerance) {
      if (active === count) break;
      active = count;
      shrinkAbove = Number.POSITIVE_INFINITY;
    } else {
      shrinkAbove = high > 0 ? high : Number.POSITIVE_INFINITY;
    }
  }
  return weights;
}
