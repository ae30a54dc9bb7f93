/** Text for a terminal: widths of full-width characters, padding, wrapping, colour only where wanted. */

/** Columns that a character takes: two for East Asian wide and for emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export const charWidth = (char: string): number => (WIDE.test(char) ? 2 : char < ' ' ? 0 : 1);
export const textWidth = (text: string): number =>
  Array.from(text).reduce((width, char) => width + charWidth(char), 0);

/** Cuts to a width with an ellipsis, then fills up with blanks. */
export function padTo(text: string, width: number): string {
  if (textWidth(text) <= width) return text + ' '.repeat(width - textWidth(text));
  let cut = '';
  for (const char of text) {
    if (textWidth(cut) + charWidth(char) > width - 1) break;
    cut += char;
  }
  return `${cut}…${' '.repeat(Math.max(0, width - 1 - textWidth(cut)))}`;
}

/** Breaks a text into lines of at most `width` columns; an ASCII word, such as a rule's id, stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    for (const [word] of paragraph.matchAll(/[!-~]+|./gsu)) {
      const parts = textWidth(word) > width ? Array.from(word) : [word];
      for (const part of parts) {
        const next = textWidth(part);
        if (used + next > width) {
          lines.push(line);
          line = '';
          used = 0;
        }
        line += part;
        used += next;
      }
    }
    lines.push(line);
  }
  return lines;
}

export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

/** A bar of `width` columns for a share. */
export const bar = (share: number, width: number): string => {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width);
  return '█'.repeat(full) + '·'.repeat(width - full);
};

export const COLUMNS = 80;

const useColour = (): boolean =>
  process.stdout.isTTY === true &&
  process.env.NO_COLOR === undefined &&
  process.env.TERM !== 'dumb';
/** Bold at a terminal; elsewhere the marks alone tell. */
export const bold = (text: string): string => (useColour() ? `\u001b[1m${text}\u001b[0m` : text);
