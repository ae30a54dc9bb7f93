/** A benchmark run as one HTML file: no network, no script, reads on a phone and prints. */

import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Measured } from '../measure/bench-cases.js';
import type { BenchFigures, Selective, Share } from '../measure/bench-figures.js';
import type { BenchPart, BenchRun } from './bench.js';
import { FIELD_WORDS, shareText } from './bench-lines.js';
import { percent } from './terminal.js';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/gu, (char) => `&#${char.charCodeAt(0)};`);

const STYLE = `
:root{--ink:#1b1f24;--soft:#5b6570;--line:#d9dee3;--good:#1a7f5a;--bad:#b3261e;--tint:26,127,90}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.25rem;color:var(--ink);background:#fff;
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.2rem;margin:2rem 0 .3rem;border-top:1px solid var(--line);padding-top:1rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.3rem 0;color:var(--soft)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}
td.n{text-align:right}.good{color:var(--good)}.bad{color:var(--bad)}
.charts{display:flex;flex-wrap:wrap;gap:1.5rem}figure{margin:.5rem 0;flex:1 1 17rem;max-width:24rem}
figcaption{font-size:.8125rem;color:var(--soft)}svg{width:100%;height:auto}
svg text{font-size:11px;fill:var(--soft)}
.bar{display:inline-block;height:.6rem;background:var(--good);vertical-align:middle}
@media print{body{max-width:none;font-size:11pt}h2{break-after:avoid}figure,table{break-inside:avoid}}
`;

const SIZE = { width: 320, height: 250, left: 40, right: 10, top: 24, bottom: 40 };

/** One line over 0–1 × 0–top with its axes; `even`: the line that would be perfect. */
function chart(
  points: readonly (readonly [number, number])[],
  labels: { readonly x: string; readonly y: string; readonly caption: string },
  top: number,
  even: boolean,
): string {
  const x = scaleLinear([0, 1], [SIZE.left, SIZE.width - SIZE.right]);
  const y = scaleLinear([0, top], [SIZE.height - SIZE.bottom, SIZE.top]);
  const path = line<readonly [number, number]>(
    ([px]) => x(px),
    ([, py]) => y(Math.min(top, py)),
  );
  const ticksX = x
    .ticks(5)
    .map(
      (tick) => `<text x="${x(tick)}" y="${SIZE.height - 24}" text-anchor="middle">${tick}</text>`,
    );
  const ticksY = y
    .ticks(4)
    .map(
      (tick) =>
        `<line x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e6eaee"/><text x="${SIZE.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
    );
  const diagonal = even
    ? `<path d="${path([
        [0, 0],
        [1, top],
      ])}" stroke="#9aa4ae" stroke-dasharray="4 4" fill="none"/>`
    : '';
  const dots = even
    ? points.map(([px, py]) => `<circle cx="${x(px)}" cy="${y(py)}" r="3" fill="#1a7f5a"/>`)
    : [];
  return `<figure><svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${escaped(labels.caption)}">${ticksY.join('')}${ticksX.join('')}${diagonal}<path d="${path([...points]) ?? ''}" stroke="#1a7f5a" stroke-width="2" fill="none"/>${dots.join('')}<text x="${SIZE.width - SIZE.right}" y="${SIZE.height - 5}" text-anchor="end">${escaped(labels.x)}</text><text x="4" y="12">${escaped(labels.y)}</text></svg><figcaption>${escaped(labels.caption)}</figcaption></figure>`;
}

function selectiveCharts(name: string, one: Selective): string {
  const worst = Math.max(0.05, ...one.curve.map(([, risk]) => risk));
  const at = one.coverageAt;
  return (
    chart(
      one.curve,
      {
        x: '覆盖 coverage',
        y: '错误 risk',
        caption: `${name}：风险–覆盖；95 / 98 / 99 % 正确时可覆盖 ${percent(at['0.95'])} / ${percent(at['0.98'])} / ${percent(at['0.99'])}（阈值由本数据读出，为上限）`,
      },
      Math.ceil(worst * 20) / 20,
      false,
    ) +
    chart(
      one.bins.map((bin) => [bin.meanConfidence, bin.accuracy] as const),
      {
        x: '把握 confidence',
        y: '正确 accuracy',
        caption: `${name}：校准；ECE ${one.ece.toFixed(3)}，虚线为完全可信`,
      },
      1,
      true,
    )
  );
}

function fieldTable(figures: BenchFigures): string {
  const rows = (Object.entries(figures.fields) as [Measured, Share][]).map(
    ([field, share]) =>
      `<tr><td>${FIELD_WORDS[field]} <small>${field}</small></td><td>${shareText(share)}</td></tr>`,
  );
  const { auto } = figures;
  const sent =
    auto.accuracy === null
      ? '没有无人看过就派出的工单 / nothing went out unseen'
      : `直接派出 ${percent(auto.coverage)}，主办正确 ${percent(auto.accuracy)}（95 %：${percent(auto.interval95[0])}–${percent(auto.interval95[1])}），${auto.classes} 类；除去最大一类 ${percent(auto.withoutLargestClass.coverage)}`;
  return `<div class="wide"><table><tr><th>字段</th><th>正确（95 %）</th></tr>${rows.join('')}</table></div><p>${sent}</p>`;
}

