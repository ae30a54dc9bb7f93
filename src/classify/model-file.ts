/**
 * The model file. Layout, little endian:
 *   0   8 bytes  magic "ZHIPAI\0\1"
 *   8   Uint32   length H of the header
 *   12  H bytes  header, UTF-8 JSON
 *   …   arrays in the order of ARRAYS, each begun at a multiple of 4 from the start of the file
 * The header carries the format version, the hash of all bytes after it, and the length of every
 * array; all three are checked before an array is read.
 */

import { utf8ToBytes } from '@noble/hashes/utils.js';
import { ZhipaiError } from '../errors.js';
import { hashBytes } from '../hash.js';
import type { Calibration } from './calibrate.js';
import type { Blend } from './classifier.js';
import type { HeadSharpness } from './heads.js';
import type { LinearModel } from './linear.js';
import type { VectorSettings } from './vectorize.js';

export const MODEL_FORMAT = 1;
const MAGIC = Uint8Array.from([0x5a, 0x48, 0x49, 0x50, 0x41, 0x49, 0, 1]);

const ARRAYS = {
  hashes: Uint32Array,
  idf: Float32Array,
  entryStart: Uint32Array,
  entryLabel: Uint16Array,
  entryWeight: Int8Array,
  scales: Float32Array,
  biases: Float32Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
const NAMES = Object.keys(ARRAYS) as ArrayName[];

/** What a model was made from and what it promises. */
export interface ModelHeader {
  readonly format: number;
  /** `category`: labels are our codes. `lead`: labels are a city's units or kinds of unit. */
  readonly target: 'category' | 'lead';
  /** Of all bytes after the header. */
  readonly hash: string;
  readonly labels: readonly string[];
  readonly settings: VectorSettings;
  readonly calibration: Calibration;
  /** How scores down the tree and keywords add up; absent for `lead`. */
  readonly blend?: Blend | undefined;
  /** Hash of the category model that its stacked features come from; absent: none. */
  readonly base?: string | undefined;
  /** For `category` models: sharpness of the softmax of each head that was learned. */
  readonly headSharpness?: HeadSharpness | undefined;
  readonly trainedOn: {
    /** Version of the taxonomy for `category`; '' for `lead`. */
    readonly taxonomy: string;
    readonly rows: number;
    /** Content hash of the rows, whatever their order. */
    readonly rowsHash: string;
    /** Rows of each label, in order of the labels. */
    readonly support: readonly number[];
    /** Mean share of n-grams that out-of-fold rows had and the model did not know, 0–1. */
    readonly unknownShare: number;
  };
  /** Entries of each array. */
  readonly lengths: Readonly<Record<ArrayName, number>>;
}

export interface Model {
  readonly header: ModelHeader;
  readonly linear: LinearModel;
}

const aligned = (size: number): number => Math.ceil(size / 4) * 4;

export function encodeModel(
  linear: LinearModel,
  about: Pick<
    ModelHeader,
    'target' | 'calibration' | 'blend' | 'base' | 'headSharpness' | 'trainedOn'
  >,
): Uint8Array {
  const bodySize = NAMES.reduce((size, name) => size + aligned(linear[name].byteLength), 0);
  const body = new Uint8Array(bodySize);
  let at = 0;
  for (const name of NAMES) {
    const array = linear[name];
    body.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  const lengths = Object.fromEntries(NAMES.map((name) => [name, linear[name].length]));
  const header: ModelHeader = {
    format: MODEL_FORMAT,
    target: about.target,
    hash: hashBytes(body),
    labels: linear.labels,
    settings: linear.settings,
    calibration: about.calibration,
    blend: about.blend,
    base: about.base,
    headSharpness: about.headSharpness,
    trainedOn: about.trainedOn,
    lengths: lengths as Record<ArrayName, number>,
  };
  const headerBytes = utf8ToBytes(JSON.stringify(header));
  const bodyStart = aligned(12 + headerBytes.length);
  const file = new Uint8Array(bodyStart + bodySize);
  file.set(MAGIC, 0);
  new DataView(file.buffer).setUint32(8, headerBytes.length, true);
  file.set(headerBytes, 12);
  file.set(body, bodyStart);
  return file;
}

/**
 * @param file  name for error messages
 * @throws ZhipaiError MODEL_FOREIGN, MODEL_FORMAT_TOO_NEW, MODEL_DAMAGED
 */
export function decodeModel(bytes: Uint8Array, file = 'model'): Model {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    const got = bytes.length === 0 ? 'empty' : `begins with ${hex(bytes.subarray(0, 8))}`;
    throw new ZhipaiError('MODEL_FOREIGN', { file, got });
  }
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const damaged = (field: string, got: string, want: string) =>
    new ZhipaiError('MODEL_DAMAGED', { file, field, got, want });
  if (12 + headerLength > bytes.length) {
    throw damaged('header', `${bytes.length} bytes`, `at least ${12 + headerLength} bytes`);
  }
  let header: ModelHeader;
  try {
    header = JSON.parse(
      new TextDecoder().decode(bytes.subarray(12, 12 + headerLength)),
    ) as ModelHeader;
  } catch {
    throw damaged('header', 'unreadable JSON', 'JSON');
  }
  if (header.format > MODEL_FORMAT) {
    const versions = { got: String(header.format), want: String(MODEL_FORMAT) };
    throw new ZhipaiError('MODEL_FORMAT_TOO_NEW', { file, ...versions });
  }
  const bodyStart = aligned(12 + headerLength);
  const wanted = NAMES.reduce(
    (size, name) =>
      size + aligned((header.lengths?.[name] ?? Number.NaN) * ARRAYS[name].BYTES_PER_ELEMENT),
    bodyStart,
  );
  if (wanted !== bytes.length) throw damaged('size', `${bytes.length} bytes`, `${wanted} bytes`);
  const body = bytes.subarray(bodyStart);
  const hash = hashBytes(body);
  if (hash !== header.hash) throw damaged('hash', hash, header.hash);

  // A copy, since a Node buffer may begin at an address that no Float32Array can; its own slice() would share.
  const buffer = new Uint8Array(body).buffer;
  let at = 0;
  const read = <K extends ArrayName>(name: K): InstanceType<(typeof ARRAYS)[K]> => {
    const Kind = ARRAYS[name];
    const array = new Kind(buffer, at, header.lengths[name]);
    at += aligned(array.byteLength);
    return array as InstanceType<(typeof ARRAYS)[K]>;
  };
  const linear: LinearModel = {
    settings: header.settings,
    labels: header.labels,
    hashes: read('hashes'),
    idf: read('idf'),
    entryStart: read('entryStart'),
    entryLabel: read('entryLabel'),
    entryWeight: read('entryWeight'),
    scales: read('scales'),
    biases: read('biases'),
  };
  return { header, linear };
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
