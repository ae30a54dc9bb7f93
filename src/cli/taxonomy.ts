/** `zhipai taxonomy check | show CODE | diff A B`. */

import { join } from 'node:path';
import { ZhipaiError } from '../errors.js';
import { checkTaxonomy, type TaxonomyFault } from '../taxonomy/check.js';
import { buildTaxonomy, type Category } from '../taxonomy/taxonomy.js';
import { diffTaxonomies } from '../taxonomy/versions.js';
import { nearest } from './did-you-mean.js';
import { packageRoot, readTaxonomy } from './load.js';
import { COLUMNS, padTo, wrap } from './terminal.js';

export interface TaxonomyOptions {
  readonly taxonomy?: string | undefined;
  readonly json?: boolean | undefined;
}

const folderOf = (options: TaxonomyOptions): string =>
  options.taxonomy ?? join(packageRoot(), 'taxonomy');

/** @returns 0, or 2 when there is a fault */
export function taxonomyCheck(options: TaxonomyOptions): number {
  const data = readTaxonomy(folderOf(options));
  const faults = checkTaxonomy(data);
  const taxonomy = buildTaxonomy(data);
  const entries = data.lexicon.flatMap((file) => Object.values(file.categories));
  const utterances = entries.reduce((n, entry) => n + (entry.utterances?.length ?? 0), 0);
  const tickets = entries.reduce((n, entry) => n + (entry.tickets?.length ?? 0), 0);
  const excludes = taxonomy.leaves.filter((leaf) => leaf.excludes.length > 0).length;
  if (options.json) process.stdout.write(`${JSON.stringify({ version: data.version, faults })}\n`);
  else {
    const byLevel = [1, 2, 3].map(
      (level) => [...taxonomy.byCode.values()].filter((one) => one.level === level).length,
    );
    process.stdout.write(
      `分类体系 ${data.version}+${taxonomy.hash}：一、二、三级 ${byLevel.join(' / ')}，其中 ${excludes} 类写明不收什么\n词库：${utterances} 条示例，${tickets} 条工单，${data.situations?.length ?? 0} 条处境例句\n`,
    );
    process.stdout.write(`${faultLines(faults).join('\n')}\n`);
  }
  return faults.length === 0 ? 0 : 2;
}

function faultLines(faults: readonly TaxonomyFault[]): string[] {
  if (faults.length === 0) return ['没有问题 / no fault'];
  return [
    ...faults.slice(0, 60).map((fault) => `${padTo(fault.code, 7)} ${fault.zh} / ${fault.en}`),
    `共 ${faults.length} 处 / ${faults.length} faults`,
  ];
}

/** @throws ZhipaiError UNKNOWN_CODE */
export function taxonomyShow(code: string | undefined, options: TaxonomyOptions): number {
  const data = readTaxonomy(folderOf(options));
  const taxonomy = buildTaxonomy(data);
  if (code === undefined) {
    const lines = [...taxonomy.byCode.values()]
      .filter((one) => one.level < 3)
      .map((one) => `${'  '.repeat(one.level - 1)}${one.code} ${one.name}`);
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  }
  const category = taxonomy.byCode.get(code);
  if (category === undefined) {
    const near = nearest(code, [...taxonomy.byCode.keys()]);
    throw new ZhipaiError('UNKNOWN_CODE', {
      got: code,
      ...(near === null ? {} : { didYouMean: near }),
    });
  }
  const entry = data.lexicon
    .flatMap((file) => Object.entries(file.categories))
    .find(([key]) => key === code)?.[1];
  if (options.json) {
    const { parent, ...own } = category;
    process.stdout.write(`${JSON.stringify({ ...own, parent: parent?.code ?? null, ...entry })}\n`);
    return 0;
  }
  const nameOf = (other: string) => taxonomy.byCode.get(other)?.name ?? '';
  const children = [...taxonomy.byCode.values()].filter((one) => one.parent === category);
  process.stdout.write(
    `${showLines(category, children, nameOf, entry?.keywords ?? {}, entry?.utterances ?? []).join('\n')}\n`,
  );
  return 0;
}

function showLines(
  category: Category,
  children: readonly Category[],
  nameOf: (code: string) => string,
  keywords: Readonly<Record<string, number>>,
  utterances: readonly string[],
): string[] {
  const lines = [
    `${category.code} ${category.path.join(' > ')}`,
    ...wrap(category.definition, COLUMNS),
  ];
  if (category.includes.length > 0)
    lines.push('', '包含 / includes', ...category.includes.map((text) => `  ${text}`));
  if (category.excludes.length > 0) {
    lines.push(
      '',
      '不包含 / excludes',
      ...category.excludes.flatMap((one) =>
        wrap(`  ${one.case} → ${one.code} ${nameOf(one.code)}`, COLUMNS),
      ),
    );
  }
  const words = Object.entries(keywords).map(([word, weight]) => `${word}(${weight})`);
  if (words.length > 0)
    lines.push('', '关键词 / keywords', ...wrap(`  ${words.join(' ')}`, COLUMNS));
  if (utterances.length > 0)
    lines.push(
      '',
      '示例 / utterances',
      ...utterances.slice(0, 5).flatMap((text) => wrap(`  ${text}`, COLUMNS)),
    );
  if (children.length > 0)
    lines.push('', ...children.map((child) => `  ${padTo(child.code, 7)} ${child.name}`));
  return lines;
}

/** @param before, after folders of two versions */
export function taxonomyDiff(before: string, after: string, options: TaxonomyOptions): number {
  const [a, b] = [before, after].map((folder) => buildTaxonomy(readTaxonomy(folder)));
  const diff = diffTaxonomies(a!, b!);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(diff)}\n`);
    return 0;
  }
  const nameOf = (code: string) => b!.byCode.get(code)?.name ?? a!.byCode.get(code)?.name ?? '';
  const list = (title: string, codes: readonly string[]) => [
    `${title} ${codes.length}`,
    ...codes.map((code) => `  ${padTo(code, 7)} ${nameOf(code)}`),
  ];
  const lines = [
    `${diff.from} → ${diff.to}`,
    ...list('新增 / added', diff.added),
    ...list('停用 / retired', diff.retired),
    `改名 / renamed ${diff.renamed.length}`,
    ...diff.renamed.map((one) => `  ${padTo(one.code, 7)} ${one.from} → ${one.to}`),
    ...list('改界 / redefined', diff.redefined),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
