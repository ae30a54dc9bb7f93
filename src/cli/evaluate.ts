/** `zhipai evaluate`: holds decisions, or a model's own answers, against a labelled file. */

import { maySend } from '../classify/calibrate.js';
import { decodeModel, type Model } from '../classify/model-file.js';
import { createPredictor } from '../classify/predict.js';
import type { Decision } from '../decision.js';
import { ZhipaiError } from '../errors.js';
import { type DriftReport, driftOf, type TrainedMix } from '../measure/drift.js';
import { type EvaluatedRow, evaluate as figures } from '../measure/evaluation.js';
import type { Router } from '../router.js';
import type { Ticket } from '../ticket.js';
import { type Columns, findColumns, requireColumn, toTicket } from './columns.js';
import { type Crosswalk, readCrosswalk } from './crosswalk.js';
import { readBytes } from './load.js';
import { createProgress } from './progress.js';
import { assertReadable, readTable } from './read-table.js';
import { openRejects } from './rejects.js';
import { type RouterOptions, routerFor, shippedBase } from './router-options.js';
import { percent } from './terminal.js';

export const FIELDS = [
  'category',
  'level1',
  'level2',
  'lead.role',
  'lead.kind',
  'request',
  'urgency',
  'action',
  'model',
] as const;
export type Field = (typeof FIELDS)[number];

export interface EvaluateOptions extends RouterOptions {
  readonly label: string;
  readonly field?: Field | undefined;
  readonly text?: string | undefined;
  readonly crosswalk?: string | undefined;
  readonly json?: boolean | undefined;
  readonly rejects?: string | undefined;
  readonly target?: number | undefined;
}

/** An answer to be judged: best first, and whether it would go out unseen. */
interface Answer {
  readonly ranking: readonly { readonly value: string; readonly confidence: number }[];
  readonly sent: boolean;
}

/** The values of candidates, summed where several give the same one. */
function summed(values: readonly { value: string; confidence: number }[]) {
  const sums = new Map<string, number>();
  for (const { value, confidence } of values) sums.set(value, (sums.get(value) ?? 0) + confidence);
  return [...sums]
    .map(([value, confidence]) => ({ value, confidence: Math.min(1, confidence) }))
    .sort((a, b) => b.confidence - a.confidence);
}

function answerOf(
  decision: Decision,
  field: Field,
  router: Router,
  crosswalk: Crosswalk | null,
): Answer {
  const matter = decision.matters[0];
  const sent = decision.action.kind === 'dispatch';
  if (field === 'request')
    return {
      ranking: [{ value: decision.request.type, confidence: decision.request.confidence }],
      sent,
    };
  if (field === 'urgency') return { ranking: [{ value: decision.urgency, confidence: 1 }], sent };
  if (field === 'action')
    return { ranking: [{ value: decision.action.kind, confidence: 1 }], sent };
  if (matter === undefined) return { ranking: [], sent: false };
  if (field === 'lead.role' || field === 'lead.kind') {
    const { lead, confidence, region } = matter.route;
    const chain = region === null ? [] : router.parts.regions.chainOf(region);
    const answerFor = (code: string): string => {
      const role = router.parts.table.rowFor(code, chain)?.role ?? '';
      if (field === 'lead.role') return role;
      return (
        router.parts.directory.unitFor(
          role,
          chain,
          router.parts.data.pack.asOf ?? router.parts.data.rules.released,
        )?.kind ?? ''
      );
    };
    const first = (field === 'lead.role' ? lead.role : lead.unit?.kind) ?? '';
    const rest = summed(
      matter.candidates.map(({ code, confidence: c }) => ({
        value: answerFor(code),
        confidence: c,
      })),
    );
    return {
      ranking: [{ value: first, confidence }, ...rest.filter((one) => one.value !== first)],
      sent,
    };
  }
  const length = field === 'level1' ? 2 : field === 'level2' ? 4 : 6;
  const ranked = summed(
    matter.candidates.map(({ code, confidence }) => ({
      value: crosswalk === null ? code.slice(0, length) : (crosswalk(code)[0] ?? ''),
      confidence,
    })),
  );
  return { ranking: ranked, sent };
}

