/** From a ranking of categories to the lead: rule or row, region, unit, and how sure that is. */

import { maySend } from './classify/calibrate.js';
import type { Ranked } from './classify/classifier.js';
import type { Lead, Option, Route, Why } from './decision.js';
import { type NamedUnit, toRef } from './place/directory.js';
import type { RegionFinding } from './place/regions.js';
import { type PackData, STREET_ROLE, type UnitData } from './place/types.js';
import { isMeasured, leadConfidence, rowConfidence } from './policy.js';
import type { RouterParts } from './router.js';
import type { CityFields, FiredMatch } from './rules/compile.js';
import type { Facts, Phase, RouteRow } from './rules/types.js';
import type { Ticket } from './ticket.js';

export interface RouteInput {
  readonly ticket: Ticket;
  readonly parts: RouterParts;
  readonly facts: Facts;
  readonly fields: CityFields;
  readonly fired: ReadonlyMap<Phase, readonly FiredMatch[]>;
  readonly run: (phase: Phase) => FiredMatch[];
  readonly ranking: readonly Ranked[];
  readonly region: RegionFinding;
}

export interface Routed {
  readonly route: Route;
  readonly options: readonly Option[];
  /** What keeps the ticket from going out unseen, whatever the confidence; null: nothing. */
  readonly doubt: Why | null;
  /** Whether the city's own model lets it leave unseen; null: no such model spoke. */
  readonly mayLeave: boolean | null;
  /** The unit that the ticket complains of and that would have been the lead. */
  readonly recused: string | null;
}

export function routeMatter(input: RouteInput): Routed {
  const { parts, facts, ranking, region } = input;
  const { table, directory, data } = parts;
  const code = ranking[0]!.code;
  const byRule = input.run('route')[0]?.rule;
  const row = table.rowFor(code, region.chain);
  const routeEvent = byRule?.event.type === 'route' ? byRule.event.params : null;
  const named = directory.namedIn(facts.text, region.chain);
  const asked = askedUnit(data.pack, code, named);
  const learned = routeEvent === null && asked === null ? learnedLead(input) : null;
  const tableRole = learned?.role ?? routeEvent?.role ?? row?.role ?? null;
  const ownRole = asked === null ? tableRole : (directory.roleOf(asked, tableRole) ?? tableRole);
  const street =
    routeEvent === null && asked === null && learned === null ? streetLead(input, ownRole) : null;
  const role = street === null ? ownRole : STREET_ROLE;
  const why =
    street !== null
      ? 'mode:street'
      : routeEvent !== null
        ? byRule!.id
        : learned !== null
          ? `model:${parts.leadModel!.hash}`
          : row === null
            ? 'no-row'
            : rowName(row);

  const unit =
    asked ??
    learned?.unit ??
    street ??
    (role === null ? null : directory.unitFor(role, region.chain, facts.date, named));
  const refused = new Set(input.ticket.previous?.returnedBy ?? []);
  const complained = isComplainedOf(input, named, unit?.id ?? null);
  let lead: Lead = { role, unit: unit === null ? null : toRef(unit) };
  let doubt: Why | null = role === null && unit === null ? 'no_role' : null;
  if (unit !== null && refused.has(unit.id)) {
    const { role: arbiter, afterReturns } = data.pack.arbitration;
    const settle =
      facts.returns >= afterReturns ? directory.unitFor(arbiter, region.chain, facts.date) : null;
    lead = settle === null ? { role, unit: null } : { role: arbiter, unit: toRef(settle) };
    doubt = 'returned';
  } else if (unit !== null && complained) {
    const above = directory.parentOf(unit, facts.date);
    lead = { role, unit: above === null ? null : toRef(above) };
    doubt = 'recusal';
  } else if (unit === null && role !== null && data.pack.units.length > 0) {
    // What nobody owns goes to the one that the city named for it, with the reason.
    const isOurs = (input.fired.get('scope')?.length ?? 0) === 0;
    const last = isOurs ? directory.unitFor(data.pack.lastResort, region.chain, facts.date) : null;
    lead = { role, unit: last === null ? null : toRef(last) };
    doubt = 'no_unit';
  }
  if (doubt === null && learned === null && (street !== null || !isMeasured(data.policy, code)))
    doubt = 'row_unmeasured';

  const called = input
    .run('coordinate')
    .flatMap(({ rule }) => (rule.event.type === 'assist' ? rule.event.params.roles : []));
  // The street leads and whistles the bureau in.
  const whistled = street === null || ownRole === null ? [] : [ownRole];
  const assistRoles = [...whistled, ...(routeEvent?.assist ?? row?.assist ?? []), ...called];
  const assist = [...new Set(assistRoles)]
    .filter((name) => name !== lead.role)
    .map((name) => {
      const helper = directory.unitFor(name, region.chain, facts.date);
      return { role: name, unit: helper === null ? null : toRef(helper) };
    });
  const options = learned?.options ?? optionsOf(input);
  const confidence = learned?.confidence ?? leadConfidenceOf(ownRole, ranking, parts, region);
  return {
    route: {
      lead,
      assist,
      region: region.chain[0] ?? null,
      confidence: Math.round(confidence * 1e4) / 1e4,
      why,
    },
    options,
    doubt,
    mayLeave: learned?.mayLeave ?? null,
    recused: complained && unit !== null ? unit.id : null,
  };
}

