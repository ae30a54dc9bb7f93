/** The pipeline: one ticket in, one decision out. Pure and synchronous. */

import type { Calibration } from './classify/calibrate.js';
import { type Classifier, createClassifier, type Ranked } from './classify/classifier.js';
import { decodeModel } from './classify/model-file.js';
import { createPredictor, type Prediction } from './classify/predict.js';
import { createBase } from './classify/stacking.js';
import type {
  Candidate,
  Decision,
  Matter,
  RequestType,
  SituationShares,
  Span,
  Versions,
} from './decision.js';
import { ZhipaiError } from './errors.js';
import { contentHash, hashBytes } from './hash.js';
import { splitMatters } from './matters.js';
import { chooseAction } from './outcome.js';
import { localTime } from './place/calendar.js';
import { buildDirectory, type Directory } from './place/directory.js';
import { buildRegions, type Regions } from './place/regions.js';
import type { PackData } from './place/types.js';
import type { PolicyData } from './policy.js';
import { withAbstention, withForced, withHotline } from './ranking.js';
import { routeMatter, routeOf } from './route.js';
import { inOrderOfRank } from './rules/choose.js';
import { type CompiledRules, compileRules, type FiredMatch } from './rules/compile.js';
import { buildRouteTable, packRows, type RouteTable } from './rules/tables.js';
import { type Facts, type Phase, type RuleSetData, situationFacts } from './rules/types.js';
import { buildTaxonomy, type Taxonomy, type TaxonomyData } from './taxonomy/taxonomy.js';
import { findEntities, largestAmount } from './text/entities.js';
import { normalize, originalSpan } from './text/normalize.js';
import { assertTicket, MAX_TEXT, type Ticket } from './ticket.js';
import { ENGINE_VERSION } from './version.js';

/** Everything a decision rests on, as data. */
export interface RouterData {
  readonly taxonomy: TaxonomyData;
  readonly rules: RuleSetData;
  readonly pack: PackData;
  /** Bytes of a model file with target `category`. */
  readonly model: Uint8Array;
  /**
   * Bytes of a model file with target `lead`, learned from the city's own history: it names the
   * lead in place of the route table, with its own calibrated confidence and thresholds.
   */
  readonly leadModel?: Uint8Array | undefined;
  readonly policy: PolicyData;
}

/** @throws ZhipaiError when the data or the ticket is not of its shape */
export interface Checks {
  data(data: Partial<RouterData>): void;
  ticket(ticket: unknown): asserts ticket is Ticket;
}

export interface Router {
  readonly versions: Versions;
  /** @throws ZhipaiError TICKET_SHAPE; a ticket of the right shape always gets a decision */
  classifyAndRoute(ticket: Ticket): Decision;
  /** A new router with some of the data replaced; this one goes on unchanged. @throws ZhipaiError */
  with(data: Partial<RouterData>): Router;
  /** n-grams that spoke for a code, for `explain`. */
  evidence(ticket: Ticket, code: string, most?: number): { span: Span; weight: number }[];
  readonly parts: RouterParts;
}

/** The built data, for tools that look inside. */
export interface RouterParts {
  readonly data: RouterData;
  readonly taxonomy: Taxonomy;
  readonly rules: CompiledRules;
  readonly table: RouteTable;
  readonly regions: Regions;
  readonly directory: Directory;
  readonly classifier: Classifier;
  /** null: the city has no model of its own. */
  readonly leadModel: LeadModel | null;
}

export interface LeadModel {
  readonly calibration: Calibration;
  readonly hash: string;
  predict(text: string): Prediction;
}

const runtimeChecks: Checks = { data: () => undefined, ticket: assertTicket };

export function createRouterFrom(data: RouterData, checks: Checks = runtimeChecks): Router {
  checks.data(data);
  const parts = buildParts(data);
  const versions = versionsOf(data, parts.taxonomy);
  return {
    versions,
    parts,
    classifyAndRoute(ticket) {
      checks.ticket(ticket);
      return decide(ticket, parts, versions);
    },
    with(change) {
      checks.data(change);
      return createRouterFrom({ ...data, ...change }, checks);
    },
    evidence(ticket, code, most = 8) {
      const normalized = normalize(textOf(ticket));
      return parts.classifier.evidence(normalized.text, code, most).map(({ span, weight }) => ({
        span: originalSpan(normalized, span.start, span.end),
        weight,
      }));
    },
  };
}

function buildParts(data: RouterData): RouterParts {
  const taxonomy = buildTaxonomy(data.taxonomy);
  const placed = data.rules.files.flatMap(({ phase, rules }) =>
    rules.map((rule) => ({ rule, phase })),
  );
  const classifier = createClassifier(taxonomy, decodeModel(data.model));
  return {
    data,
    taxonomy,
    rules: compileRules(placed),
    table: buildRouteTable(packRows(data.pack), data.rules.routes),
    regions: buildRegions(data.pack.regions),
    directory: buildDirectory(data.pack),
    classifier,
    leadModel: data.leadModel === undefined ? null : leadModelOf(data.leadModel, data, classifier),
  };
}

