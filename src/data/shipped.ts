/** The data that comes with the package, read from generated modules when first asked for. */

import type { PackData } from '../place/types.js';
import type { PolicyData } from '../policy.js';
import type { RouterData } from '../router.js';
import type { RuleSetData } from '../rules/types.js';
import type { TaxonomyData } from '../taxonomy/taxonomy.js';
import { modelBase64 } from './generated/modelBase64.js';
import { packsJson } from './generated/packsJson.js';
import { policyJson } from './generated/policyJson.js';
import { rulesJson } from './generated/rulesJson.js';
import { taxonomyJson } from './generated/taxonomyJson.js';

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Packs by name: `generic` names roles only, `example` is an invented city. */
export const shippedPacks = once(() => JSON.parse(packsJson) as Readonly<Record<string, PackData>>);

/** Taxonomy, rules, generic pack, model and policy of this release. */
export const shippedData = once(
  (): RouterData => ({
    taxonomy: JSON.parse(taxonomyJson) as TaxonomyData,
    rules: JSON.parse(rulesJson) as RuleSetData,
    pack: shippedPacks().generic!,
    model: decodeBase64(modelBase64),
    policy: JSON.parse(policyJson) as PolicyData,
  }),
);