/** Where the city sends to streets first: the street's unit; null: the role hears of it itself, or no street is known. */
function streetLead({ parts, facts, region }: RouteInput, role: string | null): UnitData | null {
  const { directory, regions, data } = parts;
  const { dispatchMode, direct = [] } = data.pack;
  if (dispatchMode !== 'street' || role === null || role === STREET_ROLE || direct.includes(role))
    return null;
  const street = region.chain.find((id) => regions.byId.get(id)?.kind === 'street');
  if (street === undefined) return null;
  const unit = directory.unitFor(STREET_ROLE, region.chain, facts.date);
  return unit?.region === street ? unit : null;
}

/** The row as a reason: its code and region, or the dispute that it settles. */
const rowName = (row: RouteRow): string =>
  row.dispute !== undefined
    ? `dispute:${row.dispute}`
    : `row:${row.code}${row.region === '' ? '' : `@${row.region}`}`;

/** P(this role is the right lead) by the city's table and policy. */
const leadConfidenceOf = (
  role: string | null,
  ranking: readonly Ranked[],
  { table, data }: RouterParts,
  region: RegionFinding,
): number =>
  role === null
    ? 0
    : leadConfidence(
        ranking,
        role,
        (code) => table.rowFor(code, region.chain)?.role ?? null,
        (code) => rowConfidence(data.policy, code, role),
      );

/** The route of a further matter: by the table alone. */
export function routeOf(
  ranking: readonly Ranked[],
  parts: RouterParts,
  region: RegionFinding,
  date: string,
): Route {
  const { table, directory } = parts;
  const first = ranking[0]!;
  const row = table.rowFor(first.code, region.chain);
  const unitOf = (role: string) => directory.unitFor(role, region.chain, date);
  const leadOf = (role: string | null): Lead => {
    const unit = role === null ? null : unitOf(role);
    return { role, unit: unit === null ? null : toRef(unit) };
  };
  const role = row?.role ?? null;
  return {
    lead: leadOf(role),
    assist: (row?.assist ?? []).map(leadOf),
    region: region.chain[0] ?? null,
    confidence: leadConfidenceOf(role, ranking, parts, region),
    why: row === null ? 'no-row' : rowName(row),
  };
}

/** Each candidate category with its row's lead and P(category) × P(lead right | category, row). */
function optionsOf({ parts, facts, ranking, region }: RouteInput): Option[] {
  const { table, directory, taxonomy, data } = parts;
  return ranking.map(({ code, confidence }) => {
    const role = table.rowFor(code, region.chain)?.role ?? null;
    const unit = role === null ? null : directory.unitFor(role, region.chain, facts.date);
    return {
      code,
      name: taxonomy.byCode.get(code)?.name ?? '',
      role,
      unit: unit?.name ?? null,
      confidence: Math.round(confidence * rowConfidence(data.policy, code, role ?? '') * 1e4) / 1e4,
    };
  });
}

interface LearnedLead {
  readonly unit: UnitData;
  readonly role: string | null;
  readonly confidence: number;
  readonly mayLeave: boolean;
  readonly options: readonly Option[];
}

/** What the city's own history says; null: no model, or its label is no unit of the pack here. */
function learnedLead({ parts, facts, ranking, region }: RouteInput): LearnedLead | null {
  const { leadModel, directory, data } = parts;
  if (leadModel === null) return null;
  const { ranking: labels } = leadModel.predict(facts.text);
  const unitOf = (label: string) => directory.unitLabelled(label, region.chain, facts.date);
  const first = labels[0];
  const unit = first === undefined ? null : unitOf(first.label);
  if (first === undefined || unit === null) return null;
  const code = ranking[0]!.code;
  return {
    unit,
    role: directory.roleOf(unit, null),
    confidence: first.confidence,
    mayLeave: maySend(leadModel.calibration, data.policy.target, first.label, first.confidence),
    options: labels.slice(0, 3).map(({ label, confidence }) => {
      const one = unitOf(label);
      return {
        code,
        name: parts.taxonomy.byCode.get(code)?.name ?? '',
        role: one === null ? null : directory.roleOf(one, null),
        unit: one?.name ?? label,
        confidence: Math.round(confidence * 1e4) / 1e4,
      };
    }),
  };
}

/** A question about a unit itself is for the unit that it names. */
function askedUnit(
  pack: Pick<PackData, 'namedUnit'>,
  code: string,
  named: readonly NamedUnit[],
): UnitData | null {
  const isAboutUnit = pack.namedUnit?.some((prefix) => code.startsWith(prefix)) === true;
  return isAboutUnit ? (named[0]?.unit ?? null) : null;
}

/** Words that make the naming of a unit a complaint about it. */
const CONDUCT =
  /不作为|推诿|踢皮球|态度|不处理|不受理|不管|乱作为|索要|收钱|包庇|敷衍|推脱|骂|不接电话|没人接|不予办理|乱收费|执法不公|粗暴|刁难|吃拿|给了烟|红包|偏着|偏袒|泄露|拖着不办|推给|不理人|投诉/u;

function isComplainedOf(
  { facts }: RouteInput,
  named: readonly NamedUnit[],
  unitId: string | null,
): boolean {
  // Who tells of being scolded there may well be asking for something: only praise is no complaint.
  if (unitId === null || facts.request === '表扬') return false;
  return named.some(({ unit, start, end }) => {
    if (unit.id !== unitId) return false;
    return CONDUCT.test(facts.text.slice(Math.max(0, start - 12), end + 30));
  });
}
