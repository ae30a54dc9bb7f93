/** The table that a person reads after a file was routed. */

import type { ActionKind, Decision } from '../decision.js';
import { ACTION_KINDS } from '../decision.js';
import { redact } from '../text/redact.js';
import { bar, COLUMNS, padTo, percent, wrap } from './terminal.js';
import { ACTION_WORDS, actionText, deadlineText } from './words.js';

/** Decisions shown in full at the end. */
const SHOWN = 3;

interface Shown {
  readonly text: string;
  readonly decision: Decision;
}

const count = (map: Map<string, number>, key: string): void => {
  map.set(key, (map.get(key) ?? 0) + 1);
};

/** Counts as it goes, so that a file of any length takes the same memory. */
export function createSummary() {
  let rows = 0;
  const actions = new Map<string, number>();
  const categories = new Map<string, number>();
  const leads = new Map<string, number>();
  const shown = new Map<ActionKind, Shown>();
  return {
    add(text: string, decision: Decision): void {
      rows++;
      count(actions, decision.action.kind);
      const matter = decision.matters[0];
      if (matter !== undefined) {
        count(categories, `${matter.category.code} ${matter.category.path.at(-1) ?? ''}`);
        const { role, unit } = matter.route.lead;
        count(leads, unit?.name ?? role ?? '（无）');
      }
      // One of each kind, so that the three differ.
      if (!shown.has(decision.action.kind) && matter !== undefined) {
        shown.set(decision.action.kind, { text, decision });
      }
    },
    lines(): string[] {
      const lines = [`工单 ${rows} 件 / ${rows} tickets`, '', '处理方式 / action'];
      for (const kind of ACTION_KINDS) {
        const n = actions.get(kind) ?? 0;
        const share = rows === 0 ? 0 : n / rows;
        lines.push(
          `  ${padTo(ACTION_WORDS[kind], 9)}${padTo(kind, 9)}${bar(share, 30)} ${padTo(percent(share), 8)}${n}`,
        );
      }
      lines.push('', ...topTable('最多的诉求分类 / top categories', categories, rows));
      lines.push('', ...topTable('最多的主办 / top leads', leads, rows));
      const order: ActionKind[] = [
        'transfer',
        'dispatch',
        'answer',
        'review',
        'inform',
        'attach',
        'manual',
      ];
      const examples = order.flatMap((kind) => shown.get(kind) ?? []).slice(0, SHOWN);
      for (const example of examples) lines.push('', ...explained(example));
      return lines;
    },
  };
}

function topTable(title: string, counts: ReadonlyMap<string, number>, rows: number): string[] {
  const top = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 8);
  return [
    title,
    ...top.map(([name, n]) => `  ${padTo(name, 44)}${padTo(percent(n / rows), 8)}${n}`),
  ];
}

function explained({ text, decision }: Shown): string[] {
  const matter = decision.matters[0]!;
  const { lead, assist, why } = matter.route;
  const quoted = redact(text.replace(/\s+/gu, ' ')).slice(0, 110);
  const roles = assist.map((one) => one.unit?.name ?? one.role).join('、');
  const fired = decision.trace.rules.filter((rule) => rule.won).map((rule) => rule.title);
  return [
    '─'.repeat(COLUMNS),
    ...wrap(quoted, COLUMNS),
    ...wrap(`→ ${actionText(decision.action)}`, COLUMNS),
    ...wrap(
      `  分类 ${matter.category.code} ${matter.category.path.join(' > ')}（${percent(matter.category.confidence, 0)}）`,
      COLUMNS,
    ),
    ...wrap(
      `  主办 ${lead.unit?.name ?? lead.role ?? '（无）'}（${percent(matter.route.confidence, 0)}，依据 ${why}）${roles === '' ? '' : `  协办 ${roles}`}`,
      COLUMNS,
    ),
    ...wrap(
      `  ${decision.request.type}，${decision.urgency}${decision.deadline === null ? '' : `，${deadlineText(decision.deadline)}`}`,
      COLUMNS,
    ),
    ...(fired.length === 0 ? [] : wrap(`  规则 ${fired.join('；')}`, COLUMNS)),
  ];
}
