/** `zhipai explain`: one decision with everything that led to it, and every condition of each rule. */

import type { Decision, Span } from '../decision.js';
import type { Router } from '../router.js';
import { textOf } from '../router.js';
import { factValue } from '../rules/compile.js';
import { OPERATORS } from '../rules/operators.js';
import { type Condition, type Facts, isLeaf, type RuleData, sharesOf } from '../rules/types.js';
import { normalize } from '../text/normalize.js';
import { redactInPlace } from '../text/redact.js';
import type { Ticket } from '../ticket.js';
import { type RouterOptions, routerFor } from './router-options.js';
import { bar, bold, COLUMNS, padTo, percent, wrap } from './terminal.js';
import { actionText, deadlineText } from './words.js';

export interface ExplainOptions extends RouterOptions {
  readonly json?: boolean | undefined;
  readonly region?: string | undefined;
  readonly receivedAt?: string | undefined;
  /** false: names, phones and plates are shown. */
  readonly redact?: boolean | undefined;
}

export async function explain(text: string, options: ExplainOptions): Promise<number> {
  const router = await routerFor(options);
  const ticket: Ticket = { text, region: options.region, receivedAt: options.receivedAt };
  const decision = router.classifyAndRoute(ticket);
  const out = options.json
    ? JSON.stringify(decision, null, 2)
    : explainLines(router, ticket, decision, options.redact !== false).join('\n');
  process.stdout.write(`${out}\n`);
  return 0;
}

/** The decision as lines of at most 80 columns. */
export function explainLines(
  router: Router,
  ticket: Ticket,
  decision: Decision,
  masked: boolean,
): string[] {
  const text = textOf(ticket).slice(0, 1200);
  const shown = masked ? redactInPlace(text) : text;
  const matter = decision.matters[0];
  const ngrams = matter === undefined ? [] : router.evidence(ticket, matter.category.code);
  const strong = [
    ...decision.trace.evidence.map((one) => one.span),
    ...ngrams.slice(0, 5).map((one) => one.span),
  ];
  const lines = [
    ...wrap(marked(shown, strong), COLUMNS),
    '',
    `→ ${bold(actionText(decision.action))}`,
  ];
  lines.push(
    `  ${decision.request.type}，${decision.urgency}${decision.confidential ? '，对来源保密' : ''}` +
      (decision.deadline === null ? '' : `，${deadlineText(decision.deadline)}`),
  );
  if (matter !== undefined) {
    lines.push('', '分类 / category');
    for (const one of matter.candidates) {
      const path = router.parts.taxonomy.byCode.get(one.code)?.path.join(' > ') ?? one.name;
      lines.push(
        `  ${one.code} ${padTo(path, 46)} ${bar(one.confidence, 14)} ${percent(one.confidence)}`,
      );
    }
    const { lead, assist, region, confidence, why } = matter.route;
    lines.push('', '主办 / lead');
    lines.push(
      ...wrap(
        `  ${lead.unit?.name ?? lead.role ?? '（无）'}${lead.unit === null || lead.role === null ? '' : `（${lead.role}）`}  ${percent(confidence)}  依据 ${why}`,
        COLUMNS,
      ),
    );
    if (assist.length > 0)
      lines.push(
        ...wrap(`  协办 ${assist.map((one) => one.unit?.name ?? one.role).join('、')}`, COLUMNS),
      );
    if (region !== null)
      lines.push(`  区域 ${router.parts.regions.byId.get(region)?.name ?? region}`);
    if (ngrams.length > 0) {
      lines.push('', '字词依据 / evidence');
      const words = ngrams.map(
        (one) => `${shown.slice(one.span.start, one.span.end)} ${percent(one.weight, 0)}`,
      );
      lines.push(...wrap(`  ${words.join('，')}`, COLUMNS));
    }
  }
  lines.push('', '规则 / rules');
  if (decision.trace.rules.length === 0) lines.push('  没有规则生效 / none fired');
  const facts = factsOf(router, ticket, decision);
  for (const fired of decision.trace.rules) {
    const rule = router.parts.data.rules.files
      .flatMap((file) => file.rules)
      .find((one) => one.id === fired.ruleId);
    lines.push(
      ...wrap(
        `  ${fired.won ? '●' : '○'} [${fired.phase}] ${fired.title}（${fired.ruleId}）`,
        COLUMNS,
      ),
    );
    if (rule !== undefined) lines.push(...conditionLines(rule, facts));
  }
  for (const note of decision.trace.notes) lines.push(...wrap(`  ! ${note.zh}`, COLUMNS));
  const { taxonomy, rules, pack, model, policy } = decision.versions;
  lines.push(
    '',
    ...wrap(
      `分类 ${taxonomy}  规则 ${rules}  城市包 ${pack}  模型 ${model}  策略 ${policy}`,
      COLUMNS,
    ),
  );
  return lines;
}

