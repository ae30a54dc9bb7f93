/** `zhipai train`: learns a city's own history. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDS, LEAD_SETTINGS } from '../classify/settings.js';
import { type Findings, type TrainRow, trainModel } from '../classify/train.js';
import { ZhipaiError } from '../errors.js';
import { buildTaxonomy } from '../taxonomy/taxonomy.js';
import { type Columns, findColumns, requireColumn, toTicket } from './columns.js';
import { fileReason, packageRoot, readTaxonomy } from './load.js';
import { createProgress } from './progress.js';
import { assertReadable, readTable } from './read-table.js';
import { openRejects } from './rejects.js';
import { shippedBase } from './router-options.js';
import { percent } from './terminal.js';

export interface TrainCliOptions {
  readonly label: string;
  readonly target?: 'category' | 'lead' | undefined;
  readonly out: string;
  readonly text?: string | undefined;
  readonly taxonomy?: string | undefined;
  readonly rejects?: string | undefined;
}

const MIN_ROWS = 20;

export async function train(file: string, options: TrainCliOptions): Promise<number> {
  assertReadable(file);
  const target = options.target ?? 'lead';
  const taxonomy =
    target === 'category'
      ? buildTaxonomy(readTaxonomy(options.taxonomy ?? join(packageRoot(), 'taxonomy')))
      : undefined;
  const rejects = await openRejects(file, options.rejects);
  const rows: TrainRow[] = [];
  let columns: Columns | null = null;
  let labelColumn = '';
  for await (const event of readTable(file)) {
    if (event.kind === 'header') {
      columns = findColumns(file, event.names, options.text);
      labelColumn = requireColumn(file, event.names, options.label);
    } else if (event.kind === 'reject') rejects.add(event.reject);
    else {
      const { line, fields } = event.row;
      const label = (fields[labelColumn] ?? '').trim();
      const ticket = toTicket(event.row, columns!, '+08:00');
      const text = ticket.title === undefined ? ticket.text : `${ticket.title}\n${ticket.text}`;
      if (label === '' || text.trim() === '') {
        rejects.add({
          line,
          reason: '标签或内容为空 / no label or no text',
          raw: JSON.stringify(fields),
        });
      } else if (taxonomy !== undefined && taxonomy.byCode.get(label)?.level !== 3) {
        rejects.add({
          line,
          reason: `没有三级分类 ${label} / no such third-level category`,
          raw: JSON.stringify(fields),
        });
      } else rows.push({ text, label });
    }
  }
  const labels = new Set(rows.map((row) => row.label));
  if (rows.length < MIN_ROWS || labels.size < 2) {
    throw new ZhipaiError('TRAINING_DATA', {
      file,
      got: `${rows.length} rows, ${labels.size} labels`,
      want: `${MIN_ROWS} rows, 2 labels`,
    });
  }
  const progress = createProgress();
  const began = Date.now();
  const { bytes, calibration, outOfFold } = trainModel(rows, {
    target,
    linear: LEAD_SETTINGS,
    folds: FOLDS,
    base: shippedBase(),
    taxonomy,
    onFindings: (findings) => process.stderr.write(`${findingLines(findings).join('\n')}\n`),
    progress: (share) => progress.say(`训练 ${percent(share, 0)} / training`),
  });
  progress.end();
  try {
    writeFileSync(options.out, bytes);
  } catch (error) {
    throw new ZhipaiError('FILE_UNWRITABLE', { file: options.out, got: fileReason(error) });
  }
  const right = outOfFold.filter((row) => row.ranking[0]?.label === row.label).length;
  const thresholds = Object.entries(calibration.thresholds).map(
    ([level, value]) =>
      `${level}: ${value === null ? '数据不足 / too little data' : value.toFixed(3)}`,
  );
  process.stdout.write(
    `${options.out}  ${(bytes.length / 1e6).toFixed(2)} MB  ${Math.round((Date.now() - began) / 1000)} s\n` +
      `折外 / out of fold: ${right} of ${outOfFold.length} right (${(right / outOfFold.length).toFixed(3)})  ECE ${calibration.ece}\n` +
      `阈值 / thresholds: ${thresholds.join('  ')}\n`,
  );
  return (await rejects.close()) > 0 ? 1 : 0;
}

function findingLines(found: Findings): string[] {
  return [
    `读到 ${found.rows} 件，${found.labels} 种标签；最大一类「${found.largestLabel}」占 ${percent(found.largestShare)}`,
    `只有一件的标签 ${found.singleRowLabels} 种；近似重复 ${found.nearRepeats} 件，其中标签不同的 ${found.contradictory} 件`,
    `${found.rows} rows, ${found.labels} labels, ${found.singleRowLabels} with one row; ${found.nearRepeats} near repeats, ${found.contradictory} of them labelled otherwise`,
  ];
}
