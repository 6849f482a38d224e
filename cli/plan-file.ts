import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { Failure } from '../transforms/engine/failure.js';
import type { Plan } from '../transforms/engine/plan.js';

const HashSchema = v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));
const FindingSchema = v.object({
  code: v.string(),
  severity: v.picklist(['info', 'warning', 'error']),
  message: v.string(),
  file: v.string(),
  line: v.number(),
  column: v.number(),
  help: v.string(),
  docs: v.string(),
});
const PlanSchema = v.object({
  schemaVersion: v.literal(1),
  packages: v.array(v.object({ name: v.string(), dir: v.string(), routes: v.array(v.string()) })),
  routes: v.array(v.string()),
  files: v.array(
    v.object({
      path: v.string(),
      beforeHash: HashSchema,
      afterHash: HashSchema,
      patch: v.string(),
    }),
  ),
  findings: v.array(FindingSchema),
});

/**
 * Writes a plan as JSON, for `apply FILE` here or on another checkout of the same sources.
 *
 * @param cwd what the path is relative to
 */
export function writePlanFile(cwd: string, path: string, plan: Plan): void {
  try {
    writeFileSync(resolve(cwd, path), `${JSON.stringify(plan, null, 2)}\n`);
  } catch (error) {
    throw new Failure('plan-unwritable', `The plan cannot be written: ${reasonOf(error)}.`);
  }
}

/**
 * Reads a plan that `diff --plan FILE` wrote.
 *
 * @throws Failure `plan-missing`, `plan-invalid`
 */
export function readPlanFile(cwd: string, path: string): Plan {
  const absolute = resolve(cwd, path);
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8');
  } catch (error) {
    throw new Failure('plan-missing', `The plan cannot be read: ${reasonOf(error)}.`);
  }
  try {
    return v.parse(PlanSchema, JSON.parse(text));
  } catch (error) {
    throw new Failure(
      'plan-invalid',
      `${absolute} is no plan of this version (${reasonOf(error)}). Make one with \`llrt-migrate diff --plan FILE\`.`,
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