function branchTable(figures: BenchFigures): string {
  const branches = Object.keys(figures.branches).sort();
  if (branches.length < 2) return '';
  const columns = [
    ...new Set(branches.flatMap((one) => Object.keys(figures.branches[one] ?? {}))),
  ].sort();
  const rows = branches.map((wanted) => {
    const counts = figures.branches[wanted] ?? {};
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const cells = columns.map((got) => {
      const n = counts[got] ?? 0;
      const tint = got === wanted ? 'var(--tint)' : '179,38,30';
      return `<td class="n" style="background:rgba(${tint},${((n / total) * 0.75).toFixed(3)})">${n === 0 ? '' : n}</td>`;
    });
    return `<tr><th>${wanted}</th>${cells.join('')}</tr>`;
  });
  return `<h3>一级之间的混淆 / confusion between branches</h3><p>行为应归，列为所归</p><div class="wide"><table><tr><th></th>${columns.map((one) => `<th>${one}</th>`).join('')}</tr>${rows.join('')}</table></div>`;
}

function sliceTable(figures: BenchFigures): string {
  const rows = figures.slices.map(({ name, value, fields }) => {
    const n = (fields.level3 ?? fields.leadKind ?? fields.urgency ?? fields.action)?.n ?? 0;
    const lead = fields.lead ?? fields.leadKind;
    const cell = (share: Share | undefined) =>
      share === undefined
        ? '<td></td>'
        : `<td><span class="bar" style="width:${(share.share * 6).toFixed(2)}rem"></span> ${share.share.toFixed(3)}</td>`;
    return `<tr><td>${escaped(name)}</td><td>${escaped(value)}</td><td class="n">${n}</td>${cell(fields.level3)}${cell(lead)}${cell(fields.action)}</tr>`;
  });
  return `<h3>切片 / slices</h3><div class="wide"><table><tr><th></th><th></th><th>n</th><th>三级</th><th>主办</th><th>处理方式</th></tr>${rows.join('')}</table></div>`;
}

function confusionTable(figures: BenchFigures): string {
  if (figures.confusions.length === 0) return '';
  const rows = figures.confusions
    .slice(0, 15)
    .map(
      ({ wanted, got, count }) =>
        `<tr><td>${escaped(wanted)}</td><td>${escaped(got || '—')}</td><td class="n">${count}</td></tr>`,
    );
  return `<h3>最多的混淆 / worst confusions</h3><div class="wide"><table><tr><th>应归</th><th>所归</th><th>件</th></tr>${rows.join('')}</table></div>`;
}

function partSection({ name, about, figures }: BenchPart): string {
  const charts = [
    figures.category === null ? '' : selectiveCharts('分类', figures.category),
    figures.lead === null ? '' : selectiveCharts('主办', figures.lead),
  ].join('');
  return `<section><h2>${escaped(name)} <small>${figures.cases} 件</small></h2><p>${escaped(about)}</p>${fieldTable(figures)}<div class="charts">${charts}</div>${branchTable(figures)}${confusionTable(figures)}${sliceTable(figures)}</section>`;
}

function gateSection({ gate, baseline }: BenchRun): string {
  if (gate === null || baseline === null) return '<p>没有基线 / no baseline</p>';
  const tickets = new Set(gate.turned.map((one) => one.id)).size;
  const failures = gate.failures.map(
    ({ kind, zh, en }) => `<li><b>${kind}</b> ${escaped(zh)}<br><small>${escaped(en)}</small></li>`,
  );
  const rows = gate.turned
    .slice(0, 200)
    .map(
      (one) =>
        `<tr class="${one.isLoss ? 'bad' : ''}"><td>${escaped(one.id)}</td><td>${one.field}</td><td>${escaped(one.before || '—')}</td><td>${escaped(one.after || '—')}</td></tr>`,
    );
  const table =
    rows.length === 0
      ? ''
      : `<div class="wide"><table><tr><th>工单</th><th>字段</th><th>前 before</th><th>后 after</th></tr>${rows.join('')}</table></div>`;
  return `<h2 class="${gate.passed ? 'good' : 'bad'}">${gate.passed ? '门禁通过 / the gate passes' : '门禁未通过 / the gate fails'}</h2><p>基线 ${baseline.accepted}：${escaped(baseline.why)}；${tickets} 件有变，${gate.unknown.length} 件基线里没有</p><ul>${failures.join('')}</ul>${table}`;
}

export function htmlReport(run: BenchRun): string {
  const versions = Object.entries(run.versions)
    .map(([name, version]) => `<tr><td>${name}</td><td><code>${escaped(version)}</code></td></tr>`)
    .join('');
  const absent =
    run.absent.length === 0
      ? ''
      : `<p>未测：${escaped(run.absent.join('、'))}。没有测的不算通过。/ Not measured, and not counted as passed.</p>`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>智派基准 Zhipai benchmark</title><style>${STYLE}</style></head>
<body><h1>智派基准 <small>Zhipai benchmark</small></h1>${absent}${gateSection(run)}${run.parts.map(partSection).join('')}<h2>版本 / versions</h2><div class="wide"><table>${versions}</table></div></body></html>
`;
}
