/** Where a ticket that speaks of several things passes from one to the next. */

import type { Span } from './decision.js';

/**
 * Words and signs that begin another matter: 另外, 还有, 二是, 2、, ② and their kin. A caller who
 * tells one story in many sentences uses none of them.
 */
const TURN =
  /(?:^|[。;;!!??,,\s])(?:另外|此外|还有(?:就是|一个|一件|个事|件事)?|再就是|其次|同时(?:还|又|也)?(?:反映|投诉|咨询|想问|希望)|顺便(?:问|说|反映|提|再)|除此之外|第[二三四五]|[二三四五](?:是|、)|再(?:问|反映|说)(?:一下|一个|一件)?)|(?<!\d)[2-6](?:、|\))|[②③④⑤]/gu;

/** A part of fewer characters says no matter of its own. */
const SHORTEST = 8;
const MOST = 5;

/** @returns parts of the normalized text in order, at least one; blanks and punctuation at the edges stay */
export function splitMatters(text: string): Span[] {
  const cuts: number[] = [];
  for (const match of text.matchAll(TURN)) {
    const start = match.index;
    if (start - (cuts.at(-1) ?? 0) >= SHORTEST && text.length - start >= SHORTEST) cuts.push(start);
  }
  const starts = [0, ...cuts.slice(0, MOST - 1)];
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length }));
}
