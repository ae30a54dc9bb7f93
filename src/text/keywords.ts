/**
 * A keyword automaton (Aho and Corasick, "Efficient string matching", 1975): finds every keyword
 * of a set in one pass over a text, whatever their number.
 */

/** `visit` gets the keyword's number in the given list and the half-open place in the text. */
export type KeywordVisitor = (keyword: number, start: number, end: number) => void;

export interface KeywordAutomaton {
  readonly size: number;
  /** Calls `visit` for each occurrence, overlapping ones too, in order of their ends. */
  scan(text: string, visit: KeywordVisitor): void;
}

/**
 * @param keywords  non-empty strings in normalized form; a repeated one is reported by its first number
 */
export function buildAutomaton(keywords: readonly string[]): KeywordAutomaton {
  const children: Map<number, number>[] = [new Map()];
  const ends: number[] = [-1];
  keywords.forEach((keyword, index) => {
    let state = 0;
    for (let i = 0; i < keyword.length; i++) {
      const unit = keyword.charCodeAt(i);
      let next = children[state]!.get(unit);
      if (next === undefined) {
        next = children.length;
        children.push(new Map());
        ends.push(-1);
        children[state]!.set(unit, next);
      }
      state = next;
    }
    if (state !== 0 && ends[state] === -1) ends[state] = index;
  });
  const { fail, output } = linkFailures(children, ends);
  const lengths = Int32Array.from(keywords, (keyword) => keyword.length);
  // Most units of a text begin no keyword: one array answers for the root.
  const root = new Int32Array(65536);
  for (const [unit, next] of children[0]!) root[unit] = next;
  const table = packTransitions(children);

  const step = (from: number, unit: number): number => {
    let state = from;
    while (state !== 0) {
      const next = table.get(state, unit);
      if (next !== 0) return next;
      state = fail[state]!;
    }
    return root[unit]!;
  };

  return {
    size: keywords.length,
    scan(text, visit) {
      let state = 0;
      for (let i = 0; i < text.length; i++) {
        state = step(state, text.charCodeAt(i));
        for (let at = state; at !== 0; at = output[at]!) {
          const keyword = ends[at]!;
          if (keyword >= 0) visit(keyword, i + 1 - lengths[keyword]!, i + 1);
        }
      }
    },
  };
}

/** Breadth first, so that a state's failure is known before its children need it. */
function linkFailures(children: readonly Map<number, number>[], ends: readonly number[]) {
  const fail = new Int32Array(children.length);
  // The nearest state along the failures that ends a keyword, so that a scan visits only those.
  const output = new Int32Array(children.length);
  const queue = [...children[0]!.values()];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    output[state] = ends[fail[state]!]! >= 0 ? fail[state]! : output[fail[state]!]!;
    for (const [unit, next] of children[state]!) {
      let back = fail[state]!;
      while (back !== 0 && !children[back]!.has(unit)) back = fail[back]!;
      const target = children[back]!.get(unit) ?? 0;
      fail[next] = target === next ? 0 : target;
      queue.push(next);
    }
  }
  return { fail, output };
}

/** Transitions of all states but the root, in one open-addressing table. */
function packTransitions(children: readonly Map<number, number>[]) {
  let count = 0;
  for (let state = 1; state < children.length; state++) count += children[state]!.size;
  let capacity = 16;
  while (capacity < count * 2) capacity *= 2;
  const mask = capacity - 1;
  const states = new Int32Array(capacity);
  const units = new Uint16Array(capacity);
  const targets = new Int32Array(capacity);
  const slot = (state: number, unit: number): number =>
    (Math.imul(state, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) >>> 8;
  for (let state = 1; state < children.length; state++) {
    for (const [unit, next] of children[state]!) {
      let at = slot(state, unit) & mask;
      while (states[at] !== 0) at = (at + 1) & mask;
      states[at] = state;
      units[at] = unit;
      targets[at] = next;
    }
  }
  return {
    /** 0: no such transition (no state goes to the root by a unit). */
    get(state: number, unit: number): number {
      let at = slot(state, unit) & mask;
      while (states[at] !== 0) {
        if (states[at] === state && units[at] === unit) return targets[at]!;
        at = (at + 1) & mask;
      }
      return 0;
    },
  };
}
