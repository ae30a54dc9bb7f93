/** The router that --pack, --rules, --taxonomy and --model ask for. */

import { type Base, createBase } from '../classify/stacking.js';
import { createRouter, type Router, type RouterData } from '../index.js';
import { readBytes, readPack, readRuleSet, readTaxonomy } from './load.js';

export interface RouterOptions {
  readonly pack?: string | undefined;
  readonly rules?: string | undefined;
  readonly taxonomy?: string | undefined;
  readonly model?: string | undefined;
  /** A city's own model of the lead. */
  readonly leadModel?: string | undefined;
}

/** The shipped category model, which a city's own model is trained on top of. */
export function shippedBase(): Base {
  const { parts, versions } = createRouter();
  return createBase(parts.classifier, versions.model);
}

export async function routerFor(options: RouterOptions): Promise<Router> {
  const data: { -readonly [K in keyof RouterData]?: RouterData[K] } = {};
  if (options.pack !== undefined) data.pack = readPack(options.pack);
  if (options.rules !== undefined) data.rules = await readRuleSet(options.rules);
  if (options.taxonomy !== undefined) data.taxonomy = readTaxonomy(options.taxonomy);
  if (options.model !== undefined) data.model = readBytes(options.model);
  if (options.leadModel !== undefined) data.leadModel = readBytes(options.leadModel);
  return createRouter(data);
}
