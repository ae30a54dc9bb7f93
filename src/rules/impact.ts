/** What a change of rules or pack does: which tickets change hands, from whom to whom, and why. */

import type { Decision } from '../decision.js';
import type { Router } from '../router.js';
import type { Ticket } from '../ticket.js';

/** Who acts, as far as a change of hands is concerned. */
export interface Outcome {
  /** `派单 城市管理 澜东区综合行政执法局`, `转接 119`, …: action and lead in one line. */
  readonly hands: string;
  readonly category: string;
  readonly lead: string;
  /** Rules and row that led there. */
  readonly why: readonly string[];
}

export interface Change {
  readonly id: string;
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Impact {
  readonly rows: number;
  readonly changed: readonly Change[];
  /** `before → after` with its count, most frequent first. */
  readonly moves: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

export function outcomeOf(decision: Decision): Outcome {
  const matter = decision.matters[0];
  const { action } = decision;
  const lead = matter?.route.lead;
  const who = lead === undefined ? '' : (lead.unit?.name ?? lead.role ?? '');
  const detail =
    action.kind === 'transfer'
      ? action.numbers.join('、')
      : action.kind === 'inform'
        ? action.channel
        : action.kind === 'attach' || action.kind === 'manual'
          ? ''
          : who;
  return {
    hands: `${action.kind} ${detail}`.trim(),
    category: matter?.category.code ?? '',
    lead: who,
    why: [
      ...decision.trace.rules.filter((rule) => rule.won).map((rule) => rule.ruleId),
      ...(matter === undefined ? [] : [matter.route.why]),
    ],
  };
}

/** Collects tickets one by one, so that a file need not fit into memory. */
export function createImpact(before: Router, after: Router) {
  const changed: Change[] = [];
  const moves = new Map<string, { from: string; to: string; count: number }>();
  let rows = 0;
  return {
    add(ticket: Ticket, id: string): { before: Decision; after: Decision } {
      rows++;
      const decisions = {
        before: before.classifyAndRoute(ticket),
        after: after.classifyAndRoute(ticket),
      };
      const [a, b] = [outcomeOf(decisions.before), outcomeOf(decisions.after)];
      if (a.hands !== b.hands || a.lead !== b.lead) {
        changed.push({ id, before: a, after: b });
        const [from, to] = a.hands === b.hands ? [a.lead, b.lead] : [a.hands, b.hands];
        const key = `${from}\n${to}`;
        const move = moves.get(key) ?? { from, to, count: 0 };
        move.count++;
        moves.set(key, move);
      }
      return decisions;
    },
    result(): Impact {
      return {
        rows,
        changed,
        moves: [...moves.values()].sort((a, b) => b.count - a.count || (a.from < b.from ? -1 : 1)),
      };
    },
  };
}
