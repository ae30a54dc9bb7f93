/**
 * What is learned of a text beside its category: small sets of labels, each with its own softmax. In
 * a model file they are outputs named `head:label`.
 */

import type { Situation, SituationShares } from '../decision.js';
import { fitSharpness, softmax } from './calibrate.js';

export const HEADS = ['request', 'situation'] as const;
export type HeadName = (typeof HEADS)[number];
export type HeadSharpness = Readonly<Partial<Record<HeadName, number | undefined>>>;

export const outputName = (head: HeadName, label: string): string => `${head}:${label}`;
/** Whether an output of a category model is no code but a head's label. */
export const isHeadLabel = (output: string): boolean => output.includes(':');

/** Situations of utterances that stand in the lexicon, by the prefix of their category. */
export function situationOf(code: string): Situation {
  if (code.startsWith('1301')) return 'emergency';
  if (code.startsWith('1306')) return 'invalid';
  if (/^13070[1-7]/.test(code)) return 'followUp';
  return /^130[2-5]/.test(code) ? 'outOfScope' : 'normal';
}

/** The labels' shares of a text, from the scores of all outputs of its model. */
export interface Head {
  /** In the order of the model's outputs. */
  readonly labels: readonly string[];
  /** Sums to one; in order of the labels. */
  shares(scores: Float32Array): Float64Array;
}

/** @returns null when the model never learned this head */
export function createHead(
  head: HeadName,
  outputs: readonly string[],
  sharpness: HeadSharpness | undefined,
): Head | null {
  const own = sharpness?.[head];
  const { numbers, labels } = labelsOf(head, outputs);
  if (own === undefined || numbers.length === 0) return null;
  return { labels, shares: (scores) => softmax(scoresOf(scores, numbers), own) };
}

function labelsOf(head: HeadName, outputs: readonly string[]) {
  const begins = outputName(head, '');
  const numbers = outputs.flatMap((output, i) => (output.startsWith(begins) ? [i] : []));
  return { numbers, labels: numbers.map((i) => outputs[i]!.slice(begins.length)) };
}

const scoresOf = (scores: Float32Array, numbers: readonly number[]): Float32Array =>
  Float32Array.from(numbers, (output) => scores[output]!);

/** How sure a head's scores are, out of fold; undefined: no row says its label. */
export function fitHead(
  head: HeadName,
  rows: readonly {
    readonly row: { readonly [N in HeadName]?: string | undefined };
    readonly scores: Float32Array;
  }[],
  outputs: readonly string[],
): number | undefined {
  const { numbers, labels } = labelsOf(head, outputs);
  const told = rows.filter(({ row }) => row[head] !== undefined);
  if (told.length === 0 || numbers.length === 0) return undefined;
  return fitSharpness(
    told.map(({ row, scores }) => ({
      scores: scoresOf(scores, numbers),
      label: labels.indexOf(row[head]!),
    })),
  );
}

/** The situation head's shares by name. */
export function situationShares(head: Head, scores: Float32Array): SituationShares {
  const shares = head.shares(scores);
  const named: Record<Situation, number> = {
    normal: 0,
    emergency: 0,
    followUp: 0,
    invalid: 0,
    outOfScope: 0,
  };
  head.labels.forEach((label, i) => {
    named[label as Situation] = shares[i]!;
  });
  return named;
}
