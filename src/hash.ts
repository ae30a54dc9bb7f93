/** Content hashes: the same data gives the same hash, whatever the order of its keys. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** @returns JSON text with sorted keys and no `undefined` fields */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** @returns the first 12 hex digits of the SHA-256 of the canonical JSON: enough to tell releases apart */
export const contentHash = (value: unknown): string => hashBytes(utf8ToBytes(canonicalJson(value)));

/** @returns the first 12 hex digits of the SHA-256 of the bytes */
export const hashBytes = (bytes: Uint8Array): string => bytesToHex(sha256(bytes)).slice(0, 12);
