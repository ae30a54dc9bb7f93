/** Finds addresses, roads, times, amounts, ticket numbers, phones and plates, each with its span. */

import type { Entity, EntityType } from '../decision.js';
import { type NormalizedText, originalSpan } from './normalize.js';
import { redact } from './redact.js';

const DIGITS = '[0-9〇零一二两三四五六七八九十百千]';
const PATTERNS: readonly (readonly [EntityType, RegExp])[] = [
  ['ticketNo', /(?<=(?:工单|单号|编号|受理号|流水号)[^0-9\n]{0,6})[a-z]{0,4}\d{8,20}/gu],
  ['phone', /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?[2-8]\d{6,7})(?!\d)/gu],
  [
    'plate',
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][·.\- ]?[a-hj-np-z0-9]{5,6}/gu,
  ],
  [
    'road',
    /(?<![a-z])[gs]\d{1,4}(?!\d)(?:[\u4e00-\u9fff]{0,6}高速)?|[\u4e00-\u9fff]{2,6}高速(?:公路)?/gu,
  ],
  [
    'address',
    new RegExp(
      `[\\u4e00-\\u9fff]{2,8}?(?:大道|路|街|巷|里|弄|村|小区|花园|广场|大厦|公寓)${DIGITS}{0,6}(?:-\\d{1,4})?(?:号|栋|幢|座|单元|室|楼|房){0,1}`,
      'gu',
    ),
  ],
  [
    'time',
    new RegExp(
      `(?:${DIGITS}{2,4}年)?${DIGITS}{1,3}月${DIGITS}{1,3}[日号](?:[上下中]午|晚上|凌晨|早上)?(?:${DIGITS}{1,3}[点时:](?:${DIGITS}{1,3}分?|半)?)?|(?:今天|昨天|前天|昨晚|今早|凌晨|每晚|每天)(?:${DIGITS}{1,3}点(?:半|${DIGITS}{1,3}分?)?)?`,
      'gu',
    ),
  ],
  [
    'amount',
    /(?<![\d.])(?:\d{1,9}(?:\.\d{1,2})?|[一二两三四五六七八九十百千]{1,6})(?:多|余)?(?:万|千|百)?(?:多|余)?(?:元|块钱|块|万)(?!门|头)/gu,
  ],
];

/** @returns entities by place; of two that overlap only the one of the earlier kind above */
export function findEntities(normalized: NormalizedText): Entity[] {
  const found: { type: EntityType; start: number; end: number }[] = [];
  for (const [type, pattern] of PATTERNS) {
    for (const match of normalized.text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (end > start && !found.some((other) => start < other.end && end > other.start)) {
        found.push({ type, start, end });
      }
    }
  }
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ type, start, end }) => {
      const span = originalSpan(normalized, start, end);
      const raw = normalized.original.slice(span.start, span.end);
      const text = type === 'phone' ? '[电话]' : type === 'plate' ? '[车牌]' : redact(raw);
      return { type, span, text };
    });
}

const NUMERALS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** Value of an amount in yuan, such as 3.5万元 or 两千块; NaN when it is none. */
export function amountInYuan(text: string): number {
  const digits = /\d+(?:\.\d+)?/.exec(text);
  if (digits !== null) {
    const rest = text.slice(digits.index + digits[0].length);
    const place = Object.keys(PLACES).find((key) => rest.includes(key));
    return Number(digits[0]) * (place === undefined ? 1 : PLACES[place]!);
  }
  let total = 0;
  let digit = 0;
  let sawAny = false;
  for (const char of text) {
    if (NUMERALS[char] !== undefined) {
      digit = NUMERALS[char]!;
      sawAny = true;
    } else if (char === '万') {
      total = (total + digit) * 10_000;
      digit = 0;
    } else if (PLACES[char] !== undefined) {
      total += (digit || 1) * PLACES[char]!;
      digit = 0;
      sawAny = true;
    }
  }
  return sawAny ? total + digit : Number.NaN;
}

/** Largest amount among the entities, in yuan; null: none. */
export function largestAmount(entities: readonly Entity[]): number | null {
  const amounts = entities
    .filter((entity) => entity.type === 'amount')
    .map((entity) => amountInYuan(entity.text))
    .filter((value) => !Number.isNaN(value));
  return amounts.length === 0 ? null : Math.max(...amounts);
}
