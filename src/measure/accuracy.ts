/** How often a prediction is the label, and how evenly over the classes. */

export interface LabelledPrediction {
  readonly label: string;
  readonly prediction: string;
}

export const accuracy = (rows: readonly LabelledPrediction[]): number =>
  rows.length === 0 ? 0 : rows.filter((row) => row.label === row.prediction).length / rows.length;

/** Plain mean of F1 over all classes that occur in labels or predictions, 0–1. */
export function macroF1(rows: readonly LabelledPrediction[]): number {
  const scores = f1ByClass(rows);
  if (scores.size === 0) return 0;
  let sum = 0;
  for (const { f1 } of scores.values()) sum += f1;
  return sum / scores.size;
}

/** Mean of F1 over classes, weighted by how many labels each has, 0–1. */
export function weightedF1(rows: readonly LabelledPrediction[]): number {
  let sum = 0;
  for (const { f1, support } of f1ByClass(rows).values()) sum += f1 * support;
  return rows.length === 0 ? 0 : sum / rows.length;
}

/** F1 and support (rows with that label) of each class. */
export function f1ByClass(
  rows: readonly LabelledPrediction[],
): Map<string, { f1: number; support: number }> {
  const both = new Map<string, number>();
  const labels = new Map<string, number>();
  const predictions = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const { label, prediction } of rows) {
    count(labels, label);
    count(predictions, prediction);
    if (label === prediction) count(both, label);
  }
  const scores = new Map<string, { f1: number; support: number }>();
  for (const name of new Set([...labels.keys(), ...predictions.keys()])) {
    const support = labels.get(name) ?? 0;
    const f1 = (2 * (both.get(name) ?? 0)) / (support + (predictions.get(name) ?? 0));
    scores.set(name, { f1, support });
  }
  return scores;
}
