/** Which of the seven actions a ticket gets, and what is said of it. */

import type { Action, Deadline, Entity, Trace, Why } from './decision.js';
import { dueAt } from './place/calendar.js';
import type { RegionFinding } from './place/regions.js';
import type { Routed } from './route.js';
import type { RouterParts } from './router.js';
import type { FiredMatch } from './rules/compile.js';
import type { Facts, Phase } from './rules/types.js';
import type { Ticket } from './ticket.js';

export interface OutcomeInput {
  readonly ticket: Ticket;
  readonly parts: RouterParts;
  readonly facts: Facts;
  readonly fired: ReadonlyMap<Phase, readonly FiredMatch[]>;
  /** null: nothing in the text could be read. */
  readonly routed: Routed | null;
  readonly entities: readonly Entity[];
  readonly region: RegionFinding;
  readonly isReadable: boolean;
  readonly deadline: Pick<Deadline, 'respond' | 'resolve'> | null;
}

export interface Outcome {
  readonly action: Action;
  readonly deadline: Deadline | null;
  readonly notes: Trace['notes'];
}

export function chooseAction(input: OutcomeInput): Outcome {
  const action = actionOf(input);
  return { action, deadline: deadlineOf(input, action), notes: notesOf(input) };
}

function actionOf({
  ticket,
  parts,
  facts,
  fired,
  routed,
  entities,
  isReadable,
}: OutcomeInput): Action {
  const transfers = (fired.get('emergency') ?? []).flatMap(({ rule }) =>
    rule.event.type === 'transfer' ? [rule.event.params] : [],
  );
  if (transfers.length > 0) {
    const numbers = [...new Set(transfers.flatMap((params) => params.numbers))];
    return {
      kind: 'transfer',
      numbers,
      alsoDispatch: transfers.some((params) => params.alsoDispatch),
    };
  }
  const relation = fired.get('relate')?.[0]?.rule.event;
  if (relation?.type === 'attach') {
    const named = entities.find((entity) => entity.type === 'ticketNo')?.text ?? null;
    return { kind: 'attach', toTicketId: ticket.previous?.id ?? named };
  }
  const scope = fired.get('scope')?.[0]?.rule.event;
  if (scope?.type === 'inform') {
    return { kind: 'inform', channel: scope.params.channel, why: scope.params.why };
  }
  if (scope?.type === 'manual') return { kind: 'manual', why: scope.params.why };
  if (facts.length === 0) return { kind: 'manual', why: 'empty' };
  if (!isReadable || routed === null) return { kind: 'manual', why: 'no_evidence' };

  const { route, options, doubt } = routed;
  const { policy, pack } = parts.data;
  const { role, unit } = route.lead;
  const answerer = role ?? unit?.name ?? null;
  if (facts.request === '咨询' && answerer !== null && doubt !== 'recusal') {
    return { kind: 'answer', seat: pack.seats[answerer] ?? answerer };
  }
  const review = (why: Why): Action => ({ kind: 'review', why, options: options.slice(0, 3) });
  if (doubt !== null) return review(doubt);
  if (routed.mayLeave !== null)
    return routed.mayLeave ? { kind: 'dispatch' } : review('below_threshold');
  if (policy.threshold === null) return review('policy_unmeasured');
  const needed = Math.max(policy.threshold, policy.vetoes[route.lead.role ?? ''] ?? 0);
  return route.confidence >= needed ? { kind: 'dispatch' } : review('below_threshold');
}

function deadlineOf({ ticket, parts, deadline }: OutcomeInput, action: Action): Deadline | null {
  if (deadline === null || action.kind === 'inform' || action.kind === 'attach') return null;
  if (action.kind === 'manual' && action.why !== 'no_evidence') return null;
  const due =
    ticket.receivedAt === undefined
      ? null
      : dueAt(ticket.receivedAt, deadline.resolve, parts.data.pack.calendar);
  return due === null ? deadline : { ...deadline, dueAt: due };
}

function notesOf({ ticket, parts, routed, region }: OutcomeInput): Trace['notes'] {
  const notes: { code: string; zh: string; en: string }[] = [];
  const { rules, pack } = parts.data;
  if (ticket.receivedAt === undefined) {
    notes.push({
      code: 'NO_RECEIVED_AT',
      zh: `工单没有来电时间，按 ${pack.asOf ?? rules.released} 的规则处理，不计算到期时间。`,
      en: `The ticket has no time; the rules of ${pack.asOf ?? rules.released} hold and no due time is computed.`,
    });
  }
  if (region.ambiguous.length > 0) {
    const names = region.ambiguous.map((id) => parts.regions.byId.get(id)?.name ?? id).join('、');
    notes.push({
      code: 'REGION_AMBIGUOUS',
      zh: `文中地名可指 ${names}，无法确定是哪一处。`,
      en: `The place named may be any of ${names}.`,
    });
  }
  if (region.contradicts !== null) {
    const name = parts.regions.byId.get(region.contradicts)?.name ?? region.contradicts;
    notes.push({
      code: 'REGION_CONTRADICTS',
      zh: `工单的区域字段与文中的 ${name} 不一致，以字段为准。`,
      en: `The ticket's region field disagrees with ${name} in the text; the field was taken.`,
    });
  }
  if (routed?.recused != null) {
    notes.push({
      code: 'RECUSAL',
      zh: `诉求针对 ${parts.directory.byId.get(routed.recused)?.name}，不派给它本身。`,
      en: `The ticket complains of ${routed.recused}, so it is not sent there.`,
    });
  }
  if (routed?.doubt === 'no_unit') {
    const last = routed.route.lead.unit;
    notes.push({
      code: 'NO_UNIT',
      zh: `城市包 ${pack.id} 在该区域没有承担「${routed.route.lead.role}」的单位${last === null ? '' : `，按约定由 ${last.name} 兜底`}。`,
      en: `Pack ${pack.id} names no unit for this role in the region${last === null ? '' : `; ${last.name} takes what nobody owns`}.`,
    });
  }
  return notes;
}
