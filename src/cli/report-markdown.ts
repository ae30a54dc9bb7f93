/** A benchmark run as Markdown, for a pull request. */

import type { Measured } from '../measure/bench-cases.js';
import type { Share } from '../measure/bench-figures.js';
import type { BenchRun } from './bench.js';
import { FIELD_WORDS, shareText } from './bench-lines.js';

const escaped = (text: string): string => text.replace(/[|\n]/gu, ' ');

export function markdownReport(run: BenchRun): string {
  const lines: string[] = ['# 智派基准 / Zhipai benchmark', ''];
  const { gate, baseline } = run;
  if (gate !== null && baseline !== null) {
    const tickets = new Set(gate.turned.map((one) => one.id)).size;
    lines.push(
      `${gate.passed ? '✅ 门禁通过 / gate passes' : '❌ 门禁未通过 / gate fails'}：${tickets} 件有变 / tickets turned（基线 ${baseline.accepted}）`,
      '',
      ...gate.failures.map(({ kind, zh, en }) => `- **${kind}** ${zh} / ${en}`),
      '',
    );
    if (gate.turned.length > 0) {
      lines.push('| 工单 | 字段 | 前 | 后 | |', '|---|---|---|---|---|');
      for (const one of gate.turned.slice(0, 50))
        lines.push(
          `| ${one.id} | ${one.field} | ${escaped(one.before)} | ${escaped(one.after)} | ${one.isLoss ? '−' : ''} |`,
        );
      lines.push('');
    }
  }
  for (const { name, about, figures } of run.parts) {
    lines.push(`## ${name}`, '', about, '', '| 字段 | 正确（95 %） |', '|---|---|');
    for (const [field, share] of Object.entries(figures.fields) as [Measured, Share][])
      lines.push(`| ${FIELD_WORDS[field]} ${field} | ${shareText(share)} |`);
    lines.push('');
  }
  if (run.absent.length > 0) lines.push(`未测 / not measured: ${run.absent.join(', ')}`, '');
  lines.push(
    ...Object.entries(run.versions).map(([name, version]) => `- ${name} \`${version}\``),
    '',
  );
  return lines.join('\n');
}
