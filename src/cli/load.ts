/** Reads taxonomies, rule sets, packs and models from disk, and says what is wrong by file, field and line. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseString } from 'fast-csv';
import {
  findNodeAtLocation,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type * as z from 'zod';
import { ZhipaiError } from '../errors.js';
import { packSchema } from '../place/schema.js';
import type { PackData } from '../place/types.js';
import { rolesFileSchema, ruleFileSchema, ruleSetFileSchema } from '../rules/schema.js';
import type { RouteRow, RuleFileData, RuleSetData } from '../rules/types.js';
import {
  categoriesFileSchema,
  lexiconFileSchema,
  situationsFileSchema,
  taxonomyVersionSchema,
} from '../taxonomy/schema.js';
import type { CategoryData, LexiconData, TaxonomyData } from '../taxonomy/taxonomy.js';
import { pathText, shown, valueAt, wantedBy } from '../ticket-schema.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file / 没有这个文件',
  EISDIR: 'it is a folder / 这是一个目录',
  ENOTDIR: 'it is no folder / 这不是目录',
  EACCES: 'no permission / 没有权限',
  EPERM: 'no permission / 没有权限',
};

/** @returns the plain reason of a file-system error */
export const fileReason = (error: unknown): string => {
  const code = (error as { code?: string }).code ?? '';
  return reasons[code] ?? (code || String(error));
};

export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ZhipaiError('FILE_UNREADABLE', { file, got: fileReason(error) });
  }
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Largest data file that is read: a rule set of 50,000 rules fits. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 64;

/** @returns whether brackets nest deeper than any data file of ours: deeper ones could exhaust the stack */
function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      if (++depth > MAX_DEPTH) return true;
    } else if (char === '}' || char === ']') depth--;
  }
  return false;
}

/**
 * Reads a JSON file and holds it against its schema.
 * @throws ZhipaiError FILE_UNREADABLE, JSON_SYNTAX or DATA_SHAPE with file, field and line
 */
export function readJson<T>(file: string, schema: z.ZodType<T>): T {
  const bytes = readBytes(file);
  const name = shownPath(file);
  if (bytes.length > MAX_BYTES) {
    throw new ZhipaiError('DATA_SHAPE', {
      file: name,
      got: `${bytes.length} bytes`,
      want: `at most ${MAX_BYTES} bytes`,
    });
  }
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/u, '');
  if (tooDeep(text)) {
    throw new ZhipaiError('DATA_SHAPE', {
      file: name,
      got: `nested deeper than ${MAX_DEPTH}`,
      want: `at most ${MAX_DEPTH} levels`,
    });
  }
  const errors: ParseError[] = [];
  const value = parse(text, errors, { disallowComments: true }) as unknown;
  const first = errors[0];
  if (first !== undefined) {
    const got = printParseErrorCode(first.error);
    throw new ZhipaiError('JSON_SYNTAX', { file: name, line: lineOf(text, first.offset), got });
  }
  const proto = /"(__proto__|constructor|prototype)"\s*:/u.exec(text);
  if (proto !== null) {
    throw new ZhipaiError('DATA_SHAPE', {
      file: name,
      line: lineOf(text, proto.index),
      field: proto[1]!,
      got: proto[1]!,
      want: 'no such key',
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, issue } = deepest(result.error.issues[0]!);
  const root = parseTree(text);
  let line = 1;
  for (let length = path.length; root !== undefined && length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (node !== undefined) {
      line = lineOf(text, node.offset);
      break;
    }
  }
  throw new ZhipaiError('DATA_SHAPE', {
    file: name,
    line,
    field: pathText(path) || 'file',
    got: shown(valueAt(value, path)),
    want: wantedBy(issue),
  });
}

/** Of a union that failed, the branch that went furthest: it is what the writer meant. */
function deepest(
  issue: z.core.$ZodIssue,
  before: PropertyKey[] = [],
): { path: PropertyKey[]; issue: z.core.$ZodIssue } {
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return { path, issue };
  const branches = issue.errors.flatMap((list) =>
    list[0] === undefined ? [] : [deepest(list[0], path)],
  );
  return branches.sort((a, b) => b.path.length - a.path.length)[0] ?? { path, issue };
}

const shownPath = (file: string): string => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};

function jsonFilesIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new ZhipaiError('FILE_UNREADABLE', { file: folder, got: fileReason(error) });
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

