import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/commonjs-to-esm', import.meta.url));

const Settings = v.strictObject({
  /** The program that is run before and after. */
  run: v.optional(v.string(), 'main.js'),
  /** Codes of the findings with severity `error`. */
  blocked: v.optional(v.array(v.string()), []),
  /** Codes of the findings about files that stay CommonJS while the package is converted. */
  kept: v.optional(v.array(v.string()), []),
  /** Whether it is not run: TypeScript, for example. */
  still: v.optional(v.boolean(), false),
  /** Whether the properties of an object move to the left, because the object goes. */
  dedents: v.optional(v.boolean(), false),
});

/** Text of files by path, forward slashes. */
export type Files = ReadonlyMap<string, string>;

/** One folder of `fixtures/commonjs-to-esm`. */
export interface FixtureCase {
  readonly name: string;
  readonly input: Files;
  /** The files that change; `(deleted)` for one that goes. */
  readonly expected: Files;
  readonly settings: v.InferOutput<typeof Settings>;
}

/** Reads all cases, sorted by name. */
export function readCases(): readonly FixtureCase[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readCase(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readCase(name: string): FixtureCase {
  const folder = join(FIXTURES, name);
  const settings = join(folder, 'case.json');
  const json: unknown = existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {};
  return {
    name,
    input: readFiles(join(folder, 'input')),
    expected: readFiles(join(folder, 'expected')),
    settings: v.parse(Settings, json),
  };
}

/** Replaces the expected files of a case. */
export function writeExpected(name: string, files: Files): void {
  const folder = join(FIXTURES, name, 'expected');
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of files) writeFile(join(folder, path), text);
}

/** Writes files below a folder. Installed packages stand in `_node_modules` in the cases. */
export function placeFiles(folder: string, files: Files): void {
  for (const [path, text] of files)
    writeFile(join(folder, path.replaceAll('_node_modules', 'node_modules')), text);
}

/** Every file below a folder; nothing where there is no such folder. */
export function readFiles(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const paths = files.map((file) => file.slice(folder.length + 1)).toSorted();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
