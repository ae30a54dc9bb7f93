/** A benchmark run as lines for a terminal, at most 80 columns. */

import type { Measured } from '../measure/bench-cases.js';
import type { Share } from '../measure/bench-figures.js';
import type { BenchPart, BenchRun } from './bench.js';
import { bold, COLUMNS, padTo, percent, wrap } from './terminal.js';

export const FIELD_WORDS: Readonly<Record<Measured, string>> = {
  level1: '一级分类',
  level2: '二级分类',
  level3: '三级分类',
  top3: '三级前三',
  lead: '主办职责',
  leadKind: '承办单位类别',
  request: '诉求类型',
  urgency: '是否特急',
  action: '处理方式',
  recusal: '回避',
};

/** `0.844 (0.731–0.922), n = 64` */
export const shareText = ({ share, interval95: [low, high], n }: Share): string =>
  `${share.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})  n = ${n}`;

export function figureLines({ name, about, figures }: BenchPart): string[] {
  const lines = [bold(name), ...wrap(`  ${about}`, COLUMNS)];
  for (const [field, share] of Object.entries(figures.fields) as [Measured, Share][])
    lines.push(`  ${padTo(FIELD_WORDS[field], 14)}${padTo(field, 10)}${shareText(share)}`);
  const { category, lead, auto } = figures;
  for (const [what, one] of [
    ['category', category],
    ['lead', lead],
  ] as const) {
    if (one === null) continue;
    const at = one.coverageAt;
    lines.push(
      `  ${padTo(what, 10)}coverage 95 / 98 / 99 %: ${percent(at['0.95'])} / ${percent(at['0.98'])} / ${percent(at['0.99'])}`,
      `  ${padTo('', 10)}AURC ${one.areaUnderRiskCoverage.toFixed(3)}  ECE ${one.ece.toFixed(3)}`,
    );
  }
  lines.push(
    auto.accuracy === null
      ? '  auto      没有无人看过就派出的 / nothing went out unseen'
      : `  auto      ${percent(auto.coverage)} 直接派出，主办正确 ${percent(auto.accuracy)} (${percent(auto.interval95[0])}–${percent(auto.interval95[1])})，${auto.classes} 类`,
    '',
  );
  return lines;
}

const SHOWN = 12;

export function gateLines({ gate, baseline }: BenchRun): string[] {
  if (gate === null || baseline === null)
    return ['没有基线，未作比较 / no baseline, nothing compared'];
  const tickets = new Set(gate.turned.map((one) => one.id)).size;
  const lines = [
    bold(gate.passed ? '门禁通过 / the gate passes' : '门禁未通过 / the gate fails'),
    ...wrap(`  基线 ${baseline.accepted}：${baseline.why}`, COLUMNS),
    `  ${tickets} 件有变 / tickets turned，${gate.unknown.length} 件基线里没有 / new`,
  ];
  for (const { kind, zh, en } of gate.failures)
    lines.push(...wrap(`  ✗ [${kind}] ${zh}`, COLUMNS), ...wrap(`    ${en}`, COLUMNS));
  if (gate.turned.length > 0)
    lines.push('  − 原来对、现在错；· 其他变化 / − was right, now wrong; · any other change');
  for (const { id, field, before, after, isLoss } of gate.turned.slice(0, SHOWN))
    lines.push(
      ...wrap(
        `  ${isLoss ? '−' : '·'} ${id} ${field}: ${before || '—'} → ${after || '—'}`,
        COLUMNS,
      ),
    );
  if (gate.turned.length > SHOWN)
    lines.push(
      `  … 另有 ${gate.turned.length - SHOWN} 处，加 --report 目录 可写出全部 / all of them: --report DIR`,
    );
  return lines;
}
