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
  new URL('../../../fixtures/nodejs-function-to-llrt', import.meta.url),
);

const Settings = v.strictObject({
  /** Codes of the findings with severity `error` or `warning`. */
  blocked: v.optional(v.array(v.string()), []),
  /** Whether nothing at all may change. */
  keep: v.optional(v.boolean(), false),
  /** Whether functions on Node.js stay and get twins. */
  keepNode: v.optional(v.boolean(), false),
  /** Comments that go with the options they belong to. */
  gone: v.optional(v.array(v.string()), []),
  /** Whether `lib/stack` makes a stack. */
  stack: v.optional(v.boolean(), true),
  /** Whether all packages that the code imports are there for the type checker. */
  types: v.optional(v.boolean(), true),
});

/** One folder of `fixtures/nodejs-function-to-llrt`. */
export interface FixtureCase {
  readonly name: string;
  readonly input: Files;
  /** The files that change. */
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
  return {
    name,
    input: readFiles(join(folder, 'input')),
    expected: readFiles(join(folder, 'expected')),
    settings: v.parse(
      Settings,
      existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {},
    ),
  };
}