function leadModelOf(bytes: Uint8Array, data: RouterData, classifier: Classifier): LeadModel {
  const model = decodeModel(bytes, 'leadModel');
  if (model.header.target !== 'lead')
    throw new ZhipaiError('DATA_SHAPE', {
      field: 'leadModel',
      got: `target ${model.header.target}`,
      want: 'target lead',
    });
  const base = createBase(classifier, hashBytes(data.model));
  const { predict } = createPredictor(model, base);
  return { calibration: model.header.calibration, hash: hashBytes(bytes), predict };
}

function versionsOf(data: RouterData, taxonomy: Taxonomy): Versions {
  const { rules, pack, policy } = data;
  return {
    engine: ENGINE_VERSION,
    taxonomy: `${taxonomy.version}+${taxonomy.hash}`,
    rules: `${rules.version}+${rules.hash ?? contentHash(rules)}`,
    pack: `${pack.id}@${pack.version}+${pack.hash ?? contentHash(pack)}`,
    model:
      hashBytes(data.model) +
      (data.leadModel === undefined ? '' : `+lead:${hashBytes(data.leadModel)}`),
    policy: `${policy.version}+${policy.hash ?? contentHash(policy)}`,
  };
}

/** Title and text as one, cut to what is read. */
export function textOf(ticket: Ticket): string {
  const whole =
    ticket.title === undefined || ticket.title === ''
      ? ticket.text
      : `${ticket.title}\n${ticket.text}`;
  return whole.length > MAX_TEXT ? whole.slice(0, MAX_TEXT) : whole;
}

function decide(ticket: Ticket, parts: RouterParts, versions: Versions): Decision {
  const { data, taxonomy, rules, regions, classifier } = parts;
  const normalized = normalize(textOf(ticket));
  const entities = findEntities(normalized);
  const region = regions.find(normalized.text, ticket.region);
  const received = ticket.receivedAt === undefined ? null : localTime(ticket.receivedAt);
  const scanned = rules.scan(normalized.text);
  const fields = ticket.fields ?? {};
  const classified = classifier.classify(normalized.text);
  const classification = {
    ...classified,
    ranking: withHotline(classified.ranking, spokenFor(data.pack, ticket.hotline)),
  };
  const first = classification.ranking[0];
  let facts: Facts = {
    text: normalized.text,
    length: normalized.text.replace(/\s+/gu, '').length,
    channel: ticket.channel ?? null,
    time: received?.time ?? null,
    date: received?.date ?? data.pack.asOf ?? data.rules.released,
    hasPrevious: ticket.previous !== undefined,
    returns: ticket.previous?.returnedBy?.length ?? 0,
    request: null,
    urgency: '一般',
    category: first?.code ?? null,
    confidence: first?.confidence ?? null,
    level2Confidence:
      first === undefined ? null : massOf(classification.ranking, first.code.slice(0, 4)),
    ...situationFacts(classification.situations),
    region: region.chain,
    amount: largestAmount(entities),
  };
  const fired = new Map<Phase, FiredMatch[]>();
  const run = (phase: Phase): FiredMatch[] => {
    const ranked = inOrderOfRank(rules.fire(phase, scanned, facts, fields));
    fired.set(phase, ranked);
    return ranked;
  };

  const emergency = run('emergency');
  if (emergency.some(({ rule }) => rule.event.type === 'transfer'))
    facts = { ...facts, urgency: '特急' };
  else if (emergency[0]?.rule.event.type === 'urgency') {
    facts = { ...facts, urgency: emergency[0].rule.event.params.urgency };
  }
  run('relate');
  run('scope');
  const requested = run('request')[0]?.rule.event;
  const request: RequestType =
    requested?.type === 'request'
      ? requested.params.request
      : (classification.request?.type ?? '投诉');
  facts = { ...facts, request };

  const isReadable = facts.length > 0 && !classification.isBlind;
  const forced = forcedCode(fired, run, taxonomy);
  const ranking = withAbstention(withForced(classification.ranking, forced), taxonomy, data.policy);
  const lead = ranking[0];
  facts = { ...facts, category: lead?.code ?? null, confidence: lead?.confidence ?? null };

  const routed =
    isReadable || forced !== null
      ? routeMatter({ ticket, parts, facts, fields, fired, run, ranking, region })
      : null;
  const deadlineRule = run('deadline')[0]?.rule.event;
  const toSpan = ({ start, end }: Span) => originalSpan(normalized, start, end);
  const parted =
    routed === null || lead === undefined || forced !== null
      ? null
      : partMatters(normalized.text, lead.code, classifier);
  const matters: Matter[] =
    routed === null || lead === undefined
      ? []
      : [
          {
            span:
              parted === null ? { start: 0, end: normalized.original.length } : toSpan(parted.lead),
            category: {
              code: lead.code,
              path: taxonomy.byCode.get(lead.code)?.path ?? [],
              confidence: rounded(lead.confidence),
            },
            candidates: ranking.slice(0, 5).map((one) => candidateOf(one, taxonomy)),
            route: routed.route,
          },
          ...(parted?.others ?? []).map(({ span, ranking: own }): Matter => {
            const first = own[0]!;
            return {
              span: toSpan(span),
              category: {
                code: first.code,
                path: taxonomy.byCode.get(first.code)?.path ?? [],
                confidence: rounded(first.confidence),
              },
              candidates: own.slice(0, 5).map((one) => candidateOf(one, taxonomy)),
              route: routeOf(own, parts, region, facts.date),
            };
          }),
        ];
  const outcome = chooseAction({
    ticket,
    parts,
    facts,
    fired,
    routed,
    entities,
    region,
    isReadable,
    deadline: deadlineRule?.type === 'deadline' ? deadlineRule.params : null,
  });
  return {
    ticketId: ticket.id ?? null,
    action: outcome.action,
    matters,
    request: {
      type: request,
      confidence:
        requested === undefined ? rounded(classification.request?.confidence ?? 0.5) : 0.9,
    },
    urgency: facts.urgency,
    confidential: requested?.type === 'request' && requested.params.confidential === true,
    deadline: outcome.deadline,
    entities,
    trace: {
      rules: [...fired].flatMap(([phase, matches]) =>
        matches.map(({ rule, evidence }, i) => ({
          phase,
          ruleId: rule.id,
          title: rule.title,
          evidence: evidence.map(toSpan),
          won: i === 0,
        })),
      ),
      situation: roundedShares(classification.situations),
      evidence: evidenceOf(classification.keywords, toSpan),
      notes: outcome.notes,
    },
    versions,
  };
}

