/** A city pack as data: who and where, for one city. */

import type { RouteRow } from '../rules/types.js';

export const REGION_KINDS = ['city', 'district', 'street', 'community', 'zone', 'road'] as const;
export type RegionKind = (typeof REGION_KINDS)[number];

export interface RegionData {
  /** Division code where there is one (6 digits district, 9 street), else a word of the pack's own. */
  readonly id: string;
  readonly name: string;
  readonly kind: RegionKind;
  /** Id of the next larger region; absent for the city. */
  readonly parent?: string | undefined;
  /** Other ways to write it, such as a name without 街道, and landmarks within. */
  readonly aliases?: readonly string[] | undefined;
}

export interface UnitData {
  readonly id: string;
  readonly name: string;
  /** One name for all districts, such as 城市管理行政执法局. */
  readonly kind: string;
  /** Region id that it serves. */
  readonly region: string;
  /** Unit id of the one above it. */
  readonly parent?: string | undefined;
  /** YYYY-MM-DD, inclusive; absent: always. */
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
  /** Unit id that took over. */
  readonly successor?: string | undefined;
  /** Other ways in which texts name it. */
  readonly aliases?: readonly string[] | undefined;
}

/**
 * In this region, this unit does what the role does. Of several for one role and region the first
 * is meant, unless the text names another: a caller says which telecom it is.
 */
export interface AssignmentData {
  readonly role: string;
  readonly region: string;
  readonly unit: string;
}

export interface CalendarYear {
  /** Days off, YYYY-MM-DD, that would be workdays by the week. */
  readonly holidays: readonly string[];
  /** Saturdays and Sundays that are worked (调休). */
  readonly workdays: readonly string[];
}

/**
 * Who hears of a matter first. `street`: the street or town where it happened leads and calls the
 * bureaus in (Beijing's 吹哨报到); `district`: the district's units before the city's; `bureau`: the
 * city's bureau, which passes it down.
 */
export type DispatchMode = 'street' | 'district' | 'bureau';

/** The role of streets and towns, in every rule set. */
export const STREET_ROLE = '街道乡镇';

/** A matter that several bureaus hand to each other, and how this city settled it. */
export interface DisputeData {
  /** As people call it: 餐饮油烟. */
  readonly id: string;
  /** The law or the city's ruling that settles it. */
  readonly basis: string;
  readonly rows: readonly {
    /** Two, four or six digits. */
    readonly codes: readonly string[];
    readonly role: string;
    readonly assist: readonly string[];
  }[];
}

export interface PackData {
  readonly $schema?: string | undefined;
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Offset of local time, such as +08:00. */
  readonly offset: string;
  /** Day that holds for tickets without a time, YYYY-MM-DD; absent: the rule set's release. */
  readonly asOf?: string | undefined;
  /** Roles that only this city has. */
  readonly roles?: readonly { readonly id: string; readonly definition: string }[] | undefined;
  readonly dispatchMode: DispatchMode;
  /** Roles that hear of a matter themselves where the street goes first: utilities, tax, courts … */
  readonly direct?: readonly string[] | undefined;
  readonly regions: readonly RegionData[];
  readonly units: readonly UnitData[];
  readonly assignments: readonly AssignmentData[];
  /** Stand before all rows. */
  readonly disputes?: readonly DisputeData[] | undefined;
  /** Rows that stand before the rule set's own. */
  readonly routes: readonly RouteRow[];
  /** Codes about a unit itself (its telephone, a ticket of its own): the lead is the unit that the text names. */
  readonly namedUnit?: readonly string[] | undefined;
  /** By year; a due time outside them is left out. */
  readonly calendar: Readonly<Record<string, CalendarYear>>;
  /** Role → the seat that answers inquiries for it. */
  readonly seats: Readonly<Record<string, string>>;
  /** Merged hotlines: number called → codes that it speaks for. */
  readonly hotlines: Readonly<Record<string, readonly string[]>>;
  /** Role that takes what nobody owns. */
  readonly lastResort: string;
  /** Role that settles who answers after so many returns. */
  readonly arbitration: { readonly role: string; readonly afterReturns: number };
  readonly hash?: string | undefined;
}
