import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyPatch } from '../../engine/apply-patch.js';
import { createPlan, type Plan } from '../../engine/plan.js';
import { createStatus } from '../../engine/status.js';
import { openWorkspace } from '../../engine/workspace.js';
import { lambdaApiToHono } from '../index.js';
import { readFiles, type Files } from './fixture-case.js';

const TRANSFORMS = [lambdaApiToHono];

/** Plans everything, or the named routes, for the workspace in a folder. */
export function planAll(folder: string, routes: readonly string[] = []): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: folder }), { routes }, TRANSFORMS);
}

/** Ids of all routes in a folder, blocked ones included. */
export function routesIn(folder: string): readonly string[] {
  const status = createStatus(openWorkspace({ cwd: folder }), {}, TRANSFORMS);
  return status.packages.flatMap((pkg) => pkg.routes.map((route) => route.id));
}

/** Files of a folder as they are after a plan. */
export function filesAfter(before: Files, plan: Plan): Map<string, string> {
  const files = new Map(before);
  for (const { path, patch } of plan.files) {
    const text = applyPatch(before.get(path) ?? null, patch);
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return files;
}

/** Writes what a plan changes. */
export function applyTo(folder: string, plan: Plan): void {
  const after = filesAfter(readFiles(folder), plan);
  for (const { path } of plan.files) {
    const text = after.get(path);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text === undefined) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
}

/** Whether a path is the module that migrated code takes its helpers from. */
export function isCompat(path: string): boolean {
  return /(?:^|\/)lambda-api-compat\.[cm]?[jt]s$/.test(path);
}

/** A shuffled copy; the same seed gives the same order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let i = result.length - 1; i > 0; i -= 1) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const j = state % (i + 1);
    const [a, b] = [result[i], result[j]];
    if (a !== undefined && b !== undefined) [result[i], result[j]] = [b, a];
  }
  return result;
}