/** @param folder with version.json, categories/ and lexicon/ */
export function readTaxonomy(folder: string): TaxonomyData & { released: string } {
  const { version, released } = readJson(join(folder, 'version.json'), taxonomyVersionSchema);
  const branches = jsonFilesIn(join(folder, 'categories')).map(
    (file) => readJson(file, categoriesFileSchema) as CategoryData,
  );
  const lexicon = jsonFilesIn(join(folder, 'lexicon')).map(
    (file) => readJson(file, lexiconFileSchema) as LexiconData,
  );
  const file = join(folder, 'situations.json');
  const situations = existsSync(file) ? readJson(file, situationsFileSchema).situations : [];
  return { version, released, branches, lexicon, situations };
}

/** Rows of a route table: code,region,role,assist (roles joined by a blank). */
export async function readRoutes(file: string): Promise<RouteRow[]> {
  const text = new TextDecoder().decode(readBytes(file)).replace(/^\ufeff/u, '');
  const rows: RouteRow[] = [];
  let line = 1;
  for await (const row of parseString(text, { headers: true, trim: true })) {
    line++;
    const { code, region, role, assist } = row as Record<string, string | undefined>;
    if (code !== undefined && role && !/^\d{2}(\d{2}){0,2}$/.test(code))
      throw new ZhipaiError('RULE_FAULT', {
        file: shownPath(file),
        line,
        field: 'code',
        got: JSON.stringify(code),
        want: '2, 4 or 6 digits',
      });
    if (code === undefined || !role) {
      throw new ZhipaiError('RULE_FAULT', {
        file: shownPath(file),
        line,
        got: JSON.stringify(row),
        want: 'code,region,role,assist',
      });
    }
    rows.push({ code, region: region ?? '', role, assist: assist ? assist.split(' ') : [] });
  }
  return rows;
}

/** What readers of a category alone said of its lead. */
export interface LeadReading {
  readonly code: string;
  /** Role ids, one a reader. */
  readonly roles: readonly string[];
}

/** @throws ZhipaiError FILE_UNREADABLE, CSV_ROW */
export async function readLeadReadings(file: string): Promise<LeadReading[]> {
  const text = new TextDecoder().decode(readBytes(file));
  const readings: LeadReading[] = [];
  let line = 1;
  for await (const row of parseString(text, { headers: true, trim: true })) {
    line++;
    const { code = '', ...roles } = row as Record<string, string>;
    if (!/^\d{6}$/.test(code))
      throw new ZhipaiError('CSV_ROW', {
        file: shownPath(file),
        line,
        got: code,
        want: '6 digits',
      });
    readings.push({ code, roles: Object.values(roles) });
  }
  return readings;
}

/** @param folder with ruleset.json, roles.json, routes.csv and one file a phase */
export async function readRuleSet(folder: string): Promise<RuleSetData> {
  const { version, released } = readJson(join(folder, 'ruleset.json'), ruleSetFileSchema);
  const { roles } = readJson(join(folder, 'roles.json'), rolesFileSchema);
  const routes = await readRoutes(join(folder, 'routes.csv'));
  const files = jsonFilesIn(folder)
    .filter((file) => !['ruleset.json', 'roles.json', 'policy.json'].includes(basename(file)))
    .map((file) => readJson(file, ruleFileSchema) as RuleFileData);
  return { version, released, files, roles, routes };
}

/** The folder that holds taxonomy, rules, fixtures and packs of this installation. */
export const packageRoot = (): string => {
  let at = fileURLToPath(new URL('.', import.meta.url));
  while (!existsSync(join(at, 'package.json')) && join(at, '..') !== at) at = join(at, '..');
  return at;
};

/** @param nameOrFolder a shipped pack's name, or a folder with pack.json */
export function readPack(nameOrFolder: string): PackData {
  const shipped = join(packageRoot(), 'rules', 'packs', nameOrFolder);
  const isFolder = existsSync(nameOrFolder) && statSync(nameOrFolder).isDirectory();
  const folder = isFolder ? nameOrFolder : shipped;
  if (!existsSync(folder)) {
    const names = readdirSync(join(packageRoot(), 'rules', 'packs'));
    throw new ZhipaiError('USAGE', {
      got: `--pack ${nameOrFolder}`,
      want: `${names.join(' | ')} | DIR`,
    });
  }
  return readJson(join(folder, 'pack.json'), packSchema) as PackData;
}
