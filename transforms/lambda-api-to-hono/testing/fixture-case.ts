import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { loadEvents } from '../../../cli/verify/events/load.js';
import type { ReplayEvent } from '../../../cli/verify/types.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/lambda-api-to-hono', import.meta.url));

const Settings = v.strictObject({
  /** Codes of the findings that stop a part of the case. */
  blocked: v.optional(v.array(v.string()), []),
  /** Whether nothing at all may change. */
  keep: v.optional(v.boolean(), false),
  /** Whether lambda-api never answers some of the events: those are not compared. */
  hangs: v.optional(v.boolean(), false),
  /** Whether code moves to another depth, so that its indentation changes. */
  moves: v.optional(v.boolean(), false),
  /** Entry module when it is not `main` of package.json or index. */
  entry: v.optional(v.string()),
});

/** Text of files by path, forward slashes. */
export type Files = ReadonlyMap<string, string>;

/** One folder of `fixtures/lambda-api-to-hono`. */
export interface FixtureCase {
  readonly name: string;
  readonly input: Files;
  /** The changed files after everything is migrated, without the compat module. */
  readonly expected: Files;
  /** Events of its own, replayed besides those generated from the routes. */
  readonly events: readonly ReplayEvent[];
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

/** Writes files below a folder, making folders as needed. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Every file below a folder; nothing where there is no such folder. */
export function readFiles(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function readCase(name: string): FixtureCase {
  const folder = join(FIXTURES, name);
  const events = join(folder, 'events.json');
  const settings = join(folder, 'case.json');
  return {
    name,
    input: readFiles(join(folder, 'input')),
    expected: readFiles(join(folder, 'expected')),
    events: existsSync(events) ? loadEvents(events, []) : [],
    settings: v.parse(
      Settings,
      existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {},
    ),
  };
}
