/** What the lexicon's keywords say of a text, category by category. */

import type { Span } from '../decision.js';
import type { Taxonomy } from '../taxonomy/taxonomy.js';
import { buildAutomaton } from '../text/keywords.js';
import { normalize } from '../text/normalize.js';

export interface KeywordHit {
  /** In the normalized text. */
  readonly span: Span;
  readonly keyword: string;
}

export interface KeywordScorer {
  /**
   * Sum of the weights (1–5 each, a keyword counts once) by number of the category, in scratch
   * memory; and the hits for one of them.
   */
  score(text: string): {
    readonly sums: Float32Array;
    readonly touched: readonly number[];
    hitsOf(category: number): KeywordHit[];
  };
}

/** @param codes categories in order of their numbers */
export function createKeywordScorer(
  taxonomy: Pick<Taxonomy, 'keywords'>,
  codes: readonly string[],
): KeywordScorer {
  const owners = new Map<string, { category: number; weight: number }[]>();
  codes.forEach((code, category) => {
    for (const [word, weight] of Object.entries(taxonomy.keywords.get(code) ?? {})) {
      const form = normalize(word).text;
      const list = owners.get(form);
      if (list === undefined) owners.set(form, [{ category, weight }]);
      else list.push({ category, weight });
    }
  });
  const words = [...owners.keys()];
  const ownersOf = words.map((word) => owners.get(word)!);
  const automaton = buildAutomaton(words);
  const sums = new Float32Array(codes.length);

  return {
    score(text) {
      sums.fill(0);
      const found = new Map<number, { start: number; end: number }[]>();
      automaton.scan(text, (word, start, end) => {
        const places = found.get(word);
        if (places === undefined) found.set(word, [{ start, end }]);
        else places.push({ start, end });
      });
      const touched: number[] = [];
      for (const [word, places] of found) {
        for (const { category, weight } of ownersOf[word]!) {
          // Longest keyword wins, or 停车场 would count again as 停车 for another category. Within
          // one category both may count, so that a new keyword never lowers the one that gets it.
          if (!places.some((place) => !coveredByOther(place, word, category))) continue;
          if (sums[category] === 0) touched.push(category);
          sums[category] = sums[category]! + weight;
        }
      }
      function coveredByOther(
        place: { start: number; end: number },
        word: number,
        category: number,
      ): boolean {
        const length = place.end - place.start;
        for (const [longer, places] of found) {
          if (longer === word || words[longer]!.length <= length) continue;
          if (ownersOf[longer]!.some((owner) => owner.category === category)) continue;
          if (places.some((other) => other.start <= place.start && other.end >= place.end))
            return true;
        }
        return false;
      }
      return {
        sums,
        touched,
        hitsOf(category) {
          const hits: KeywordHit[] = [];
          for (const [word, places] of found) {
            if (!ownersOf[word]!.some((owner) => owner.category === category)) continue;
            hits.push({ span: places[0]!, keyword: words[word]! });
          }
          return hits.sort((a, b) => a.span.start - b.span.start);
        },
      };
    },
  };
}
