/** Which line of a JSON file a path stands on. */

import { readFileSync } from 'node:fs';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

export interface LineFinder {
  /** 1-based; of a path that does not exist, the nearest place above it. */
  lineOf(path: readonly (string | number)[]): number;
}

export function createLineFinder(file: string): LineFinder {
  const text = readFileSync(file, 'utf8');
  const root: Node | undefined = parseTree(text);
  return {
    lineOf(path) {
      for (let length = path.length; root !== undefined && length >= 0; length--) {
        const node = findNodeAtLocation(root, path.slice(0, length));
        if (node !== undefined) return text.slice(0, node.offset).split('\n').length;
      }
      return 1;
    },
  };
}
