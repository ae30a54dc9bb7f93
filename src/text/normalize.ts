/**
 * Brings a text into the one form that keywords and n-grams are matched in: NFKC, lower case,
 * simplified characters, no control characters and no HTML tags. Every unit of the result knows
 * where it stood in the original, so that a span can cut its own words out of what was written.
 */

import { Converter } from 'opencc-js/t2cn';
import type { Span } from '../decision.js';
import { TRADITIONAL } from './traditional.js';

export interface NormalizedText {
  /** What was given. */
  readonly original: string;
  /** The form that is matched. */
  readonly text: string;
  /** `offsets[i]` is where unit i of `text` began in `original`; null: nothing moved. */
  readonly offsets: Int32Array | null;
}

/** Where a unit goes by itself; 0: its form depends on more, so the text takes the slow way. */
const forms = new Uint16Array(65536);
const isTraditional = new Uint8Array(65536);
const COMPLEX = 0;
const keep = (from: number, to: number) => {
  for (let unit = from; unit <= to; unit++) forms[unit] = unit;
};
keep(0x20, 0x7e);
keep(0x3001, 0x3002);
keep(0x3008, 0x3011);
keep(0x4e00, 0x9fff);
for (const unit of [0x0a, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x00b7]) forms[unit] = unit;
for (let unit = 65; unit <= 90; unit++) forms[unit] = unit + 32;
// Full-width forms are one unit on both sides; commas and brackets of ordinary tickets are among them.
for (let unit = 0xff01; unit <= 0xff5e; unit++) forms[unit] = forms[unit - 0xfee0]!;
forms[0x3000] = 0x20;
// A tag or an entity may begin here.
forms[0x3c] = COMPLEX;
forms[0x26] = COMPLEX;
for (const char of TRADITIONAL) {
  forms[char.charCodeAt(0)] = COMPLEX;
  isTraditional[char.charCodeAt(0)] = 1;
}

const toSimplified = Converter({ from: 't', to: 'cn' });
const ZERO_WIDTH = /^[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]$/u;
const CONTROL_OR_LONE = /^[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff]$/u;
/** Tags as web forms leave them; a lone `<` (as in `<5元`) is no tag. */
const TAG = /<\/?[a-z][^<>]{0,200}>|<!--[^<>]{0,200}-->|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});/giu;

/** @returns the normalized form; its `offsets` is null when no unit moved */
export function normalize(original: string): NormalizedText {
  const units = new Uint16Array(original.length);
  let same = true;
  for (let i = 0; i < original.length; i++) {
    const unit = original.charCodeAt(i);
    const form = forms[unit]!;
    if (form === COMPLEX) return rewrite(original);
    if (form !== unit) same = false;
    units[i] = form;
  }
  return { original, text: same ? original : decode(units), offsets: null };
}

/** In chunks, since a call takes a bounded number of arguments. */
function decode(units: Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += 4096) {
    text += String.fromCharCode(...units.subarray(at, at + 4096));
  }
  return text;
}

function rewrite(original: string): NormalizedText {
  // Tags become blanks of the same length, so that offsets need no second table.
  const source = /[<&]/.test(original)
    ? original.replace(TAG, (tag) => ' '.repeat(tag.length))
    : original;
  const simplified = hasTraditional(source) ? simplify(source) : source;
  const parts: string[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < simplified.length; ) {
    const char = String.fromCodePoint(simplified.codePointAt(i)!);
    const form = ZERO_WIDTH.test(char)
      ? ''
      : CONTROL_OR_LONE.test(char)
        ? ' '
        : char.normalize('NFKC').toLowerCase();
    parts.push(form);
    for (let k = 0; k < form.length; k++) offsets.push(i);
    i += char.length;
  }
  return { original, text: parts.join(''), offsets: Int32Array.from(offsets) };
}

function hasTraditional(source: string): boolean {
  for (let i = 0; i < source.length; i++)
    if (isTraditional[source.charCodeAt(i)] === 1) return true;
  return false;
}

function simplify(source: string): string {
  const whole = toSimplified(source);
  // A phrase may change its length; then each character goes alone and keeps its place.
  if (whole.length === source.length) return whole;
  return Array.from(source, (char) => {
    const form = toSimplified(char);
    return form.length === char.length ? form : char;
  }).join('');
}

/** @returns the place in the original of a half-open span of the normalized text */
export function originalSpan(normalized: NormalizedText, start: number, end: number): Span {
  const { offsets, original } = normalized;
  if (offsets === null) return { start, end };
  const from = start < offsets.length ? offsets[start]! : original.length;
  const last = end > start && end - 1 < offsets.length ? offsets[end - 1]! : from;
  const width = end > start ? String.fromCodePoint(original.codePointAt(last) ?? 32).length : 0;
  return { start: from, end: Math.max(from, last + width) };
}
