/**
 * Cuts a stream of text into CSV records without trusting it: an unclosed quote costs its own line,
 * not the rest of the file. Fields are left to fast-csv.
 */

export interface RawRecord {
  /** 1-based line on which the record begins. */
  readonly line: number;
  readonly text: string;
}

/** A quoted field may run over so many lines; beyond that its quote was never closed. */
const MAX_LINES = 200;

type State = 'fieldStart' | 'bare' | 'quoted' | 'afterQuote';

function stateAfter(line: string, from: State, delimiter: string): State {
  let state = from;
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (state === 'quoted') {
      if (char === '"') state = 'afterQuote';
    } else if (char === '"') {
      // Within a bare field a quote is a sign like any other, as in 5" pipe.
      if (state !== 'bare')
        state = state === 'fieldStart' || state === 'afterQuote' ? 'quoted' : state;
    } else
      state = char === delimiter ? 'fieldStart' : state === 'afterQuote' ? 'afterQuote' : 'bare';
  }
  return state;
}

export interface RecordEvents {
  record(record: RawRecord): void;
  /** A line whose quote is never closed; reading goes on with the next line. */
  unclosed(record: RawRecord): void;
}

/** Push lines in order, then end. */
export function createRecordCutter(delimiter: string, events: RecordEvents) {
  let held: { line: number; text: string }[] = [];
  let state: State = 'fieldStart';
  const giveUp = (): void => {
    const [first, ...rest] = held;
    held = [];
    state = 'fieldStart';
    if (first === undefined) return;
    events.unclosed(first);
    for (const { line, text } of rest) push(line, text);
  };
  function push(line: number, text: string): void {
    if (held.length === 0 && text.trim() === '') return;
    held.push({ line, text });
    state = stateAfter(text, held.length === 1 ? 'fieldStart' : state, delimiter);
    if (state !== 'quoted') {
      events.record({ line: held[0]!.line, text: held.map((one) => one.text).join('\n') });
      held = [];
    } else if (held.length >= MAX_LINES) giveUp();
  }
  return {
    push,
    end(): void {
      while (held.length > 0) giveUp();
    },
  };
}