/** Codes that a called number speaks for; none for a number that the pack does not know. */
const spokenFor = ({ hotlines }: PackData, called: string | undefined): readonly string[] =>
  called !== undefined && Object.hasOwn(hotlines, called) ? hotlines[called]! : [];

const massOf = (ranking: readonly Ranked[], prefix: string): number =>
  ranking.reduce((sum, one) => sum + (one.code.startsWith(prefix) ? one.confidence : 0), 0);

/** How sure a part must be of another branch to count as a matter of its own. */
const OWN_MATTER = 0.4;

/** The part that speaks of the lead category, and the parts that speak of something else; null: one matter. */
function partMatters(text: string, leadCode: string, classifier: Classifier) {
  const parts = splitMatters(text);
  if (parts.length < 2) return null;
  const read = parts.map((span) => ({
    span,
    ranking: withoutHotline(classifier.classify(text.slice(span.start, span.end)).ranking),
  }));
  const shareOf = (ranking: readonly Ranked[]): number =>
    ranking
      .filter((one) => one.code.startsWith(leadCode.slice(0, 4)))
      .reduce((sum, one) => sum + one.confidence, 0);
  const lead = read.reduce((a, b) => (shareOf(b.ranking) > shareOf(a.ranking) ? b : a));
  const seen = new Set([leadCode.slice(0, 4)]);
  const others = read.filter(({ ranking }) => {
    const first = ranking[0];
    if (first === undefined || first.confidence < OWN_MATTER) return false;
    const second = first.code.slice(0, 4);
    if (seen.has(second)) return false;
    seen.add(second);
    return true;
  });
  if (others.length === 0) return null;
  return { lead: lead.span, others: others.filter((one) => one !== lead) };
}

/** Courtesies and reminders at a ticket's end are no matter of their own. */
const withoutHotline = (ranking: readonly Ranked[]): readonly Ranked[] =>
  ranking[0]?.code.startsWith('13') === true ? [] : ranking;

/** A scope rule may name the category, else the category phase. */
function forcedCode(
  fired: ReadonlyMap<Phase, readonly FiredMatch[]>,
  run: (phase: Phase) => FiredMatch[],
  taxonomy: Taxonomy,
): string | null {
  const byScope = fired.get('scope')?.[0]?.rule.event;
  const named =
    byScope?.type === 'inform' || byScope?.type === 'manual' ? byScope.params.code : undefined;
  const byCategory = run('category')[0]?.rule.event;
  const code = named ?? (byCategory?.type === 'category' ? byCategory.params.code : undefined);
  return code !== undefined && taxonomy.byCode.has(code) ? code : null;
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

const roundedShares = (shares: SituationShares): SituationShares => ({
  normal: rounded(shares.normal),
  emergency: rounded(shares.emergency),
  followUp: rounded(shares.followUp),
  invalid: rounded(shares.invalid),
  outOfScope: rounded(shares.outOfScope),
});

const candidateOf = (one: Ranked, taxonomy: Taxonomy): Candidate => ({
  code: one.code,
  name: taxonomy.byCode.get(one.code)?.name ?? '',
  confidence: rounded(one.confidence),
});

function evidenceOf(keywords: readonly { span: Span }[], toSpan: (span: Span) => Span) {
  const weight = keywords.length === 0 ? 0 : rounded(1 / keywords.length);
  return keywords.map(({ span }) => ({ span: toSpan(span), kind: 'keyword' as const, weight }));
}
