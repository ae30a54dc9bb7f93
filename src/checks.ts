/** The full checks that `zhipai` makes of data before a router is built from it. */

import type * as z from 'zod';
import { ZhipaiError } from './errors.js';
import { packSchema } from './place/schema.js';
import type { Checks, RouterData } from './router.js';
import { compilePattern, OPERATORS } from './rules/operators.js';
import { referenceFault } from './rules/reference.js';
import { ruleFileSchema } from './rules/schema.js';
import { type Condition, isLeaf, type RuleSetData } from './rules/types.js';
import { categoriesFileSchema } from './taxonomy/schema.js';
import { checkTicket, pathText, shown, valueAt, wantedBy } from './ticket-schema.js';

function checkShape(name: string, schema: z.ZodType, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const issue = result.error.issues[0]!;
  const field = pathText([name, ...issue.path]);
  throw new ZhipaiError('DATA_SHAPE', {
    field,
    got: shown(valueAt(value, issue.path)),
    want: wantedBy(issue),
  });
}

function* leavesOf(condition: Condition): Generator<Extract<Condition, { fact: unknown }>> {
  if (isLeaf(condition)) yield condition;
  else if ('not' in condition) yield* leavesOf(condition.not);
  else for (const part of 'all' in condition ? condition.all : condition.any) yield* leavesOf(part);
}

/** @throws ZhipaiError RULE_FAULT, named by rule and field */
export function checkRules(rules: RuleSetData): void {
  const ids = new Set<string>();
  const roles = new Set(rules.roles.map((role) => role.id));
  for (const file of rules.files) {
    checkShape(`rules/${file.phase}`, ruleFileSchema, file);
    for (const rule of file.rules) {
      const fault = (field: string, got: string, want: string) =>
        new ZhipaiError('RULE_FAULT', {
          file: `${file.phase}.json`,
          ruleId: rule.id,
          field,
          got,
          want,
        });
      if (ids.has(rule.id)) throw fault('id', `${rule.id} twice`, 'each id once');
      ids.add(rule.id);
      for (const { operator, value } of leavesOf(rule.conditions)) {
        if (!Object.hasOwn(OPERATORS, operator))
          throw fault('operator', operator, Object.keys(OPERATORS).join(' | '));
        if (operator !== 'matches') continue;
        try {
          compilePattern(value as string);
        } catch (error) {
          throw fault(
            'conditions',
            String(error instanceof Error ? error.message : error),
            'a pattern in RE2 syntax',
          );
        }
      }
      const { event } = rule;
      const named =
        event.type === 'route'
          ? [event.params.role, ...(event.params.assist ?? [])]
          : event.type === 'assist'
            ? event.params.roles
            : [];
      for (const role of named)
        if (!roles.has(role)) throw fault('event', role, 'a role of roles.json');
      const refused = referenceFault(rule);
      if (refused !== null)
        throw fault('conditions', refused, 'a rule that json-rules-engine takes');
    }
  }
  for (const row of rules.routes) {
    for (const role of [row.role, ...row.assist]) {
      if (roles.has(role)) continue;
      throw new ZhipaiError('RULE_FAULT', {
        file: 'routes.csv',
        field: row.code,
        got: role,
        want: 'a role of roles.json',
      });
    }
  }
}

/** Shapes, rules and cross-references of whatever part of the data is given. */
export const fullChecks: Checks = {
  ticket: checkTicket,
  data(data: Partial<RouterData>) {
    for (const [i, branch] of (data.taxonomy?.branches ?? []).entries()) {
      checkShape(`taxonomy.branches[${i}]`, categoriesFileSchema, branch);
    }
    if (data.rules !== undefined) checkRules(data.rules);
    if (data.pack !== undefined) {
      const { hash: _, ...pack } = data.pack;
      checkShape('pack', packSchema, pack);
    }
  },
};