/** The text with 【】 around what spoke. */
function marked(text: string, spans: readonly Span[]): string {
  const isMarked = new Uint8Array(text.length);
  for (const { start, end } of spans) isMarked.fill(1, start, end);
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (isMarked[i] === 1 && isMarked[i - 1] !== 1) out += '【';
    out += text[i];
    if (isMarked[i] === 1 && isMarked[i + 1] !== 1) out += '】';
  }
  return out;
}

/** The facts as the last phase saw them. */
function factsOf(router: Router, ticket: Ticket, decision: Decision): Facts {
  const text = normalize(textOf(ticket)).text;
  const matter = decision.matters[0];
  return {
    text,
    length: text.replace(/\s+/gu, '').length,
    channel: ticket.channel ?? null,
    time: ticket.receivedAt?.slice(11, 16) ?? null,
    date: ticket.receivedAt?.slice(0, 10) ?? router.parts.data.rules.released,
    hasPrevious: ticket.previous !== undefined,
    returns: ticket.previous?.returnedBy?.length ?? 0,
    request: decision.request.type,
    urgency: decision.urgency,
    category: matter?.category.code ?? null,
    confidence: matter?.category.confidence ?? null,
    ...sharesOf(decision),
    region: matter?.route.region == null ? [] : router.parts.regions.chainOf(matter.route.region),
    amount: null,
  };
}

function conditionLines(rule: RuleData, facts: Facts): string[] {
  const holds = (condition: Condition): boolean => {
    if (isLeaf(condition))
      return OPERATORS[condition.operator]!(factValue(condition.fact, facts, {}), condition.value);
    if ('not' in condition) return !holds(condition.not);
    return 'all' in condition ? condition.all.every(holds) : condition.any.some(holds);
  };
  const say = (condition: Condition, depth: number): string[] => {
    const indent = `      ${'  '.repeat(depth)}`;
    const mark = holds(condition) ? '✓' : '✗';
    if (isLeaf(condition))
      return wrap(
        `${indent}${mark} ${condition.fact} ${condition.operator} ${valueText(condition.value, condition.fact === 'text' ? facts.text : null)}`,
        COLUMNS,
      );
    if ('not' in condition) return [`${indent}${mark} not`, ...say(condition.not, depth + 1)];
    const parts = 'all' in condition ? condition.all : condition.any;
    return [
      `${indent}${mark} ${'all' in condition ? 'all' : 'any'}`,
      ...parts.flatMap((part) => say(part, depth + 1)),
    ];
  };
  return say(rule.conditions, 0);
}

/** Of a word list, the words that the text has come first; the rest is counted. */
function valueText(value: unknown, text: string | null): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const found = text === null ? [] : value.filter((word) => text.includes(String(word)));
  const first = [...found, ...value.filter((word) => !found.includes(word))].slice(
    0,
    Math.max(3, Math.min(5, found.length)),
  );
  const rest = value.length - first.length;
  return `${first.map((word) => (found.includes(word) ? `【${word}】` : String(word))).join(' ')}${rest > 0 ? ` …共 ${value.length}` : ''}`;
}
