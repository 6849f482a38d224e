import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../engine/plan.js';
import { writeFiles, type FixtureCase } from './fixture-case.js';
import { applyTo, planAll } from './migration.js';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A temporary folder in which the cases stand before and after, beside the modules they import. */
export interface Sandbox {
  readonly root: string;
  readonly before: (name: string) => string;
  readonly after: (name: string) => string;
  /** A fresh copy of the input of a case, for going route by route. */
  copy(name: string, label: string): string;
  remove(): void;
}

/** A case after everything was migrated, or what went wrong. */
export type Migrated = { readonly plan: Plan } | { readonly error: unknown };

/** Makes the folder and writes the input of every case twice. */
export function makeSandbox(cases: readonly FixtureCase[]): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'llrt-migrate-fixtures-')));
  symlinkSync(MODULES, join(root, 'node_modules'));
  const place = (name: string, label: string): string => join(root, name, label);
  for (const { name, input } of cases)
    for (const label of ['before', 'after']) writeFiles(place(name, label), input);
  return {
    root,
    before: (name) => place(name, 'before'),
    after: (name) => place(name, 'after'),
    copy(name, label) {
      cpSync(place(name, 'before'), place(name, label), { recursive: true });
      return place(name, label);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Migrates the `after` folder of every case. One that fails does not stop the others. */
export async function migrateCases(
  sandbox: Sandbox,
  cases: readonly FixtureCase[],
): Promise<ReadonlyMap<string, Migrated>> {
  const migrated = new Map<string, Migrated>();
  for (const { name } of cases) {
    try {
      const plan = await planAll(sandbox.after(name));
      applyTo(sandbox.after(name), plan);
      migrated.set(name, { plan });
    } catch (error) {
      migrated.set(name, { error });
    }
  }
  return migrated;
}
