import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import {
  readFiles,
  writeFiles,
  type Files,
} from '../../lambda-api-to-hono/testing/fixture-case.js';

const FIXTURES = fileURLToPath(
  new URL('../../../fixtures/form-data-to-url-search-params', import.meta.url),
);

const Settings = v.strictObject({
  /** Codes of the findings with severity `error` or `warning`. */
  blocked: v.optional(v.array(v.string()), []),
  /** Whether nothing at all may change. */
  keep: v.optional(v.boolean(), false),
});

/** One folder of `fixtures/form-data-to-url-search-params`. */
export interface FixtureCase {
  readonly name: string;
  readonly input: Files;
  /** The files that change, the helper module included. */
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
const MANIFEST = `${JSON.stringify({ name: 'forms', type: 'module', dependencies: { hono: '^4.13.0' } }, null, 2)}\n`;
