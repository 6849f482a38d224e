import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import {
  readFiles,
  writeFiles,
  type Files,
} from '../../lambda-api-to-hono/testing/fixture-case.js';
import { isModulePath } from '../module-file/names.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/jose-to-web-crypto', import.meta.url));

const Settings = v.strictObject({
  /** Major versions of jose that the case runs with; the plan must be the same with all of them. */
  jose: v.optional(v.array(v.picklist([4, 5, 6])), [4, 5, 6]),
  /** Codes of the findings with severity `error` or `warning`. */
  blocked: v.optional(v.array(v.string()), []),
  /** Whether nothing at all may change. */
  keep: v.optional(v.boolean(), false),
  /** Whether the case only makes sense with a test runner, and is not run. */
  still: v.optional(v.boolean(), false),
});

export type Major = 4 | 5 | 6;

/** One folder of `fixtures/jose-to-web-crypto`. */
export interface FixtureCase {
  readonly name: string;
  readonly input: Files;
  /** The files that change; the text of the module is left out, its path is not. */
  readonly expected: Files;
  readonly settings: v.InferOutput<typeof Settings>;
}

/** Reads all cases, sorted by name. */
export function readCases(): readonly FixtureCase[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readCase(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Replaces the expected files of a case. */
export function writeExpected(name: string, files: Files): void {
  const folder = join(FIXTURES, name, 'expected');
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
}

/** What a case compares: of the module only that it is there, as its text has tests of its own. */
export function comparable(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([path, text]) => [path, isModulePath(path) ? MODULE : text]));
}

const MODULE = '// The module.\n';

function readCase(name: string): FixtureCase {
  const folder = join(FIXTURES, name);
  const settings = join(folder, 'case.json');
  const input = readFiles(join(folder, 'input'));
  return {
    name,
    input: new Map([['package.json', MANIFEST], ...input]),
    expected: readFiles(join(folder, 'expected')),
    settings: v.parse(
      Settings,
      existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {},
    ),
  };
}

/** Cases about something else need no package.json of their own. */
const MANIFEST = `${JSON.stringify({ name: 'tokens', private: true, type: 'module', dependencies: { jose: '*' } }, null, 2)}\n`;