/** @returns the exit code */
export async function evaluateFile(file: string, options: EvaluateOptions): Promise<number> {
  assertReadable(file);
  const field = options.field ?? 'category';
  const crosswalk = options.crosswalk === undefined ? null : await readCrosswalk(options.crosswalk);
  const { answer, offset, drift } =
    field === 'model' ? modelAnswers(options) : await routerAnswers(options, field, crosswalk);
  const rejects = await openRejects(file, options.rejects);
  const progress = createProgress();
  const rows: EvaluatedRow[] = [];
  let columns: Columns | null = null;
  let labelColumn = '';
  let micros = 0;
  for await (const event of readTable(file)) {
    if (event.kind === 'header') {
      columns = findColumns(file, event.names, options.text);
      labelColumn = requireColumn(file, event.names, options.label);
    } else if (event.kind === 'reject') rejects.add(event.reject);
    else {
      const label = (event.row.fields[labelColumn] ?? '').trim();
      const wanted =
        field === 'level1'
          ? label.slice(0, crosswalk === null ? 2 : undefined)
          : field === 'level2'
            ? label.slice(0, 4)
            : label;
      if (wanted === '') continue;
      const ticket = toTicket(event.row, columns!, offset);
      const began = process.hrtime.bigint();
      const { ranking, sent } = answer(ticket);
      micros += Number(process.hrtime.bigint() - began) / 1000;
      const prediction = ranking[0]?.value ?? '';
      rows.push({
        label: wanted,
        prediction,
        confidence: ranking[0]?.confidence ?? 0,
        right: prediction === wanted,
        inTop3: ranking.slice(0, 3).some((one) => one.value === wanted),
        sent,
      });
      progress.step();
    }
  }
  progress.end();
  if (rows.length === 0)
    throw new ZhipaiError('TRAINING_DATA', {
      file,
      field: options.label,
      got: '0 labelled rows',
      want: '1',
    });
  const result = { ...figures(rows, micros), ...drift(rows) };
  process.stdout.write(
    options.json ? `${JSON.stringify(result)}\n` : `${lines(result, options).join('\n')}\n`,
  );
  return (await rejects.close()) > 0 ? 1 : 0;
}

interface Answers {
  readonly answer: (ticket: Ticket) => Answer;
  readonly offset: string;
  readonly drift: (rows: readonly EvaluatedRow[]) => { drift?: DriftReport };
}

async function routerAnswers(
  options: EvaluateOptions,
  field: Field,
  crosswalk: Crosswalk | null,
): Promise<Answers> {
  const router = await routerFor(options);
  return {
    answer: (ticket) => answerOf(router.classifyAndRoute(ticket), field, router, crosswalk),
    offset: router.parts.data.pack.offset,
    drift: () => ({}),
  };
}

function modelAnswers(options: EvaluateOptions): Answers {
  if (options.model === undefined)
    throw new ZhipaiError('USAGE', { got: '--field model', want: '--model FILE' });
  const model = decodeModel(readBytes(options.model), options.model);
  const predictor = createPredictor(model, shippedBase());
  const target = options.target ?? 0.98;
  let unknown = 0;
  let n = 0;
  return {
    answer(ticket) {
      const { ranking, unknownShare } = predictor.predict(
        ticket.title === undefined ? ticket.text : `${ticket.title}\n${ticket.text}`,
      );
      unknown += unknownShare;
      n++;
      const first = ranking[0];
      const sent =
        first !== undefined &&
        maySend(model.header.calibration, target, first.label, first.confidence);
      return {
        ranking: ranking.map(({ label, confidence }) => ({ value: label, confidence })),
        sent,
      };
    },
    offset: '+08:00',
    drift: (rows) => ({ drift: driftOf(trainedMix(model), rows, n === 0 ? 0 : unknown / n) }),
  };
}

function lines(
  result: ReturnType<typeof figures> & { drift?: DriftReport },
  options: EvaluateOptions,
): string[] {
  const [low, high] = result.interval95;
  const { auto, drift } = result;
  const out = [
    `rows ${result.rows.toLocaleString('en')}   classes ${result.classes}   accuracy ${result.accuracy.toFixed(3)} (95 %: ${low.toFixed(3)}–${high.toFixed(3)})   top3 ${result.top3.toFixed(3)}`,
    `macroF1 ${result.macroF1.toFixed(3)}   ECE ${result.ece.toFixed(3)}   coverage at 0.95 / 0.98 ${percent(result.coverageAt['0.95'])} / ${percent(result.coverageAt['0.98'])}   ${result.microsPerTicket} µs a ticket`,
    auto.accuracy === null
      ? `auto   nothing went out unseen / 没有直接派出的工单 (target ${percent(options.target ?? 0.98)})`
      : `auto   ${percent(auto.coverage)} of tickets, ${percent(auto.accuracy)} of them right (95 %: ${percent(auto.interval95[0])}–${percent(auto.interval95[1])}), ${auto.classes} classes; thresholds fixed before this file`,
  ];
  if (drift !== undefined && !drift.holds) {
    out.push(
      `！工单构成已变（标签占比偏移 ${percent(drift.labelShift)}，未见过的字串 ${percent(drift.unknownShare.here)}，训练时 ${percent(drift.unknownShare.training)}），阈值的承诺不再成立，请重新训练。`,
      `! The mix has drifted; the thresholds' promise no longer holds. Retrain.`,
    );
  }
  return out;
}

/** Shares of the labels that a model was trained on. */
function trainedMix({ header }: Model): TrainedMix {
  const support = new Map<string, number>();
  header.labels.forEach((label, i) => {
    if (header.target === 'lead' || label.length === 6)
      support.set(label, header.trainedOn.support[i]!);
  });
  return { support, unknownShare: header.trainedOn.unknownShare };
}
